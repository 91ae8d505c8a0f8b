import axios from 'axios';
import { givenApplication } from './application';
import { seeded, solved } from './certificates';
import { exchangeOf, type Exchange } from './exchange';
import { signInsOf } from './signIns';

const application = givenApplication();

/** Fields of requests and answers whose values nobody else may learn, in lower case. */
const SECRETS = [
	'access_token',
	'refresh_token',
	'id_token',
	'client_secret',
	'password',
	'decrypted_key',
	'token',
	'device_code',
	'user_code',
	'code',
	'state',
	'sid',
	'auth.sid',
	'refreshtoken',
	'refresh-token',
	'apikey',
	'api-key',
	'key',
];

/** Names and values of the secrets in a JSON value. */
function secretsIn(value: unknown): Array<[name: string, secret: string]> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]): Array<[string, string]> =>
		typeof inner === 'string' && SECRETS.includes(name.toLowerCase()) ? [[name.toLowerCase(), inner]] : secretsIn(inner),
	);
}

function secretsOf({ query, body, answer, answeredHeaders }: Exchange): Array<[string, string]> {
	const { location } = answeredHeaders;
	const redirect = typeof location === 'string' ? Object.fromEntries(new URL(location, application.identity).searchParams) : {};
	return [query, body, answer, redirect].flatMap(secretsIn);
}

/** The ways in which a log could still show a secret. */
function spellings(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
}

async function findIn(secrets: Array<[string, string]>): Promise<string[]> {
	const { data: log } = await application.control.get<string>('/requests', { responseType: 'text', transformResponse: (text) => text });
	expect(log.length).toBeGreaterThan(1000);
	return secrets.filter(([, secret]) => spellings(secret).some((spelling) => log.includes(spelling))).map(([name, secret]) => `${name}: ${secret}`);
}

describe('the log of requests shows no secret', () => {
	it('of any way to sign in, whether it succeeds or not', async () => {
		const secrets: Array<[string, string]> = [];
		for (const { done, refused } of Object.values(signInsOf(application))) {
			secrets.push(...secretsOf(exchangeOf(await done())));
			if (refused) secrets.push(...secretsOf(exchangeOf(await refused())));
		}

		expect([...new Set(secrets.map(([name]) => name))].sort()).toEqual([...SECRETS].sort());
		expect(await findIn(secrets)).toEqual([]);
	});

	it('of a password or a decrypted challenge that is the whole body', async () => {
		const { apiKey, login, password } = application.seed;
		const certificate = seeded(application.seed, 'valid');
		const byCertificate = { thumbprint: certificate.thumbprint, apiKey };
		const quest = await application.older('POST', '/auth/v5.13/authenticate-by-cert', { apiKey }, Buffer.from(certificate.content, 'base64'));
		const key = solved(quest.data.EncryptedKey, certificate);

		await application.older('POST', '/auth/v5.13/approve-cert', byCertificate, key);
		for (const type of ['text/plain', 'application/json', 'application/x-www-form-urlencoded']) {
			await axios.post(`${application.identity}/auth/v5.12/authenticate-by-pass`, Buffer.from(password), { params: { login, apiKey }, headers: { 'content-type': type } });
		}

		expect(await findIn([['password', password], ['key', key.toString('base64')], ['key', key.toString('hex')]])).toEqual([]);
	});

	it('of an Authorization header, whatever its form', async () => {
		const { clientId, apiKey } = application.seed;
		const basic = Buffer.from(`${clientId}:${apiKey}`).toString('base64');
		const { data } = await application.post('/connect/token', { grant_type: 'client_credentials', scope: 'extern.api' }, { authorization: `Basic ${basic}` });

		await application.accounts(`Bearer ${data.access_token}`);
		await application.accounts(data.access_token);

		expect(data.access_token).toBeTruthy();
		expect(await findIn([['basic', basic], ['access_token', data.access_token]])).toEqual([]);
	});

	it('of a field that was given twice', async () => {
		const text = 'grant_type=password&password=first-password&password=second-password';

		await axios.post(`${application.identity}/connect/token`, text, { validateStatus: () => true });

		expect(await findIn([['password', 'first-password'], ['password', 'second-password']])).toEqual([]);
	});

	it('of a second factor, of PKCE, of the cookies of the page', async () => {
		const { login: username, password } = application.seed;
		const verifier = 'v'.repeat(43);
		await application.ask('/second-factor', { login: username });
		const { data } = await application.token({ grant_type: 'password', scope: 'extern.api', username, password });
		await application.token({ grant_type: 'password', scope: 'extern.api', username, password, partial_factor_token: data.partial_factor_token });
		await application.exchange('f'.repeat(64), { code_verifier: verifier });
		const page = await axios.get(application.authorizeUrl(), { maxRedirects: 0, validateStatus: () => true });
		const cookies = (page.headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0] ?? '');

		await axios.get(`${application.identity}${page.headers.location}`, { headers: { cookie: cookies.join('; ') } });

		expect(cookies.length).toBeGreaterThan(0);
		const secrets: Array<[string, string]> = [['partial_factor_token', data.partial_factor_token], ['code_verifier', verifier]];
		expect(await findIn([...secrets, ...cookies.map((cookie): [string, string] => ['cookie', cookie])])).toEqual([]);
	});
});

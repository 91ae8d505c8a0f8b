import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import axios from 'axios';
import { judgeAnswer } from '../../reference/judge';
import { CALLBACK, givenApplication, seconds } from './application';
import { Browser } from './browser';

const OPERATION = 'openid-token-authorization-code';

const application = givenApplication();

describe('the authorization page', () => {
	it('sends the person back with a code, the state and the scope', async () => {
		const back = await application.signInThroughPage({ state: 'abc', nonce: 'n-1' });

		expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
		expect(Object.fromEntries(back.searchParams)).toEqual({ code: expect.stringMatching(/^[0-9a-f]{64}$/), state: 'abc', scope: 'openid extern.api' });
	});

	it('asks for login and password in Russian and says when they are wrong', async () => {
		const browser = new Browser(application.identity);
		const page = await browser.open(application.authorizeUrl());
		expect(page.data).toContain('<button type="submit">Войти</button>');

		const again = await browser.submit(page, { login: application.seed.login, password: 'wrong' });
		expect(again.status).toBe(200);
		expect(again.data).toContain('Неверный логин или пароль');
		expect(again.data).toContain(`value="${application.seed.login}"`);

		const end = await browser.submit(again, { login: application.seed.login, password: application.seed.password });
		expect(new URL(String(end.headers.location)).searchParams.get('code')).toBeTruthy();
	});

	it('does not ask again in the same browser', async () => {
		const browser = new Browser(application.identity);
		await browser.submit(await browser.open(application.authorizeUrl()), { login: application.seed.login, password: application.seed.password });

		const second = await browser.open(application.authorizeUrl({ state: 'second' }));

		expect(second.status).toBe(302);
		expect(new URL(String(second.headers.location)).searchParams.get('state')).toBe('second');
	});

	it('sends the person back with an error and the state when there is no page to show', async () => {
		const answer = await axios.get(application.authorizeUrl({ state: 'abc', prompt: 'none' }), { maxRedirects: 0, validateStatus: () => true });

		expect(answer.status).toBe(302);
		const back = new URL(String(answer.headers.location));
		expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
		expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'login_required', error_description: expect.any(String), state: 'abc' });
	});

	it('answers 302 towards the sign-in page', async () => {
		const answer = await axios.get(application.authorizeUrl(), { maxRedirects: 0, validateStatus: () => true });

		expect(answer.status).toBe(302);
		expect(judgeAnswer('openid-authorize', 302, answer.data === '' ? null : answer.data)).toEqual([]);
	});

	it.each([
		['an address of another host', { redirect_uri: 'https://evil.example/callback' }, 'invalid_redirect_uri'],
		['another path on the registered host', { redirect_uri: 'http://127.0.0.1:45678/elsewhere' }, 'invalid_redirect_uri'],
		['an unknown application', { client_id: 'stranger' }, 'invalid_client'],
		['a scope without openid', { scope: 'extern.api' }, 'invalid_scope'],
		['an unknown scope', { scope: 'openid extern.apl' }, 'invalid_scope'],
		['a misspelt parameter', { redirect_url: CALLBACK }, 'invalid_request'],
		['an implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
	])('refuses %s with 400', async (_what, fields, error) => {
		const answer = await axios.get(application.authorizeUrl(fields), { maxRedirects: 0, validateStatus: () => true });

		expect(answer.status).toBe(400);
		expect(judgeAnswer('openid-authorize', 400, answer.data)).toEqual([]);
		expect(answer.data.error).toBe(error);
	});

	it.each([1024, 5678, 65535])('accepts port %d of the loopback address, since that of a local n8n varies', async (port) => {
		const redirectUri = `http://127.0.0.1:${port}/rest/oauth2-credential/callback`;

		const back = await application.signInThroughPage({ redirect_uri: redirectUri });

		expect(back.origin).toBe(`http://127.0.0.1:${port}`);
	});
});

describe('the exchange of a code', () => {
	it('gives tokens and an id_token signed with a key of the key set', async () => {
		const { status, data, headers } = await application.exchange(await application.codeFromPage({ nonce: 'n-2' }));

		expect(status).toBe(200);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect(data).toMatchObject({ access_token: expect.stringMatching(/^[0-9a-f]{64}$/), token_type: 'Bearer', expires_in: 3600, refresh_token: expect.any(String) });
		expect(headers['cache-control']).toBe('no-store');
		expect(headers['x-kontur-trace-id']).toMatch(/^[0-9a-f]{32}$/);
		expect(await claimsOf(data.id_token)).toMatchObject({ iss: application.identity, aud: application.seed.clientId, nonce: 'n-2' });
	});

	it('gives an access token of the person who signed in', async () => {
		const { data } = await application.exchange(await application.codeFromPage());

		const { sub } = await claimsOf(data.id_token);

		expect((await application.userinfo(data.access_token)).data.sub).toBe(sub);
	});

	it('works with PKCE', async () => {
		const verifier = randomBytes(32).toString('base64url');
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

		const wrong = await application.exchange(await application.codeFromPage(pkce), { code_verifier: randomBytes(32).toString('base64url') });
		const right = await application.exchange(await application.codeFromPage(pkce), { code_verifier: verifier });

		expect(wrong.status).toBe(400);
		expect(wrong.data.error).toBe('invalid_grant');
		expect(right.status).toBe(200);
	});

	it('accepts HTTP Basic, form fields, and both at once', async () => {
		const { clientId, apiKey } = application.seed;
		const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${apiKey}`).toString('base64')}` };
		const fields = async () => ({ grant_type: 'authorization_code', code: await application.codeFromPage(), redirect_uri: CALLBACK });

		const answers = [
			await application.post('/connect/token', await fields(), basic),
			await application.post('/connect/token', { ...(await fields()), ...application.credentials }),
			await application.post('/connect/token', { ...(await fields()), ...application.credentials }, basic),
		];

		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
	});

	it('refuses a code that was used, and revokes what it gave', async () => {
		const code = await application.codeFromPage();
		const first = await application.exchange(code);

		const second = await application.exchange(code);

		expect(second.status).toBe(400);
		expect(judgeAnswer(OPERATION, 400, second.data)).toEqual([]);
		expect(second.data).toMatchObject({ error: 'invalid_grant', error_description: 'authorization code already consumed' });
		expect((await application.userinfo(first.data.access_token)).status).toBe(401);
	});

	it('refuses a code that is too old', async () => {
		await application.lifetimes({ authorizationCode: 1 });
		const code = await application.codeFromPage();
		await application.lifetimes({ authorizationCode: 60 });
		await seconds(2);

		const { status, data } = await application.exchange(code);

		expect(status).toBe(400);
		expect(data).toMatchObject({ error: 'invalid_grant', error_description: 'authorization code is expired' });
	});

	it.each([
		['a wrong api-key', { client_secret: 'aaaaaaaa-0000-4000-8000-000000000000' }, 'invalid_client'],
		['an unknown application', { client_id: 'stranger' }, 'invalid_client'],
		['no api-key', { client_secret: '' }, 'invalid_request'],
		['another redirect_uri', { redirect_uri: 'http://127.0.0.1:45679/rest/oauth2-credential/callback' }, 'invalid_grant'],
		['an unknown code', { code: 'f'.repeat(64) }, 'invalid_grant'],
		['a misspelt field', { redirectUri: CALLBACK }, 'invalid_request'],
		['an unknown grant', { grant_type: 'authorisation_code' }, 'unsupported_grant_type'],
	])('refuses %s with 400', async (_what, fields, error) => {
		const { status, data } = await application.exchange(await application.codeFromPage(), fields);

		expect(status).toBe(400);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect(data.error).toBe(error);
		expect(Object.keys(data).sort()).toEqual(['error', 'error_description', 'error_status']);
	});
});

async function claimsOf(idToken: string): Promise<Record<string, unknown>> {
	const [header = '', payload = '', signature = ''] = idToken.split('.');
	const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
	const { data } = await axios.get(`${application.identity}/.well-known/openid-configuration/jwks`);
	expect(judgeAnswer('openid-jwks', 200, data)).toEqual([]);
	const key = createPublicKey({ key: data.keys.find((one: { kid: string }) => one.kid === kid), format: 'jwk' });
	expect(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
	return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

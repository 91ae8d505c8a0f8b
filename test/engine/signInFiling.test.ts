import axios from 'axios';

import type { CredentialData } from './credentials';
import { runWorkflow } from './engine';
import { credentialsOf, givenReport, sendReport, type Company } from './filing';
import type { Seed } from './sandbox';
import { sandboxOfThisWorker } from './sandbox';
import type { SignIn } from './signIn';
import { externCredential } from './signIn';

const sandbox = sandboxOfThisWorker();
let seed: Seed;

beforeEach(async () => {
	await sandbox.reset();
	seed = await sandbox.seed();
});

afterEach(async () => {
	await sandbox.clearFaults();
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

const LONG = 60_000;
const UNKNOWN_KEY = '00000000-0000-4000-8000-000000000000';

/** A token that the operator got somewhere else. */
async function givenToken(): Promise<string> {
	const form = { grant_type: 'password', username: seed.login, password: seed.password, client_id: seed.clientId, client_secret: seed.apiKey, scope: 'extern.api' };
	const { data } = await axios.post<{ access_token: string }>(`${sandbox.addresses.identity}/connect/token`, new URLSearchParams(form).toString());
	return data.access_token;
}

async function signedInBy(signIn: SignIn, { account }: Company, letter = seed, accessToken?: string): Promise<CredentialData> {
	const token = accessToken ?? (signIn === 'accessToken' ? await givenToken() : '');
	return { ...credentialsOf(sandbox, letter, account), ...externCredential(sandbox, letter, signIn, token) };
}

const file = async (company: Company, credentials: CredentialData) =>
	await runWorkflow({ nodes: [sendReport(company.account)], credentials, items: [company.item] });

const WAYS: SignIn[] = ['clientCredentials', 'password', 'accessToken', 'authSid'];

test.each(WAYS)('%s files a report', async (signIn) => {
	const company = givenReport(sandbox, seed);
	const outcome = await file(company, await signedInBy(signIn, company));
	expect(outcome.error).toBeUndefined();
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
	const schemes = new Set((await sandbox.requests()).filter(({ service }) => service === 'api').map(({ headers }) => headers.authorization.split(' ')[0]));
	expect([...schemes]).toEqual([signIn === 'authSid' ? 'auth.sid' : 'Bearer']);
}, LONG);

test.each<SignIn>(['clientCredentials', 'password'])('%s: a whole filing signs in once', async (signIn) => {
	const company = givenReport(sandbox, seed);
	await file(company, await signedInBy(signIn, company));
	expect((await sandbox.requests()).filter(({ path }) => path === '/connect/token')).toHaveLength(1);
}, LONG);

describe.each<SignIn>(['clientCredentials', 'password'])('%s: a token that ends at', (signIn) => {
	test.each(['draft-put', 'draft-document-put', 'draft-check', 'draft-send', 'draft-task-get'])('%s is renewed once, and nothing is done twice', async (operation) => {
		const company = givenReport(sandbox, seed);
		await sandbox.fault({ operation, times: 1, action: { expireToken: true } });
		const outcome = await file(company, await signedInBy(signIn, company));
		expect(outcome.error).toBeUndefined();
		const requests = await sandbox.requests();
		const refused = requests.findIndex(({ status }) => status === 401);
		expect(requests[refused].operation).toBe(operation);
		const around = requests.slice(refused, refused + 3).map(({ operation: id, path, status }) => [path === '/connect/token' ? path : id, status]);
		expect(around.slice(0, -1)).toEqual([[operation, 401], ['/connect/token', 200]]);
		expect(around.at(-1)?.[0]).toBe(operation);
		expect(around.at(-1)?.[1]).toBeLessThan(300);
		expect(requests.filter(({ path }) => path === '/connect/token')).toHaveLength(2);
		expect(requests.filter(({ operation: id, status }) => id === 'draft-send' && status < 300)).toHaveLength(1);
		expect((await sandbox.docflows()).docflows).toHaveLength(1);
	}, LONG);
});

describe.each<SignIn>(['accessToken', 'authSid'])('%s', (signIn) => {
	test('that ended is told with the name of the credential, without asking again, and files with a new one', async () => {
		const company = givenReport(sandbox, seed);
		const stale = { ...seed, sid: 'f'.repeat(64) };
		const outcome = await file(company, await signedInBy(signIn, company, stale, 'e'.repeat(64)));
		expect(outcome.error?.message).toMatch(/^Kontur\.Extern did not accept the credential "konturExternApi": .*[а-яё]/i);
		expect(outcome.error?.description).toContain('A given token or session has to be replaced when it ends');
		expect(await sandbox.requests()).toHaveLength(1);
		const again = await file(company, await signedInBy(signIn, company));
		expect(again.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
		expect((await sandbox.docflows()).docflows).toHaveLength(1);
	}, LONG);
});

test('a given token that ends in the middle stops the filing, and a new one goes on with the same draft', async () => {
	const company = givenReport(sandbox, seed);
	await sandbox.fault({ operation: 'draft-prepare', times: 1, action: { expireToken: true } });
	const outcome = await file(company, await signedInBy('accessToken', company));
	expect(outcome.error?.message).toContain('did not accept the credential "konturExternApi"');
	expect((await sandbox.docflows()).docflows).toEqual([]);
	const again = await file(company, await signedInBy('accessToken', company));
	expect(again.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	const drafts = new Set((await sandbox.requests()).filter(({ operation }) => operation === 'draft-put').map(({ path }) => path));
	expect(drafts.size).toBe(1);
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
}, LONG);

describe('a credential that is wrong is told so that the operator can act:', () => {
	const wrong: Array<[string, SignIn, Partial<Seed>, string]> = [
		['the API key', 'clientCredentials', { apiKey: UNKNOWN_KEY }, 'the client ID or the API key is wrong (invalid_client: invalid secret provided)'],
		['the client ID', 'clientCredentials', { clientId: 'nobody' }, 'the client ID or the API key is wrong (invalid_client: client not found)'],
		['the login', 'password', { login: 'nobody@example.test' }, 'the login or the password is wrong'],
		['the password', 'password', { password: 'wrong' }, 'the login or the password is wrong'],
		['an empty client ID', 'clientCredentials', { clientId: ' ' }, 'Client ID is empty in the credential'],
		['an empty password', 'password', { password: '' }, 'Password is empty in the credential'],
		['the API key beside a session', 'authSid', { apiKey: UNKNOWN_KEY }, 'X-Kontur-Apikey'],
		['an empty session', 'authSid', { sid: '' }, 'Session ID (auth.sid) is empty in the credential'],
	];

	test.each(wrong)('%s', async (_, signIn, fields, reason) => {
		const company = givenReport(sandbox, seed);
		const outcome = await file(company, await signedInBy(signIn, company, { ...seed, ...fields }));
		expect(outcome.error?.message).toContain('Kontur.Extern did not accept the credential "konturExternApi": ');
		expect(outcome.error?.message).toContain(reason);
		expect(outcome.error?.description).toContain('Open the credential');
		expect((await sandbox.requests()).filter(({ path }) => path === '/connect/token').length).toBeLessThanOrEqual(1);
		expect((await sandbox.docflows()).docflows).toEqual([]);
	}, LONG);

	test('an address that is no sign-in service', async () => {
		const company = givenReport(sandbox, seed);
		const { konturExternApi, ...others } = await signedInBy('clientCredentials', company);
		const outcome = await file(company, { ...others, konturExternApi: { ...konturExternApi, identityUrl: `${sandbox.addresses.identity}/elsewhere` } });
		expect(outcome.error?.message).toContain('"konturExternApi": the sign-in service answered 404');
	}, LONG);
});

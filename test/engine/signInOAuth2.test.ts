import type { CredentialData } from './credentials';
import { engineIsDurable, runWorkflow } from './engine';
import { givenTrigger } from './eventTrigger';
import { chosen, credentialsOf, givenReport, itemWith, sendReport, step } from './filing';
import { connected, resolved, unconnected } from './oAuth2CodeFlow';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const listAccounts = { type: 'konturExternAccount', name: 'Accounts', parameters: { resource: 'account', operation: 'getAll', authentication: 'oAuth2' } };
const list = async (credentials: CredentialData) => await runWorkflow({ nodes: [listAccounts], credentials });
const tokensOf = (credentials: CredentialData) => credentials.konturExternOAuth2Api.oauthTokenData;

/** Requests that are no part of connecting: "path status". */
async function asked(): Promise<string[]> {
	return (await sandbox.requests()).map(({ path, status }) => `${path} ${status}`);
}

test('the addresses of the provider follow the environment', async () => {
	const addressesOf = async (fields: object) => {
		const { authUrl, accessTokenUrl } = await resolved({ konturExternOAuth2Api: { ...unconnected(sandbox, fresh.seed).konturExternOAuth2Api, ...fields } });
		return [authUrl, accessTokenUrl];
	};
	expect(await addressesOf({ environment: 'production' })).toEqual(['https://identity.kontur.ru/connect/authorize', 'https://identity.kontur.ru/connect/token']);
	expect(await addressesOf({ environment: 'test' })).toEqual(['https://identity.testkontur.ru/connect/authorize', 'https://identity.testkontur.ru/connect/token']);
	expect(await addressesOf({ identityUrl: ' https://gateway.example/kontur// ' })).toEqual([
		'https://gateway.example/kontur/connect/authorize',
		'https://gateway.example/kontur/connect/token',
	]);
});

test('a report is filed by a user who signed in on the provider\'s page', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const node = sendReport(company.account);
	const outcome = await runWorkflow({
		nodes: [{ ...node, parameters: { ...node.parameters, authentication: 'oAuth2' } }],
		credentials: { ...credentialsOf(sandbox, fresh.seed, company.account), ...(await connected(sandbox, fresh.seed)) },
		items: [company.item],
	});
	expect(outcome.error).toBeUndefined();
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
});

test('an ended token is refreshed, the new pair is stored and works again and again', async () => {
	const credentials = await connected(sandbox, fresh.seed);
	const pairs = [tokensOf(credentials)];
	for (let round = 0; round < 3; round++) {
		await sandbox.expireTokens();
		await sandbox.clearRequests();
		const outcome = await list(credentials);
		expect(outcome.error).toBeUndefined();
		expect(outcome.json('Accounts').length).toBeGreaterThan(0);
		expect(await asked()).toEqual([...(engineIsDurable ? [] : ['/v1 401']), '/v1 401', '/connect/token 200', '/v1 200']);
		pairs.push(tokensOf(outcome.credentials));
	}
	const refreshTokens = pairs.map((pair) => Object.assign({ refresh_token: '' }, pair).refresh_token);
	expect(new Set(refreshTokens).size).toBe(4);
});

test('a token that ends in the middle of a filing is refreshed, and nothing is done twice', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const node = sendReport(company.account);
	const credentials = { ...credentialsOf(sandbox, fresh.seed, company.account), ...(await connected(sandbox, fresh.seed)) };
	await sandbox.fault({ operation: 'draft-send', times: 1, action: { expireToken: true } });
	const outcome = await runWorkflow({ nodes: [{ ...node, parameters: { ...node.parameters, authentication: 'oAuth2' } }], credentials, items: [company.item] });
	expect(outcome.error).toBeUndefined();
	const sends = (await sandbox.requests()).filter(({ operation }) => operation === 'draft-send');
	expect(sends.filter(({ status }) => status !== 401)).toHaveLength(1);
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
});

test('a run over 200 items survives that the token ends, three times', async () => {
	const { account } = givenReport(sandbox, fresh.seed);
	const upload = step('konturExternUpload', 'Upload', 'content', 'upload', { accountId: chosen(account.id), authentication: 'oAuth2' });
	const items = Array.from({ length: 200 }, (_, number) => itemWith(`отчёт ${number}.xml`, Buffer.from(`<Файл номер="${number}"/>`)));
	for (const skip of [50, 100, 150]) await sandbox.fault({ operation: 'content-upload-start', skip, times: 1, action: { expireToken: true } });
	const outcome = await runWorkflow({ nodes: [upload], credentials: await connected(sandbox, fresh.seed), items });
	expect(outcome.error).toBeUndefined();
	expect(new Set(outcome.json('Upload').map(({ contentId }) => contentId)).size).toBe(200);
	const uploads = (await sandbox.requests()).filter(({ operation }) => operation === 'content-upload-start');
	expect(uploads.filter(({ status }) => status < 300)).toHaveLength(200);
	expect(uploads.filter(({ status, fault }) => status === 401 && fault)).toHaveLength(3);
});

describe('access that is gone is told once, with the name of the credential and what to do:', () => {
	const gone: Record<string, () => Promise<CredentialData>> = {
		'never connected': async () => unconnected(sandbox, fresh.seed),
		'a revoked refresh token': async () => {
			const credentials = await connected(sandbox, fresh.seed);
			const before = { ...credentials.konturExternOAuth2Api };
			await sandbox.revokeOnReuse();
			await sandbox.expireTokens();
			await list(credentials);
			// Its second use revokes all that came of that sign-in.
			await list({ konturExternOAuth2Api: before });
			return credentials;
		},
		'no refresh token': async () => {
			const { konturExternOAuth2Api } = await connected(sandbox, fresh.seed);
			const { refresh_token: _, ...oauthTokenData } = Object(konturExternOAuth2Api.oauthTokenData);
			return { konturExternOAuth2Api: { ...konturExternOAuth2Api, oauthTokenData } };
		},
		'an API key that was replaced': async () => {
			const { konturExternOAuth2Api } = await connected(sandbox, fresh.seed);
			return { konturExternOAuth2Api: { ...konturExternOAuth2Api, clientSecret: '00000000-0000-4000-8000-000000000000' } };
		},
	};

	test.each(Object.entries(gone))('%s', async (_, given) => {
		const credentials = await given();
		await sandbox.expireTokens();
		await sandbox.clearRequests();
		const { error } = await list(credentials);
		expect(error?.message).toContain('Kontur.Extern did not accept the credential "konturExternOAuth2Api": ');
		expect(error?.description).toContain('connect it again');
		expect((await asked()).filter((line) => line.startsWith('/connect/token')).length).toBeLessThanOrEqual(1);
	});

	test('the reason of the provider comes through', async () => {
		const credentials = await gone['an API key that was replaced']();
		await sandbox.expireTokens();
		const { error } = await list(credentials);
		// Older n8n hides the provider's answer behind a sentence of its own.
		expect(error?.message).toContain(engineIsDurable ? 'the client ID or the API key is wrong (invalid_client: invalid secret provided)' : 'Client authentication failed');
	});
});

test('the trigger reads the feed with it', async () => {
	await sandbox.appendEvents({ count: 2 });
	const trigger = await givenTrigger(sandbox, fresh.seed, { authentication: 'oAuth2' }, { credentials: await connected(sandbox, fresh.seed) });
	expect(await trigger.activate()).toHaveLength(2);
	await sandbox.expireTokens();
	await sandbox.appendEvents({ count: 1 });
	expect(await trigger.tick()).toHaveLength(1);
});

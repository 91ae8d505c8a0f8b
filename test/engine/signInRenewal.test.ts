import type { CredentialData } from './credentials';
import { copyPackage } from './builtPackage';
import { testCredential } from './credentialTest';
import { runWorkflow } from './engine';
import { givenTrigger, idsOf } from './eventTrigger';
import { freshSandbox } from './freshSandbox';
import type { SignIn } from './signIn';
import { externCredential, givenPartner, signedInBy, WAYS } from './signIn';

/** Sessions end; who gets the next one, and how often it is asked for. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const names = Object.keys(WAYS) as SignIn[];
const renewing = names.filter((name) => name !== 'accessToken');

/** The call that ends a sign-in; the older ones take two. */
const GRANTED = /^(openid-token-|legacy-auth-by-password|legacy-auth-approve|legacy-session-refresh)|\/connect\/token$/;

const listAccounts = { type: 'konturExternAccount', name: 'Accounts', parameters: { resource: 'account', operation: 'getAll' } };
/** `folder` stands for a process: what the package keeps in memory starts empty in a copy. */
const list = async (credentials: CredentialData, folder?: string) => await runWorkflow({ nodes: [listAccounts], credentials, folder });
const endSessions = async () => {
	await sandbox.expireTokens({ sessions: true });
	await sandbox.clearRequests();
};
const grants = async () => (await sandbox.operations()).filter((operation) => GRANTED.test(operation));
const refusals = async () => (await sandbox.requests()).filter(({ service, status }) => service === 'api' && status === 401);

test.each(names)('the test of the credential passes with %s', async (signIn) => {
	const credentials = await signedInBy(sandbox, fresh.seed, signIn);
	await sandbox.clearRequests();
	const tested = await testCredential('konturExternApi', credentials);
	expect(tested.message).toBe('');
	expect(tested.outcome.json('Test')[0]).toHaveProperty('accounts');
	expect((await sandbox.requests()).at(-1)).toMatchObject({ method: 'GET', path: '/v1', query: { skip: '0', take: '1' }, status: 200 });
});

test.each(renewing)('%s: executions that meet the end of a session at the same time share one sign-in', async (signIn) => {
	const credentials = await signedInBy(sandbox, fresh.seed, signIn);
	expect((await list(credentials)).error).toBeUndefined();
	await endSessions();
	const outcomes = await Promise.all(Array.from({ length: 10 }, async () => await list(credentials)));
	expect(outcomes.map(({ error }) => error?.message)).toEqual(outcomes.map(() => undefined));
	expect(await grants()).toHaveLength(1);
	expect((await refusals()).length).toBeLessThanOrEqual(10);
});

test.each(renewing)('%s: whoever comes later with the old session gets the new one without signing in', async (signIn) => {
	const credentials = await signedInBy(sandbox, fresh.seed, signIn);
	await list(credentials);
	const old = { konturExternApi: { ...credentials.konturExternApi } };
	await endSessions();
	await list(credentials);
	expect(await grants()).toHaveLength(1);
	expect((await list(old)).error).toBeUndefined();
	expect(await grants()).toHaveLength(1);
});

test.each<SignIn>(['clientCredentials', 'password', 'refreshToken', 'deviceCode', 'certificate', 'trusted'])('%s: a session whose end is known is renewed before it, without a refused call', async (signIn) => {
	await sandbox.setLifetimes({ accessToken: 6 });
	const credentials = await signedInBy(sandbox, fresh.seed, signIn);
	await list(credentials);
	await new Promise((resolve) => setTimeout(resolve, 1200));
	await sandbox.clearRequests();
	expect((await list(credentials)).error).toBeUndefined();
	expect(await refusals()).toEqual([]);
	expect(await grants()).toHaveLength(1);
});

describe('two processes with one credential', () => {
	const bothStart = async (signIn: SignIn) => {
		const folders = [copyPackage(), copyPackage()];
		const credentials = await signedInBy(sandbox, fresh.seed, signIn);
		return { folders, credentials };
	};

	test.each<SignIn>(renewing.filter((name) => name !== 'deviceCode'))('%s: both go on, whoever renews the session first', async (signIn) => {
		const { folders, credentials } = await bothStart(signIn);
		for (let round = 0; round < 3; round++) {
			const outcomes = await Promise.all(folders.map(async (folder) => await list(credentials, folder)));
			expect(outcomes.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
			await endSessions();
		}
	});

	test.each<SignIn>(['refreshToken', 'authSid'])('%s: the second finds the session of the first in the credential', async (signIn) => {
		const { folders: [first, second], credentials } = await bothStart(signIn);
		await list(credentials, first);
		await list(credentials, second);
		await endSessions();
		// Both read the credential before either has renewed it.
		const before = { konturExternApi: { ...credentials.konturExternApi } };
		await list(credentials, first);
		const store = Object.assign(before, {});
		const late = list(store, second);
		setTimeout(() => Object.assign(store, { konturExternApi: { ...credentials.konturExternApi } }), 250);
		expect((await late).error).toBeUndefined();
	});

	test('a session that the other process renewed is used, not renewed again', async () => {
		const { folders: [first, second], credentials } = await bothStart('refreshToken');
		await list(credentials, first);
		await list(credentials, second);
		await endSessions();
		await list(credentials, first);
		await sandbox.clearRequests();
		expect((await list(credentials, second)).error).toBeUndefined();
		expect(await grants()).toEqual([]);
	});
});

describe('a credential that was changed', () => {
	test('signs in as whom it names now, although it still holds the session of the one before', async () => {
		const credentials = await signedInBy(sandbox, fresh.seed, 'password');
		expect((await list(credentials)).json('Accounts')).toHaveLength(fresh.seed.accounts.length);
		const { konturExternApi } = credentials;
		const { login, password } = fresh.seed.clerk;
		const outcome = await list({ konturExternApi: { ...konturExternApi, login, password } });
		expect(outcome.json('Accounts')).toHaveLength(1);
		expect(await grants()).toHaveLength(2);
	});
});

test('one partner\'s credential serves a user for each item, each with his own session', async () => {
	const { partnerPrivateKey } = await givenPartner(sandbox, fresh.seed, { first: fresh.seed.login, second: fresh.seed.clerk.login });
	const credentials = { konturExternApi: { ...externCredential(sandbox, fresh.seed, 'trusted').konturExternApi, partnerPrivateKey, serviceUserId: '={{ $json.user }}' } };
	const users = ['first', 'second', 'first', 'second', 'second', 'first'];
	const outcome = await runWorkflow({ nodes: [listAccounts], credentials, items: users.map((user) => ({ json: { user } })) });
	expect(outcome.error).toBeUndefined();
	const counts = users.map((_, item) => outcome.output('Accounts').filter(({ pairedItem }) => Object(pairedItem).item === item).length);
	expect(counts).toEqual(users.map((user) => (user === 'first' ? fresh.seed.accounts.length : 1)));
	expect(await grants()).toHaveLength(2);
	expect(outcome.credentials.konturExternApi.serviceUserId).toBe('={{ $json.user }}');
});

describe('the trigger', () => {
	test.each<SignIn>(['password', 'refreshToken', 'sessionByPassword'])('%s: reports that signing in was refused, loses nothing and goes on when it works again', async (signIn) => {
		await sandbox.appendEvents({ count: 2 });
		const credentials = await signedInBy(sandbox, fresh.seed, signIn);
		const trigger = await givenTrigger(sandbox, fresh.seed, {}, { credentials });
		expect(await trigger.activate()).toHaveLength(2);
		await sandbox.appendEvents({ count: 3 });
		await endSessions();
		const saved = JSON.stringify([trigger.saved, trigger.state]);
		await sandbox.fault({ path: '/connect/token', action: { status: 400, body: { error: 'invalid_grant', error_description: 'access was taken back', error_status: null } } });
		await sandbox.fault({ path: '/auth/v5.12/authenticate-by-pass', action: { status: 403, body: { Code: 'WrongKey' } } });
		await sandbox.fault({ path: '/sessions/v5.13/sessions/refresh', action: { status: 403, body: { Code: 'WrongKey' } } });
		const refused: unknown = await trigger.tick().catch((error: unknown) => error);
		expect(refused).toMatchObject({ name: 'NodeApiError', message: expect.stringContaining('Kontur.Extern did not accept the credential "konturExternApi": '), description: expect.stringContaining('Open the credential'), httpCode: '401' });
		expect(JSON.stringify([trigger.saved, trigger.state])).toBe(saved);
		await sandbox.clearFaults();
		const restarted = await trigger.restart();
		const delivered = idsOf(await restarted.tick());
		expect(new Set(delivered).size).toBeGreaterThanOrEqual(3);
	});
});

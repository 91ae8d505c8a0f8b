import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { readPrivateKey, writePrivateKey } from '../../gost';
import { testCredential } from './credentialTest';
import type { NodeOnCanvas, WorkflowOutcome } from './engine';
import { runWorkflow, searchList } from './engine';
import { everythingOf, spellingsIn } from './everythingOf';
import type { Company } from './filing';
import { certificateOf, chosen, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import type { FaultAction } from './sandbox';
import type { SignIn } from './signIn';
import { signedInBy, WAYS as EVERY_WAY } from './signIn';

/** What the credentials hold must not appear in items, messages or anything else that n8n stores of a run. */

const fresh = freshSandbox();
const { sandbox } = fresh;

const WAYS = Object.keys(EVERY_WAY) as SignIn[];

type Credentials = Company['credentials'];

const signedIn = async (signIn: SignIn, more: ICredentialDataDecryptedObject = {}): Promise<Credentials> => ({
	...fresh.company.credentials,
	...(await signedInBy(sandbox, fresh.seed, signIn, more)),
});

async function run(nodes: NodeOnCanvas[], credentials: Credentials) {
	return await runWorkflow({ nodes, credentials, items: [fresh.company.item] });
}

/** Secrets as they stand in the credentials, by their names. */
function secretsOf({ konturExternApi, konturExternTestKeyApi }: Credentials): Array<[string, string]> {
	const { sessionToken, ...typed } = konturExternApi;
	const names = ['apiKey', 'password', 'sessionSecret', 'sessionRefreshToken', 'accessToken', 'refreshToken'];
	const kept: Record<string, unknown> = typeof sessionToken === 'string' && sessionToken !== '' ? JSON.parse(sessionToken) : {};
	return [
		...names.map((name): [string, string] => [name, String(typed[name] ?? '')]),
		...['token', 'refreshToken'].map((name): [string, string] => [`session ${name}`, String(kept[name] ?? '')]),
		...[typed.privateKey, typed.partnerPrivateKey, konturExternTestKeyApi.privateKey].map((key): [string, string] => ['private key', lineOfKey(key)]),
		['passphrase', String(konturExternTestKeyApi.passphrase ?? '')] as [string, string],
	].filter(([, secret]) => secret !== '');
}

/** Enough of a key to know it by, wherever its lines went. */
function lineOfKey(pem: unknown): string {
	return String(pem ?? '').trim().split('\n')[1] ?? '';
}

function leaks(outcome: WorkflowOutcome | string, credentials: Credentials): string[] {
	const text = typeof outcome === 'string' ? outcome : everythingOf(outcome.run);
	return secretsOf(credentials).flatMap(([name, secret]) => spellingsIn(text, secret).map((spelling) => `${name} ${spelling}`));
}

const create = () =>
	step('konturExternDraft', 'Create', 'draft', 'create', {
		accountId: chosen(fresh.account.id),
		authorityCode: '0087',
		payerInn: fresh.account.inn,
		payerKpp: fresh.account.kpp ?? '',
		certificate: fresh.account.certificates[0].content,
	});

test('the search finds a secret when there is one', async () => {
	const credentials = await signedIn('clientCredentials');
	const apiKey = String(credentials.konturExternApi.apiKey);
	const leaking = new Error('x', { cause: { config: { data: `client_secret=${apiKey}` } } });
	expect(leaks(everythingOf({ leaking }), credentials)).toEqual(['apiKey raw', 'apiKey url']);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test.each(WAYS)('a report filed, signed in with %s', async (signIn) => {
	const credentials = await signedIn(signIn);
	const outcome = await run([sendReport(fresh.account), step('konturExternDocflow', 'Process', 'reply', 'process')], credentials);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Process')).toHaveLength(1);
	expect(leaks(outcome, outcome.credentials)).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

describe.each(WAYS)('signed in with %s, what went wrong tells no secret:', (signIn) => {
	const wrong: Record<string, FaultAction> = {
		'a refusal': { status: 400, body: { id: 'x', 'status-code': 400, message: 'Неверно' } },
		'an expired token': { status: 401 },
		'a rate limit': { status: 429, headers: { 'retry-after': '900' } },
		'a redirect': { redirect: 'http://127.0.0.1:1/' },
		'an outage': { status: 503, headers: { 'retry-after': '900' } },
		'a lost answer': { disconnect: true },
	};
	test.each(Object.entries(wrong))('%s', async (_, action) => {
		const credentials = await signedIn(signIn);
		await sandbox.fault({ operation: 'draft-create', action });
		const stopped = await run([create()], credentials);
		expect(stopped.status).toBe('error');
		expect(leaks(stopped, stopped.credentials)).toEqual([]);
		const carriedOn = await run([{ ...create(), onError: 'continueRegularOutput' }], credentials);
		expect(carriedOn.json('Create')[0]).toHaveProperty('error');
		expect(leaks(carriedOn, carriedOn.credentials)).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('a sign-in that does not succeed tells no secret:', () => {
	const broken: Record<string, () => Promise<ICredentialDataDecryptedObject> | ICredentialDataDecryptedObject> = {
		'wrong key': () => ({ apiKey: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040' }),
		'wrong password': () => ({ password: 'Совсем не тот пароль / ?&=' }),
		'no address': () => ({ identityUrl: 'not an address' }),
		'no encryption': () => ({ identityUrl: 'http://identity.invalid' }),
		'the service refuses': async () => {
			await sandbox.fault({ path: '/connect/token', action: { status: 400, body: { error: 'invalid_request' } } });
			return {};
		},
	};

	test.each(Object.entries(broken))('%s', async (_, prepare) => {
		const credentials = await signedIn('password', await prepare());
		const outcome = await run([create()], credentials);
		expect(outcome.status).toBe('error');
		expect(leaks(outcome, credentials)).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('nobody listens', async () => {
		const credentials = await signedIn('sessionByPassword', { identityUrl: 'http://127.0.0.1:1' });
		const { message, outcome } = await testCredential('konturExternApi', credentials);
		expect(message).toBe('The sign-in service cannot be reached');
		expect(leaks(outcome, credentials)).toEqual([]);
	});

	test('a list of the editor', async () => {
		const credentials = await signedIn('password', { password: 'Совсем не тот пароль' });
		const thrown: unknown = await searchList({ type: 'konturExternAccount', method: 'searchAccounts', credentials }).catch((error: unknown) => error);
		expect(thrown).toMatchObject({ message: expect.stringContaining('Kontur.Extern did not accept the credential') });
		expect(leaks(everythingOf(thrown), credentials)).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

test('a key that does not fit its certificate is told without the key', async () => {
	const [, other] = fresh.seed.accounts;
	const { privateKey } = fresh.account.certificates[0];
	const withKey = (key: string) => ({ ...fresh.company.credentials, konturExternTestKeyApi: { privateKey: key, publicCertificate: other.certificates[0].content } });
	const credentials = withKey(privateKey);
	const outcome = await run([sendReport(fresh.account)], credentials);
	expect(outcome.error?.message).toBe('The private key and the certificate do not belong together');
	expect(leaks(outcome, credentials)).toEqual([]);
	const garbled = withKey(privateKey.replace('-----END', 'END'));
	const unreadable = await run([sendReport(fresh.account)], garbled);
	expect(unreadable.error?.message).toBe('The private key cannot be read');
	expect(leaks(unreadable, garbled)).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('the passphrase of a key is nowhere, whether it opens the key or not', async () => {
	const { privateKey, content } = certificateOf(fresh.account);
	const passphrase = 'Канарейка 7f3a!';
	const withKey = (key: string) => ({ ...fresh.company.credentials, konturExternTestKeyApi: { privateKey: key, publicCertificate: content, passphrase } });
	const right = withKey(writePrivateKey(readPrivateKey(privateKey), passphrase));
	const filed = await run([sendReport(fresh.account)], right);
	expect(filed.error?.message).toBeUndefined();
	expect(leaks(filed, right)).toEqual([]);
	const wrong = withKey(writePrivateKey(readPrivateKey(privateKey), 'другая'));
	const refused = await run([sendReport(fresh.account)], wrong);
	expect(refused.error?.message).toBe('The passphrase does not open the private key');
	expect(leaks(refused, wrong)).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

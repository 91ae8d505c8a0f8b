import axios from 'axios';
import { generateKeyPairSync } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { writePrivateKey } from '../../gost';
import { makePartnerKey } from '../keys/partnerKey';
import type { CredentialData } from './credentials';
import { testCredential } from './credentialTest';
import { runWorkflow } from './engine';
import { freshSandbox } from './freshSandbox';
import type { Seed } from './sandbox';
import type { SignIn } from './signIn';
import { givenPerson } from '../unit/gost/people';
import { confirmDevice, externCredential, givenPartner, linkIn, refuseDevice, signedInBy } from './signIn';

/** What goes wrong with a sign-in is told in words that an operator can act on, and nothing is sent to the API. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

type Changes = ICredentialDataDecryptedObject;
/** What is wrong, how it comes to be so, what the operator reads. */
type Mistake = readonly [string, (seed: Seed) => Promise<Changes> | Changes, string];

const UNKNOWN_KEY = '00000000-0000-4000-8000-000000000000';
const knob = async (name: string, body: object) => await axios.post(`${sandbox.addresses.identity}/_sandbox/${name}`, body);
const certificateWith = (note: string) => ({ accounts: [{ certificates }] }: Seed): Changes => {
	const { content, privateKey } = certificates.find((one) => one.note === note) ?? certificates[0];
	return { publicCertificate: content, privateKey };
};
const keyOfTrader = ({ accounts: [, , { certificates: [{ privateKey }] }] }: Seed) => privateKey;
const production: Mistake = ['a key of tests for production', () => ({ environment: 'production' }), 'for the test stand and the sandbox only'];

const keyAndCertificate: readonly Mistake[] = [
	['no certificate', () => ({ publicCertificate: 'сертификат' }), 'The certificate cannot be read'],
	['a key that is cut off', () => ({ privateKey: '-----BEGIN PRIVATE KEY-----\nMEg' }), 'The private key cannot be read'],
	['the key of another certificate', (letter) => ({ privateKey: keyOfTrader(letter) }), 'do not belong together'],
	['an empty key', () => ({ privateKey: '' }), 'Private Key is empty in the credential'],
	production,
];

const partnerKeys: readonly Mistake[] = [
	['an empty User ID', () => ({ serviceUserId: ' ' }), 'User ID is empty in the credential'],
	['a key that is cut off', () => ({ partnerPrivateKey: '-----BEGIN PRIVATE KEY-----\nMEg' }), 'The partner\'s key or certificate cannot be used'],
	['a key of another kind', () => ({ partnerPrivateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }), 'is not an RSA key'],
	['a password that is missing', () => ({ partnerPrivateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'тайна' }).toString() }), 'Key Password is missing or wrong'],
];

const MISTAKES: Record<SignIn, readonly Mistake[]> = {
	accessToken: [
		['nothing', () => ({ accessToken: ' ' }), 'Access Token is empty in the credential'],
		['something else', () => ({ accessToken: 'токен' }), 'Access Token in the credential holds spaces or letters that cannot belong to it'],
		['two lines', () => ({ accessToken: 'a\nb' }), 'Access Token in the credential holds spaces or letters that cannot belong to it'],
		['an unknown token', () => ({ accessToken: 'e'.repeat(64) }), 'Токен доступа неизвестен или истёк'],
	],
	clientCredentials: [
		['an unknown API key', () => ({ apiKey: UNKNOWN_KEY }), 'the client ID or the API key is wrong (invalid_client: invalid secret provided)'],
		['an unknown client ID', () => ({ clientId: 'nobody' }), 'the client ID or the API key is wrong (invalid_client: client not found)'],
		['an empty client ID', () => ({ clientId: ' ' }), 'Client ID is empty in the credential'],
		['an empty API key', () => ({ apiKey: '' }), 'API Key is empty in the credential'],
		['a scope of users', () => ({ scope: 'openid extern.api' }), 'this application has no access to Kontur.Extern; ask Kontur for the scope extern.api'],
	],
	password: [
		['an unknown login', () => ({ login: 'nobody@example.test' }), 'the login or the password is wrong'],
		['a wrong password', () => ({ password: 'неверный пароль' }), 'the login or the password is wrong'],
		['an empty password', () => ({ password: '' }), 'Password is empty in the credential'],
		['a user with a second factor', async ({ login }) => (await knob('second-factor', { login }), {}), 'the user has to confirm with a second factor; choose a user without it, or another way of signing in'],
	],
	certificate: [
		...keyAndCertificate,
		['a certificate that has expired', certificateWith('expired'), 'the certificate was not accepted: it has expired'],
		['a certificate of another authority', () => { const { key, certificate } = givenPerson('TC26-256-A'); return { publicCertificate: Buffer.from(certificate.der).toString('base64'), privateKey: writePrivateKey(key) }; }, 'Kontur does not trust its issuer'],
	],
	deviceCode: [
		['an unknown client ID', () => ({ clientId: 'nobody' }), 'the client ID or the API key is wrong'],
		['an unknown API key', () => ({ apiKey: UNKNOWN_KEY }), 'the client ID or the API key is wrong'],
		['an empty API key', () => ({ apiKey: '' }), 'API Key is empty in the credential'],
		['no name of the user', () => ({ login: '' }), 'Login is empty in the credential'],
	],
	refreshToken: [
		['nothing', () => ({ refreshToken: '' }), 'Refresh Token is empty in the credential'],
		['an unknown token', () => ({ refreshToken: 'f'.repeat(64) }), 'the refresh token has ended, was taken back or was used by another program; get a new one'],
		['an API key that was replaced', () => ({ apiKey: UNKNOWN_KEY }), 'the client ID or the API key is wrong'],
	],
	trusted: [
		...partnerKeys,
		['a key that Kontur does not know', () => ({ partnerPrivateKey: makePartnerKey().privateKey }), 'the key is not the registered one, or the user is not linked yet'],
		['a user whom nobody linked', () => ({ serviceUserId: 'неизвестный' }), 'fill in Phone to link the user'],
		['a phone that nobody has', () => ({ serviceUserId: '7', phone: '9990000000' }), 'Kontur knows no user with this phone'],
		['an administrator\'s phone', ({ phone }) => ({ serviceUserId: '7', phone }), 'an administrator cannot be linked by phone; ask Kontur\'s support to link this user'],
		['a phone with too few digits', () => ({ serviceUserId: '7', phone: '+7 900 123 45 6' }), 'Phone in the credential has to have ten digits'],
		['a phone with an extension', () => ({ serviceUserId: '7', phone: '900 123 45 67 доб. 8' }), 'Phone in the credential has to have ten digits'],
	],
	authSid: [
		['nothing', () => ({ sessionSecret: '' }), 'Session ID (auth.sid) is empty in the credential'],
		['an unknown session that nothing renews', () => ({ sessionSecret: 'f'.repeat(64), sessionRefreshToken: '' }), 'Сессия auth.sid неизвестна или истекла'],
		['a refresh token of another session', () => ({ sessionSecret: 'f'.repeat(64) }), 'the session or its refresh token has ended, or was used by another program; enter a new session'],
		['a wrong API key', () => ({ apiKey: UNKNOWN_KEY }), 'the API key is wrong'],
		['an API key in other letters', () => ({ apiKey: 'ключ' }), 'API Key in the credential holds spaces or letters that cannot belong to it'],
	],
	sessionByPassword: [
		['an unknown login', () => ({ login: 'nobody@example.test' }), 'the login or the password is wrong'],
		['a wrong password', () => ({ password: 'неверный' }), 'the login or the password is wrong'],
		['a wrong API key', () => ({ apiKey: UNKNOWN_KEY }), 'the API key is wrong'],
		['an empty login', () => ({ login: '' }), 'Login is empty in the credential'],
	],
	sessionByCertificate: [
		...keyAndCertificate,
		['a certificate that has expired', certificateWith('expired'), 'the certificate has expired'],
		['a wrong API key', () => ({ apiKey: UNKNOWN_KEY }), 'the API key is wrong'],
	],
	sessionByTrust: [
		...partnerKeys.slice(0, 2),
		['the certificate of another key', () => ({ partnerPublicCertificate: makePartnerKey().certificate }), 'does not belong to the partner\'s certificate'],
		['a key that Kontur does not know', () => { const { privateKey, certificate } = makePartnerKey(); return { partnerPrivateKey: privateKey, partnerPublicCertificate: certificate }; }, 'the key is not the registered one'],
		['a user whom nobody linked, found by SNILS', () => ({ serviceUserId: '7', identifyBy: 'snils', snils: '000-000-000 00', phone: '' }), 'fill in Phone to link the user'],
		['a phone that nobody has', () => ({ phone: '9990000000' }), 'Kontur knows no user with this phone'],
		['an empty SNILS', () => ({ identifyBy: 'snils', snils: '' }), 'SNILS is empty in the credential'],
		['a SNILS with too few digits', () => ({ identifyBy: 'snils', snils: '112-233' }), 'SNILS in the credential has to have eleven digits'],
	],
};

const listAccounts = { type: 'konturExternAccount', name: 'Accounts', parameters: { resource: 'account', operation: 'getAll' } };
const list = async (credentials: CredentialData) => await runWorkflow({ nodes: [listAccounts], credentials });
const answered = async () => (await sandbox.requests()).filter(({ service, status }) => service === 'api' && status < 300);

describe.each(Object.entries(MISTAKES) as Array<[SignIn, readonly Mistake[]]>)('%s with', (signIn, mistakes) => {
	test('at least three kinds of mistakes', () => expect(mistakes.length).toBeGreaterThanOrEqual(3));

	test.each(mistakes)('%s', async (_, mistaken, words) => {
		const credentials = await signedInBy(sandbox, fresh.seed, signIn, await mistaken(fresh.seed));
		await sandbox.clearRequests();
		const { error } = await list(credentials);
		expect(error?.message).toMatch(/^Kontur\.Extern did not accept the credential "konturExternApi": ./);
		expect(error?.message).toContain(words);
		expect(error?.description).toContain('Open the credential');
		expect(await answered()).toEqual([]);
		const tested = await testCredential('konturExternApi', credentials);
		expect(tested.passes).toBe(false);
		if (!/[а-яё]/i.test(words)) expect(tested.message).toContain(words);
	});
});

describe('a device code', () => {
	const unconfirmed = async () => externCredential(sandbox, fresh.seed, 'deviceCode');

	test('that nobody confirmed yet is shown by the test of the credential, and by no node', async () => {
		const credentials = await unconfirmed();
		const { message } = await testCredential('konturExternApi', credentials);
		expect(message).toMatch(/^Open http:\S+ in a browser, sign in and confirm the code [A-Z]{8}, then press Retry here\. The code is good for [45] min$/);
		const code = /code ([A-Z]{8})/.exec(message)?.[1] ?? '';
		const outcome = await runWorkflow({ nodes: [{ ...listAccounts, onError: 'continueRegularOutput' }], credentials });
		const told = JSON.stringify([outcome.json('Accounts'), outcome.run.data.resultData.runData]);
		expect(told).toContain('nobody is signed in. Open the credential');
		expect(told).not.toContain(code);
		expect(told).not.toContain(linkIn(message));
		expect(await sandbox.operations()).toEqual(expect.arrayContaining(['openid-device-authorization', 'openid-token-device-code']));
		expect((await sandbox.operations()).filter((id) => id === 'openid-device-authorization')).toHaveLength(1);
	});

	test('that the person refused gives way to a new one', async () => {
		const credentials = await unconfirmed();
		const { message } = await testCredential('konturExternApi', credentials);
		const link = linkIn(message);
		await refuseDevice(sandbox, link);
		const next = linkIn((await testCredential('konturExternApi', credentials)).message);
		expect(next).toMatch(/\/device\?user-code=/);
		expect(next).not.toBe(link);
		await confirmDevice(sandbox, fresh.seed, next);
		expect((await testCredential('konturExternApi', credentials)).message).toBe('');
	});
});

test('a wrong password over 200 items is tried once, so that nobody is locked out', async () => {
	const credentials = await signedInBy(sandbox, fresh.seed, 'password', { password: 'совсем не тот' });
	const outcome = await runWorkflow({ nodes: [{ ...listAccounts, onError: 'continueRegularOutput' }], credentials, items: Array.from({ length: 200 }, () => ({})) });
	expect(outcome.json('Accounts')).toHaveLength(200);
	expect(await sandbox.operations()).toEqual(['openid-token-password']);
});

describe('the sign-in service', () => {
	test('that cannot be reached is told, not blamed on the credential', async () => {
		const credentials = await signedInBy(sandbox, fresh.seed, 'clientCredentials', { identityUrl: 'http://127.0.0.1:1' });
		const create = { type: 'konturExternAccount', name: 'Accounts', parameters: { resource: 'account', operation: 'getAll', options: {} } };
		const { error } = await runWorkflow({ nodes: [create], credentials, cancelAfter: 1500 });
		expect(error?.message ?? 'cancelled').not.toContain('did not accept');
		expect((await testCredential('konturExternApi', credentials)).message).toContain('The sign-in service cannot be reached');
	});

	test('that is another page is told', async () => {
		const credentials = await signedInBy(sandbox, fresh.seed, 'clientCredentials', { identityUrl: `${sandbox.addresses.identity}/elsewhere` });
		expect((await list(credentials)).error?.message).toContain('the sign-in service answered 404');
	});

	test('whose clock says that ours is wrong', async () => {
		await sandbox.fault({ path: '/connect/token', action: { status: 400, headers: { date: new Date(Date.now() - 12 * 60_000).toUTCString() }, body: { error: 'invalid_grant', error_description: 'the token is expired', error_status: null } } });
		const { message } = await testCredential('konturExternApi', await signedInBy(sandbox, fresh.seed, 'trusted'));
		expect(message).toContain('The clock of this computer is 12 min ahead of the service\'s: correct it');
	});
});

describe('a partner\'s user', () => {
	test.each<SignIn>(['trusted', 'sessionByTrust'])('%s: is linked by phone at his first sign-in, once', async (signIn) => {
		const { partnerPrivateKey, certificate } = await givenPartner(sandbox, fresh.seed, {});
		const phone = `+7 (${fresh.seed.clerk.phone.slice(0, 3)}) ${fresh.seed.clerk.phone.slice(3)}`;
		const { konturExternApi } = externCredential(sandbox, fresh.seed, signIn);
		const credentials = { konturExternApi: { ...konturExternApi, partnerPrivateKey, partnerPublicCertificate: certificate, serviceUserId: 'новый-1', phone } };
		const outcome = await list(credentials);
		expect(outcome.error).toBeUndefined();
		await sandbox.expireTokens();
		expect((await list(credentials)).error).toBeUndefined();
		expect((await sandbox.operations()).filter((id) => id === 'legacy-auth-register-external-service-id')).toHaveLength(1);
	});
});

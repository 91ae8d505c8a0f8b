import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import type { CredentialData } from './credentials';
import { testCredential } from './credentialTest';
import { runWorkflow } from './engine';
import { connected } from './oAuth2CodeFlow';
import { freshSandbox } from './freshSandbox';
import type { SignIn } from './signIn';
import { externCredential } from './signIn';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const runTest = async (type: string, credentials: CredentialData) => (await testCredential(type, credentials)).outcome;

describe('the test of a credential', () => {
	test.each<SignIn>(['clientCredentials', 'password', 'authSid'])('passes with %s', async (signIn) => {
		const outcome = await runTest('konturExternApi', externCredential(sandbox, fresh.seed, signIn));
		expect(outcome.error).toBeUndefined();
		expect(outcome.json('Test')[0]).toHaveProperty('accounts');
		const [last] = (await sandbox.requests()).slice(-1);
		expect(last).toMatchObject({ method: 'GET', path: '/v1', query: { skip: '0', take: '1' }, status: 200, operation: 'accounts-list' });
	});

	test('passes with OAuth2', async () => {
		const outcome = await runTest('konturExternOAuth2Api', await connected(sandbox, fresh.seed));
		expect(outcome.error).toBeUndefined();
		expect(outcome.json('Test')[0]).toHaveProperty('accounts');
	});

	test.each([
		['a slash at the end', (address: string) => `${address}/`],
		['slashes and spaces', (address: string) => `  ${address}// `],
	])('passes with %s', async (_, typed) => {
		const { konturExternApi } = externCredential(sandbox, fresh.seed);
		const { api, identity } = sandbox.addresses;
		const outcome = await runTest('konturExternApi', { konturExternApi: { ...konturExternApi, apiUrl: typed(api), identityUrl: typed(identity) } });
		expect(outcome.error).toBeUndefined();
		expect((await sandbox.requests()).map(({ path, status }) => `${path} ${status}`)).toEqual(['/connect/token 200', '/v1 200']);
	});

	test('tells why it did not pass', async () => {
		const outcome = await runTest('konturExternApi', externCredential(sandbox, { ...fresh.seed, password: 'wrong' }, 'password'));
		expect(outcome.error?.message).toContain('the login or the password is wrong');
	});
});

describe('an own address', () => {
	const listAccounts = { type: 'konturExternAccount', name: 'Accounts', parameters: { resource: 'account', operation: 'getAll' } };
	const listAt = async (addresses: object) => {
		const { konturExternApi } = externCredential(sandbox, fresh.seed);
		return await runWorkflow({ nodes: [listAccounts], credentials: { konturExternApi: { ...konturExternApi, ...addresses } } });
	};

	test.each([
		['a slash at the end', (address: string) => `${address}/`],
		['spaces around it', (address: string) => `\t${address}\n `],
		['another name of this computer', (address: string) => address.replace('127.0.0.1', 'LOCALHOST')],
	])('may be typed with %s', async (_, typed) => {
		const { api, identity } = sandbox.addresses;
		const outcome = await listAt({ apiUrl: typed(api), identityUrl: typed(identity) });
		expect(outcome.error).toBeUndefined();
		expect(outcome.json('Accounts').length).toBeGreaterThan(0);
	});

	test.each([
		['plain http elsewhere', { apiUrl: 'http://extern.example' }, 'http://extern.example is not encrypted'],
		['plain http for signing in elsewhere', { identityUrl: 'http://identity.example' }, 'http://identity.example is not encrypted'],
		['a host that only looks like this computer', { apiUrl: 'http://127.0.0.1.example' }, 'is not encrypted'],
		['no scheme', { apiUrl: 'extern.example' }, '"extern.example" is not a web address'],
		['another scheme', { apiUrl: 'ftp://extern.example' }, 'is not a web address'],
		['nothing', { apiUrl: '' }, 'is not a web address'],
		['a login inside', { apiUrl: 'https://me:secret@extern.example' }, 'must not contain a login or password'],
	])('is refused without a request: %s', async (_, addresses, message) => {
		const outcome = await listAt(addresses);
		expect(outcome.error?.message).toContain(message);
		expect(JSON.stringify([outcome.error?.message, outcome.error?.description])).not.toContain('secret@');
		expect(await sandbox.requests()).toEqual([]);
	});
});

test.each<SignIn>(['clientCredentials', 'authSid'])('%s: the credential refuses to be used for another origin', async (signIn) => {
	const heard: string[] = [];
	const stranger = createServer((request, response) => {
		heard.push(JSON.stringify(request.headers));
		response.end('{}');
	});
	await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
	const { port } = stranger.address() as AddressInfo;
	const abuse: INodeType = {
		description: {
			displayName: 'Abuse',
			name: 'abuse',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Abuse' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'konturExternApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			return [[{ json: await this.helpers.httpRequestWithAuthentication.call(this, 'konturExternApi', { url: `http://127.0.0.1:${port}/v1` }) }]];
		},
	};
	const outcome = await runWorkflow({ nodes: [{ type: 'test.abuse' }], extraNodes: { 'test.abuse': abuse }, credentials: externCredential(sandbox, fresh.seed, signIn) });
	await new Promise((closed) => stranger.close(closed));
	expect(outcome.error?.message).toBe('This credential is only for Kontur.Extern');
	expect(heard).toEqual([]);
});

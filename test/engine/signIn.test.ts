import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { freshSandbox } from './freshSandbox';
import type { SignIn } from './signIn';
import { externCredential } from './signIn';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

/** Asks for the list of accounts, so that a credential is tried without any node of the package. */
const listAccounts: INodeType = {
	description: {
		displayName: 'List Accounts',
		name: 'listAccounts',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'List Accounts' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'konturExternApi', required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const { apiUrl } = await this.getCredentials('konturExternApi');
		const json = await this.helpers.httpRequestWithAuthentication.call(this, 'konturExternApi', {
			url: `${String(apiUrl)}/v1`,
			qs: { skip: 0, take: 10 },
			json: true,
		});
		return [[{ json }]];
	},
};

const ask = async (signIn: SignIn, accessToken?: string) =>
	await runWorkflow({
		nodes: [{ type: 'test.listAccounts' }],
		extraNodes: { 'test.listAccounts': listAccounts },
		credentials: externCredential(sandbox, fresh.seed, signIn, accessToken),
	});

test.each<SignIn>(['clientCredentials', 'password', 'authSid'])('signs in with %s', async (signIn) => {
	const outcome = await ask(signIn);
	expect(outcome.error).toBeUndefined();
	const [{ accounts }] = outcome.json('List Accounts');
	expect(accounts).toEqual(
		expect.arrayContaining(fresh.seed.accounts.map(({ id }) => expect.objectContaining({ id }))),
	);
});

test('a token is used again and renewed when it has expired', async () => {
	const first = await ask('clientCredentials');
	await sandbox.clearRequests();
	await runWorkflow({ nodes: [{ type: 'test.listAccounts' }], extraNodes: { 'test.listAccounts': listAccounts }, credentials: first.credentials });
	expect(await sandbox.operations()).toEqual(['accounts-list']);
	await sandbox.expireTokens();
	await sandbox.clearRequests();
	const again = await runWorkflow({
		nodes: [{ type: 'test.listAccounts' }],
		extraNodes: { 'test.listAccounts': listAccounts },
		credentials: first.credentials,
	});
	expect(again.error).toBeUndefined();
	const asked = (await sandbox.requests()).map(({ path, status }) => `${path} ${status}`);
	expect(asked).toEqual(['/v1 401', '/connect/token 200', '/v1 200']);
});

test('a wrong key is told as such and no token is stored', async () => {
	const outcome = await runWorkflow({
		nodes: [{ type: 'test.listAccounts' }],
		extraNodes: { 'test.listAccounts': listAccounts },
		credentials: externCredential(sandbox, { ...fresh.seed, apiKey: '00000000-0000-4000-8000-000000000000' }),
	});
	expect(outcome.status).toBe('error');
	expect(outcome.credentials.konturExternApi.sessionToken).toBeUndefined();
});

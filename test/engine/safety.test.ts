import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { runWorkflow } from './engine';
import { chosen, givenReport, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox();
const { sandbox } = fresh;

/** Somebody else's server, to which nothing of ours may go. */
let stranger: Server;
let strangersAddress: string;
let heard: Array<{ line: string; headers: IncomingHttpHeaders }>;

beforeAll(async () => {
	stranger = createServer((request, response) => {
		heard.push({ line: `${request.method} ${request.url}`, headers: request.headers });
		response.end('{}');
	});
	await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
	strangersAddress = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});

beforeEach(async () => {
	heard = [];
});

afterAll(async () => {
	await new Promise((closed) => stranger.close(closed));
});

test('answers whose links lead elsewhere are read for their ids and never followed', async () => {
	const { account, credentials, item } = givenReport(sandbox, fresh.seed);
	await sandbox.fault({ action: { replaceHrefs: strangersAddress } });
	const outcome = await runWorkflow({
		nodes: [sendReport(account), step('konturExternDocflow', 'Get', 'docflow', 'get'), step('konturExternDocflow', 'Process', 'reply', 'process')],
		credentials,
		items: [item],
	});
	expect(outcome.error?.message).toBeUndefined();
	const [{ draftId, docflowId }] = outcome.json('Process');
	const { docflows } = await sandbox.docflows();
	expect(docflows).toEqual([expect.objectContaining({ id: docflowId, draftId })]);
	const answers = (await sandbox.requests()).map(({ response }) => JSON.stringify(response));
	expect(answers.some((answer) => answer.includes('"href"'))).toBe(true);
	expect(heard).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

describe('a redirect is not followed:', () => {
	test.each(['account-get', 'draft-put', 'content-upload-start', 'draft-send', 'draft-task-get'])('%s', async (operation) => {
		const { account, credentials, item } = givenReport(sandbox, fresh.seed);
		await sandbox.fault({ operation, action: { redirect: `${strangersAddress}/steal` } });
		const outcome = await runWorkflow({ nodes: [sendReport(account)], credentials, items: [item] });
		expect(outcome.error?.message).toBe('Unexpected answer 307');
		expect(heard).toEqual([]);
		expect((await sandbox.docflows()).docflows).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test.each(['clientCredentials', 'password'])('signing in with %s', async (signIn) => {
		const { account, credentials } = givenReport(sandbox, fresh.seed);
		await sandbox.fault({ path: '/connect/token', action: { redirect: `${strangersAddress}/steal` } });
		const outcome = await runWorkflow({
			nodes: [step('konturExternAccount', 'Account', 'account', 'get', { accountId: chosen(account.id) })],
			credentials: { ...credentials, konturExternApi: { ...credentials.konturExternApi, signIn } },
		});
		expect(outcome.error?.message).toContain('Kontur.Extern did not accept the credential');
		expect(heard).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('secrets do not travel in the clear:', () => {
	test.each([
		['the API', { apiUrl: 'http://extern-api.invalid' }],
		['the sign-in service', { identityUrl: 'http://identity.invalid' }],
	])('%s at a plain http address is refused without a request', async (_, address) => {
		const { account, credentials } = givenReport(sandbox, fresh.seed);
		const outcome = await runWorkflow({
			nodes: [step('konturExternAccount', 'Account', 'account', 'get', { accountId: chosen(account.id) })],
			credentials: { ...credentials, konturExternApi: { ...credentials.konturExternApi, ...address } },
		});
		expect(outcome.error?.message).toBe(`${Object.values(address)[0]} is not encrypted`);
		expect(await sandbox.requests()).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('a token of one stand is not sent to another address', async () => {
		const { account, credentials } = givenReport(sandbox, fresh.seed);
		const outcome = await runWorkflow({
			nodes: [step('konturExternAccount', 'Account', 'account', 'get', { accountId: chosen(`={{ '${account.id}/../../..//${strangersAddress}' }}`) })],
			credentials,
		});
		expect(outcome.error?.message).toContain('is not an id of Kontur.Extern');
		expect(heard).toEqual([]);
		expect(await sandbox.requests()).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

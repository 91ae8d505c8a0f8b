import axios from 'axios';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { draftMeta, upload } from '../filing';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
beforeEach(async () => {
	await sandbox.control.delete('/faults');
	await sandbox.control.delete('/requests');
});
afterAll(() => sandbox.stop());

const fault = async (rule: object) => (await sandbox.control.post('/faults', rule)).data.id;
const raw = (method: string, path: string, data?: unknown) =>
	axios.request({
		method,
		url: `${sandbox.api}${path}`,
		data,
		validateStatus: () => true,
		maxRedirects: 0,
		headers: { authorization: `auth.sid ${sandbox.seed.sid}`, 'x-kontur-apikey': sandbox.seed.apiKey },
	});
const draftCount = async () => (await sandbox.call('get', `/v1/${company.id}/drafts`)).data['total-count'];

test('a status hits the wanted operation, after skipping, as often as wanted', async () => {
	await fault({
		operation: 'accounts-list',
		skip: 1,
		times: 2,
		action: { status: 503, headers: { 'retry-after': '1' }, body: { id: 'urn:error', 'status-code': 503 } },
	});
	const answers = [];
	for (let count = 0; count < 4; count++) answers.push(await raw('get', '/v1'));
	expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
	expect([answers[1].headers['retry-after'], answers[1].data.id]).toEqual(['1', 'urn:error']);
	expect((await raw('get', `/v1/${company.id}`)).status).toBe(200);
});

test('before means that nothing was done, after that everything was', async () => {
	const before = await draftCount();
	await fault({ operation: 'draft-create', times: 1, action: { status: 500 } });
	await raw('post', `/v1/${company.id}/drafts`, draftMeta(company));
	const untouched = await draftCount();
	await fault({ operation: 'draft-create', times: 1, after: true, action: { status: 500 } });
	const { status } = await raw('post', `/v1/${company.id}/drafts`, draftMeta(company));
	expect([untouched - before, status, (await draftCount()) - before]).toEqual([0, 500, 1]);
});

test('a connection is cut before or after the work', async () => {
	const before = await draftCount();
	for (const after of [false, true]) {
		await fault({ operation: 'draft-create', times: 1, after, action: { disconnect: true } });
		await expect(raw('post', `/v1/${company.id}/drafts`, draftMeta(company))).rejects.toThrow(/socket hang up|ECONNRESET/);
	}
	expect((await draftCount()) - before).toBe(1);
	const { data } = await sandbox.control.get('/requests');
	expect(data.requests.filter(({ status }: { status: number }) => status === 0)).toHaveLength(2);
});

test('an answer is cut off in the middle, JSON and bytes alike', async () => {
	const id = await upload(sandbox, company, Buffer.alloc(300_000, 'x'));
	for (const path of ['/v1', `/v1/${company.id}/contents/${id}`]) {
		await fault({ path, times: 1, action: { truncateBytes: 20 } });
		await expect(raw('get', path)).rejects.toThrow(/aborted|ECONNRESET|stream has been aborted/);
		await sandbox.control.delete('/faults');
	}
	expect((await raw('get', '/v1')).status).toBe(200);
});

test('answers are late, lead elsewhere, or carry foreign addresses', async () => {
	await fault({ operation: 'accounts-list', times: 1, action: { delayMs: 300 } });
	const start = Date.now();
	await raw('get', '/v1');
	expect(Date.now() - start).toBeGreaterThanOrEqual(290);

	await fault({ operation: 'accounts-list', times: 1, action: { redirect: 'http://127.0.0.1:9/' } });
	const redirected = await raw('get', '/v1');
	expect([redirected.status, redirected.headers.location]).toEqual([307, 'http://127.0.0.1:9/']);

	await fault({ operation: 'accounts-list', times: 1, action: { replaceHrefs: 'https://elsewhere.invalid' } });
	expect((await raw('get', '/v1')).data.accounts[0].links[0].href).toBe(`https://elsewhere.invalid/v1/${company.id}`);
});

test('the token of a call expires', async () => {
	const form = new URLSearchParams({
		grant_type: 'password',
		client_id: sandbox.seed.clientId,
		client_secret: sandbox.seed.apiKey,
		username: sandbox.seed.login,
		password: sandbox.seed.password,
		scope: 'extern.api',
	});
	const { data } = await axios.post(`${sandbox.identity}/connect/token`, form);
	const call = sandbox.callAs({ authorization: `Bearer ${data.access_token}` });
	await fault({ operation: 'accounts-list', skip: 1, times: 1, action: { expireToken: true } });
	expect([(await call('get', '/v1')).status, (await call('get', '/v1')).status, (await call('get', '/v1')).status]).toEqual([
		200, 401, 401,
	]);
});

test('a fault with a field that does not exist is refused', async () => {
	expect((await sandbox.control.post('/faults', { operation: 'accounts-list', action: { stauts: 500 } })).status).toBe(400);
	expect((await sandbox.control.post('/faults', { operations: 'accounts-list', action: { status: 500 } })).status).toBe(400);
});

test('more than twenty requests at the same time are too many', async () => {
	await fault({ operation: 'accounts-list', action: { delayMs: 500 } });
	const answers = await Promise.all(Array.from({ length: 25 }, () => raw('get', '/v1')));
	const refused = answers.filter(({ status }) => status === 429);
	expect(refused).toHaveLength(5);
	expect(refused[0].data['status-code']).toBe(429);
	await sandbox.control.delete('/faults');
	expect((await raw('get', '/v1')).status).toBe(200);
});

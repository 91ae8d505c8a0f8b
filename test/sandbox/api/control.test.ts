import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import axios from 'axios';
import { join } from 'node:path';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { givenDraft, givenSentReport, upload } from '../filing';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox(['--speed', '10', '--clients', '21']);
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const requests = async (after = 0) => (await sandbox.control.get(`/requests?after=${after}`)).data.requests;

test('the log tells operation, parsed body and answer, and keeps secrets to itself', async () => {
	await sandbox.control.delete('/requests');
	const bytes = Buffer.from('some bytes');
	await upload(sandbox, company, bytes);
	await sandbox.call('post', `/v1/${company.id}/drafts`, { sender: {} });
	await axios.post(
		`${sandbox.identity}/connect/token`,
		new URLSearchParams({
			grant_type: 'password',
			client_id: sandbox.seed.clientId,
			client_secret: sandbox.seed.apiKey,
			username: sandbox.seed.login,
			password: sandbox.seed.password,
			scope: 'extern.api',
		}),
	);
	const logged = await requests();
	expect(logged[0]).toMatchObject({
		service: 'api',
		method: 'POST',
		operation: 'content-upload-start',
		body: null,
		bodyBytes: 10,
		bodySha256: createHash('sha256').update(bytes).digest('hex'),
		status: 201,
		response: { id: expect.any(String) },
		headers: { authorization: 'auth.sid ***', 'x-kontur-apikey': '***' },
		responseHeaders: { 'content-type': 'application/json; charset=utf-8', 'x-kontur-trace-id': expect.any(String) },
	});
	expect(logged[1]).toMatchObject({ operation: 'draft-create', body: { sender: {} }, status: 400 });
	expect(logged[2]).toMatchObject({ service: 'identity', operation: 'openid-token-password', status: 200 });
	const text = JSON.stringify(logged);
	for (const secret of [sandbox.seed.sid, sandbox.seed.apiKey, sandbox.seed.password]) expect(text).not.toContain(secret);
	expect(await requests(logged[1].number)).toHaveLength(1);
});

test('a download is logged by size and digest', async () => {
	const bytes = Buffer.from('what is downloaded');
	const id = await upload(sandbox, company, bytes);
	await sandbox.call('get', `/v1/${company.id}/contents/${id}`, undefined, { responseType: 'arraybuffer' });
	const last = (await requests()).at(-1);
	expect(last).toMatchObject({
		operation: 'content-download',
		response: { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
	});
});

test('the clock runs at its speed and jumps forward only', async () => {
	const { data: before } = await sandbox.control.get('/clock');
	await new Promise((resolve) => setTimeout(resolve, 200));
	const { data: after } = await sandbox.control.get('/clock');
	const passed = new Date(after.now).getTime() - new Date(before.now).getTime();
	expect(before.speed).toBe(10);
	expect(passed).toBeGreaterThanOrEqual(1900);
	const target = new Date(new Date(after.now).getTime() + 86_400_000).toISOString();
	const { data: jumped } = await sandbox.control.post('/clock', { now: target, speed: 1 });
	expect(jumped.speed).toBe(1);
	expect(new Date(jumped.now).getTime() - new Date(target).getTime()).toBeLessThan(1000);
	expect((await sandbox.control.post('/clock', { now: '2020-01-01T00:00:00Z' })).status).toBe(400);
});

test('reset brings the seed back and the speed of the start, and keeps keys, certificates and ids', async () => {
	const { data: before } = await sandbox.control.get('/seed');
	await givenDraft(sandbox, company);
	await sandbox.control.post('/clock', { speed: 600 });
	await sandbox.control.post('/faults', { action: { status: 500 } });
	await sandbox.reset();
	const { data: after } = await sandbox.control.get('/seed');
	const { data: drafts } = await sandbox.call('get', `/v1/${company.id}/drafts`);
	expect(after).toEqual(before);
	expect((await sandbox.control.get('/clock')).data.speed).toBe(10);
	expect([drafts['total-count'], (await sandbox.control.get('/docflows')).data.total]).toEqual([0, 0]);
});

test('the page shows drafts, docflows, events and requests, with foreign text made harmless', async () => {
	const { draft, docflow } = await givenSentReport(sandbox, company);
	await sandbox.call('get', `/v1/${company.id}/organizations?inn=%3Cscript%3E`);
	const { data, headers } = await sandbox.control.get('/');
	expect(headers['content-type']).toContain('text/html');
	for (const shown of [draft.draftId, docflow.id, 'fns534-report', 'organizations-list']) expect(data).toContain(shown);
	expect(data).not.toContain('<script>');
});

test('messages to the Telegram endpoint are kept', async () => {
	const sent = await sandbox.control.post('/telegram/bot123:abc/sendMessage', { chat_id: 42, text: 'Отчёт принят' });
	const { data } = await sandbox.control.get('/telegram/messages');
	expect(sent.data).toMatchObject({ ok: true, result: { message_id: 1, text: 'Отчёт принят' } });
	expect(data.messages).toMatchObject([{ chatId: 42, text: 'Отчёт принят' }]);
	expect((await sandbox.control.post('/telegram/bot1/sendMessage', { chat_id: 1 })).status).toBe(400);
});

test('the process ends cleanly when its standard input closes', async () => {
	const main = process.env.SANDBOX_MAIN ?? join(__dirname, '../../../build/sandbox/main.js');
	const child = spawn(process.execPath, [main, '--port', '0', '--json', '--stdin'], {
		stdio: ['pipe', 'pipe', 'ignore'],
		cwd: '/',
	});
	await new Promise((resolve) => child.stdout.once('data', resolve));
	child.stdin.end();
	expect(await new Promise((resolve) => child.once('exit', (code) => resolve(code)))).toBe(0);
});

test('the accounting firm keeps books for as many organizations as --clients says, each with requisites of its own', async () => {
	const [, firm] = sandbox.seed.accounts;
	const clients = firm.organizations.filter(({ isMain }) => !isMain);
	expect(clients).toHaveLength(21);
	expect(new Set(firm.organizations.map(({ inn }) => inn)).size).toBe(22);
	const { data } = await sandbox.call('get', `/v1/${firm.id}/organizations?take=100`);
	expect(data['total-count']).toBe(22);
	const powers = clients.flatMap(({ fnsMchdId }) => fnsMchdId ?? []);
	expect(new Set(powers).size).toBe(21);
});

test.each([
	['--speed', 'fast', '--speed must be a positive number'],
	['--clients', '2.5', '--clients must be a positive whole number'],
	['--clients', '0', '--clients must be a positive whole number'],
])('a wrong option gives one clear line: %s %s', async (option, value, complaint) => {
	const main = process.env.SANDBOX_MAIN ?? join(__dirname, '../../../build/sandbox/main.js');
	const child = spawn(process.execPath, [main, option, value], { stdio: ['ignore', 'ignore', 'pipe'] });
	let said = '';
	child.stderr.on('data', (text) => (said += text));
	expect(await new Promise((resolve) => child.once('exit', (code) => resolve(code)))).toBe(1);
	expect(said.trim()).toBe(complaint);
});

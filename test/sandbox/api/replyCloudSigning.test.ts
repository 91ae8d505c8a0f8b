import { randomUUID } from 'node:crypto';
import type { AnsweredDocflow, AnsweredTask } from '../answers';
import { documentOf, givenDemand } from '../demands';
import { certificateOf } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { smsCode } from '../smsCode';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

interface SignInit {
	message: string;
	'request-id'?: string;
	'task-id': string;
	'confirm-type': string;
	context: { 'concurrent-task': { id: string } };
}

const RECEIPT = 'fns534-demand-receipt';
const IP = { 'sender-ip': '203.0.113.10' };

let sandbox: RunningSandbox;
let company: SeedAccount;
let documentPath: string;

const givenReply = async () => {
	const { data } = await sandbox.call('post', `${documentPath}/generate-reply?documentType=${RECEIPT}`, {
		'certificate-base64': certificateOf(company).content,
	});
	return `${documentPath}/replies/${data.id}`;
};
const start = (reply: string, query = '') => sandbox.call<SignInit>('post', `${reply}/cloud-sign${query}`);
const confirm = (reply: string, requestId: string, code: string) =>
	sandbox.call('post', `${reply}/cloud-sign-confirm?requestId=${requestId}&code=${code}`);
const taskOf = async (reply: string, id: string) =>
	(await sandbox.call<AnsweredTask<{ 'operation-status': string }>>('get', `${reply}/tasks/${id}`)).data;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	const demand = await givenDemand(sandbox, company);
	documentPath = `/v1/${company.id}/docflows/${demand.id}/documents/${documentOf(demand, 'fns534-demand').id}`;
});

test('the code of the SMS signs the reply, which can be sent then', async () => {
	const reply = await givenReply();
	const { data: started } = await start(reply);
	const requestId = started['request-id'] ?? '';
	expect(started['confirm-type']).toBe('sms');
	expect((await taskOf(reply, started['task-id']))['task-state']).toBe('running');
	expect((await sandbox.call('post', `${reply}/send`, IP)).status).toBe(400);

	expect((await confirm(reply, requestId, await smsCode(sandbox, requestId))).status).toBe(200);
	expect(await taskOf(reply, started['task-id'])).toMatchObject({
		'task-state': 'succeed',
		'task-type': 'urn:task-type:initReplySignOperation',
		'task-result': { 'operation-status': 'completed' },
	});
	const sent = await sandbox.call<AnsweredDocflow>('post', `${reply}/send`, IP);
	expect(sent.data.status).toBe('urn:docflow-common-status:arrived');
	expect((await start(reply)).status).toBe(400);
});

test('a receipt is signed without a code when none is wanted', async () => {
	const reply = await givenReply();
	const { data: started } = await start(reply, '?forceConfirmation=false');
	await sandbox.pass(3);

	expect([started['confirm-type'], started['request-id']]).toEqual(['none', undefined]);
	expect((await taskOf(reply, started['task-id']))['task-state']).toBe('succeed');
	expect((await sandbox.call('post', `${reply}/send`, IP)).status).toBe(200);
});

test('of one docflow one reply is signed at a time', async () => {
	const first = await start(await givenReply());
	const second = await start(await givenReply());

	expect([first.status, second.status]).toEqual([200, 409]);
	expect(second.data.context['concurrent-task'].id).toBe(first.data['task-id']);
});

test('a code signs only the reply that it was sent for', async () => {
	const [reply, other] = [await givenReply(), await givenReply()];
	const requestId = (await start(reply)).data['request-id'] ?? '';
	const code = await smsCode(sandbox, requestId);
	const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
	const answers = [
		await confirm(other, requestId, code),
		await confirm(reply, randomUUID(), code),
		await confirm(reply, requestId, wrong),
		await sandbox.call('get', `${reply}/tasks/${randomUUID()}`),
	];

	expect(answers.map(({ status }) => status)).toEqual([404, 404, 400, 404]);
});

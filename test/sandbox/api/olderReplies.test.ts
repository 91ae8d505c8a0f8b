import { randomUUID } from 'node:crypto';
import type { AnsweredDocflow } from '../answers';
import { documentOf } from '../demands';
import { certificateOf, givenSentReport, openEnvelope, readDocflow, sign } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { smsCode } from '../smsCode';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

interface PfrReply {
	id: string;
	message: string;
	documents: Array<{ id: string; 'encrypted-content': string; signature?: string }>;
}
interface LegacyReply {
	id: string;
	message: string;
	content: string;
	filename: string;
	signature?: { 'content-data': string };
	'sender-ip'?: string;
}

const ACKNOWLEDGEMENT = 'pfr-cu-letter-letter-acknowledgement';
const RECEIPT = 'fns534-report-receipt';
const IP = { 'sender-ip': '203.0.113.10' };
const RAW = { headers: { 'content-type': 'application/octet-stream' } };

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

describe('a letter of the pension fund', () => {
	let docflow: AnsweredDocflow;
	let path: string;

	const generate = (type = ACKNOWLEDGEMENT) =>
		sandbox.call<PfrReply>('post', `${path}/pfr-generate-reply?documentType=${type}`, {
			'certificate-base64': certificateOf(company).content,
		});

	beforeEach(async () => {
		const { data } = await sandbox.control.post<{ docflowId: string }>('/incoming', {
			accountId: company.id,
			type: 'pfr-cu-letter',
		});
		docflow = await readDocflow(sandbox, company, data.docflowId);
		path = `/v1/${company.id}/docflows/${docflow.id}/documents/${documentOf(docflow, 'pfr-cu-letter').id}`;
	});

	test('is acknowledged by a package whose document is decrypted, saved, signed and sent', async () => {
		const { data: reply } = await generate();
		const replyPath = `${path}/pfr-replies/${reply.id}`;
		const [document] = reply.documents;
		const plain = Buffer.from(openEnvelope(certificateOf(company), Buffer.from(document?.['encrypted-content'] ?? '', 'base64')));
		const documentPath = `${replyPath}/documents/${document?.id}`;
		expect((await sandbox.call('post', `${replyPath}/send`, IP)).status).toBe(400);

		const saved = await sandbox.call('put', `${documentPath}/decrypted-content`, plain, RAW);
		const signature = sign(certificateOf(company), plain);
		const signed = await sandbox.call('put', `${documentPath}/signature`, signature, RAW);
		const got = await sandbox.call<PfrReply>('get', replyPath);
		expect([saved.status, saved.data, signed.status, signed.data]).toEqual([200, '', 200, '']);
		expect(got.data.documents[0]).toEqual({ ...document, signature: signature.toString('base64') });

		const sent = await sandbox.call<AnsweredDocflow>('post', `${replyPath}/send`, IP);
		expect(sent.data.status).toBe('urn:docflow-common-status:finished');
		expect((await sandbox.call('post', `${replyPath}/send`, IP)).status).toBe(400);
		expect((await sandbox.call('put', `${documentPath}/signature`, signature, RAW)).status).toBe(400);
		expect((await sandbox.call('put', `${documentPath}/decrypted-content`, plain, RAW)).status).toBe(400);
	});

	test('is acknowledged with a signature of the cloud', async () => {
		const { data: reply } = await generate();
		const replyPath = `${path}/pfr-replies/${reply.id}`;
		const { data: started } = await sandbox.call<Record<string, string>>('post', `${replyPath}/cloud-sign`);
		const requestId = started['request-id'];
		const code = await smsCode(sandbox, started['request-id']);
		const stranger = await sandbox.call('post', `${replyPath}/cloud-sign-confirm?requestId=${randomUUID()}&code=${code}`);
		const confirmed = await sandbox.call('post', `${replyPath}/cloud-sign-confirm?requestId=${requestId}&code=${code}`);
		const task = await sandbox.call<Record<string, string>>('get', `${replyPath}/tasks/${started['task-id']}`);

		expect([stranger.status, confirmed.status, confirmed.data]).toEqual([404, 200, { links: [] }]);
		expect(task.data['task-state']).toBe('succeed');
		expect((await sandbox.call('post', `${replyPath}/send`, IP)).status).toBe(200);
	});

	test('takes no other reply, and no other authority takes this way', async () => {
		const { docflow: report } = await givenSentReport(sandbox, company);
		const { data: reply } = await generate();
		const replyPath = `${path}/pfr-replies/${reply.id}`;
		const other = await generate('pfr-letter');
		path = `/v1/${company.id}/docflows/${report.id}/documents/${documentOf(report, 'fns534-report-date-confirmation').id}`;
		const inspection = await generate(RECEIPT);
		const unknown = [
			await sandbox.call('get', `${path}/pfr-replies/${randomUUID()}`),
			await sandbox.call('get', `${replyPath}/tasks/${randomUUID()}`),
			await sandbox.call('put', `${replyPath}/documents/${randomUUID()}/signature`, Buffer.from('x'), RAW),
			await sandbox.call('put', `${replyPath}/documents/${reply.id}/signature`, Buffer.alloc(0), RAW),
		];

		expect([other.status, inspection.status]).toEqual([400, 400]);
		expect(unknown.map(({ status }) => status)).toEqual([404, 404, 404, 400]);
	});
});

describe('a reply of 2018', () => {
	let docflow: AnsweredDocflow;
	let path: string;

	const generate = () => sandbox.call<LegacyReply>('post', `${path}/generate`);
	const send = (reply: Partial<LegacyReply>) =>
		sandbox.call<AnsweredDocflow & { message: string }>('post', `${path}/send`, reply);
	const signed = (reply: LegacyReply, note = 'valid'): LegacyReply => ({
		...reply,
		signature: { 'content-data': sign(certificateOf(company, note), Buffer.from(reply.content, 'base64')).toString('base64') },
		...IP,
	});

	beforeEach(async () => {
		({ docflow } = await givenSentReport(sandbox, company));
		const { id } = documentOf(docflow, 'fns534-report-date-confirmation');
		path = `/v1/${company.id}/docflows/${docflow.id}/documents/${id}/reply/${RECEIPT}`;
	});

	test('is sent back with its signature, and its link is gone', async () => {
		const { data: reply } = await generate();
		const sent = await send(signed(reply));

		expect(sent.status).toBe(200);
		expect(sent.data.documents.map(({ description }) => description.filename)).toContain(reply.filename);
		expect(sent.data.links.filter(({ rel, name }) => rel === 'reply' && name === RECEIPT)).toEqual([]);
		expect((await generate()).status).toBe(400);
	});

	test('is not sent unsigned, wrongly signed, without an address or under a strange id', async () => {
		const { data: reply } = await generate();
		const answers = [
			await send({ ...reply, ...IP }),
			await send(signed(reply, 'expired')),
			await send({ ...signed(reply), signature: { 'content-data': Buffer.from('nothing').toString('base64') } }),
			await send({ ...signed(reply), 'sender-ip': undefined }),
			await send({ ...signed(reply), id: randomUUID() }),
		];

		expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 404]);
		expect((await send(signed(reply, 'expiring-soon'))).status).toBe(200);
	});

	test('is generated only for documents that wait for it', async () => {
		path = path.replace(RECEIPT, 'fns534-report-warrant');

		expect((await generate()).status).toBe(400);
	});
});

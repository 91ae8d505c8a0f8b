import { randomUUID } from 'node:crypto';
import type { AnsweredDocflow, AnsweredTask } from '../answers';
import { draftMeta, finishedTask, givenDraft, givenSentReport, reportBytes, reportText, signDraft, upload } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

interface SignInit {
	'request-id': string;
	'task-id': string;
	'confirm-type': string;
	'documents-to-sign': Array<{ href: string }>;
}
interface SignResult {
	message: string;
	'signed-documents': Array<{ href: string }>;
}
interface SignedDocument {
	signatures: Array<{ 'signature-certificate-thumbprint': string }>;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const draftPath = (draftId: string) => `/v1/${company.id}/drafts/${draftId}`;
const start = (draftId: string) => sandbox.call<SignInit>('post', `${draftPath(draftId)}/cloud-sign`);
const confirm = (draftId: string, requestId: string, code: string) =>
	sandbox.call<SignResult>('post', `${draftPath(draftId)}/cloud-sign-confirm?requestId=${requestId}&code=${code}`);
const codeOf = async (requestId: string) =>
	(
		await sandbox.call<string>('get', `/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${requestId}`, undefined, {
			responseType: 'text',
		})
	).data;
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const taskOf = async (draftId: string, taskId: string) =>
	(
		await sandbox.call<
			AnsweredTask<{ 'operation-status': string }> & {
				progress: string;
				error: { message: string };
			}
		>('get', `${draftPath(draftId)}/tasks/${taskId}`)
	).data;

test('the code of the SMS signs every document of the draft, which can be sent then', async () => {
	const draft = await givenDraft(sandbox, company);
	await sandbox.call('post', `${draftPath(draft.draftId)}/documents`, {
		'base64-content': Buffer.from('%PDF-1.4').toString('base64'),
		description: { filename: 'note.pdf' },
	});
	const started = await start(draft.draftId);
	expect(started.status).toBe(200);
	expect([started.data['confirm-type'], started.data['documents-to-sign'].length]).toEqual(['sms', 2]);
	expect(await taskOf(draft.draftId, started.data['task-id'])).toMatchObject({
		'task-state': 'running',
		'task-type': 'urn:task-type:initDraftSignOperation',
		progress: 'AwaitingForConfirmation',
	});

	const requestId = started.data['request-id'];
	const confirmed = await confirm(draft.draftId, requestId, await codeOf(requestId));
	expect(confirmed.status).toBe(200);
	expect(confirmed.data['signed-documents']).toEqual(started.data['documents-to-sign']);
	expect(await taskOf(draft.draftId, started.data['task-id'])).toMatchObject({
		'task-state': 'succeed',
		'task-result': {
			'operation-status': 'completed',
			'file-statuses': [{ status: 'completed' }, { status: 'completed' }],
		},
	});
	const sent = await finishedTask<AnsweredDocflow>(sandbox, draft, 'send');
	expect(sent['task-result'].type).toBe('urn:docflow:fns534-report');
});

test('signing again replaces the signature of the same certificate', async () => {
	const draft = await givenDraft(sandbox, company);
	await signDraft(sandbox, draft);
	const { data } = await start(draft.draftId);
	await confirm(draft.draftId, data['request-id'], await codeOf(data['request-id']));
	const document = await sandbox.call<SignedDocument>('get', `${draftPath(draft.draftId)}/documents/${draft.documentId}`);
	expect(document.data.signatures).toHaveLength(1);
});

test('until the code is given the draft is locked and unsigned', async () => {
	const draft = await givenDraft(sandbox, company);
	const { data } = await start(draft.draftId);
	const refused = await Promise.all([
		start(draft.draftId),
		sandbox.call('delete', draftPath(draft.draftId)),
		sandbox.call('post', `${draftPath(draft.draftId)}/check?deferred=true`),
	]);
	expect(refused.map(({ status }) => status)).toEqual([409, 409, 409]);
	expect(refused[1].data).toMatchObject({
		context: { 'concurrent-task': { id: data['task-id'] } },
	});
	const document = await sandbox.call<SignedDocument>('get', `${draftPath(draft.draftId)}/documents/${draft.documentId}`);
	expect(document.data.signatures).toEqual([]);
});

test('a wrong code is refused, and the third one ends the operation', async () => {
	const draft = await givenDraft(sandbox, company);
	const { data } = await start(draft.draftId);
	const code = await codeOf(data['request-id']);
	const answers = [];
	for (const attempt of [another(code), another(code), another(code), code])
		answers.push(await confirm(draft.draftId, data['request-id'], attempt));
	expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
	expect(answers[0].data.message).toContain('Неверный код');
	expect(answers[3].data.message).toContain('уже завершено');
	expect(await taskOf(draft.draftId, data['task-id'])).toMatchObject({
		'task-state': 'failed',
		progress: 'ExceededConfirmationAttemptsCount',
	});
	expect((await sandbox.call('delete', draftPath(draft.draftId))).status).toBe(204);
});

test('a code that comes too late is refused, and the draft is free again', async () => {
	const draft = await givenDraft(sandbox, company);
	const { data } = await start(draft.draftId);
	const code = await codeOf(data['request-id']);
	await sandbox.pass(301);
	expect((await confirm(draft.draftId, data['request-id'], code)).status).toBe(400);
	expect(await taskOf(draft.draftId, data['task-id'])).toMatchObject({
		'task-state': 'failed',
		progress: 'Timeout',
	});
	expect((await start(draft.draftId)).status).toBe(200);
});

test('a code does not serve for another draft, and an unknown request has none', async () => {
	const [draft, other] = [await givenDraft(sandbox, company), await givenDraft(sandbox, company)];
	const { data } = await start(draft.draftId);
	const code = await codeOf(data['request-id']);
	expect((await confirm(other.draftId, data['request-id'], code)).status).toBe(404);
	const unknown = randomUUID();
	expect((await confirm(draft.draftId, unknown, code)).status).toBe(404);
	expect((await sandbox.call('get', `/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${unknown}`)).status).toBe(404);
	expect((await sandbox.call('post', `${draftPath(draft.draftId)}/cloud-sign-confirm?requestId=${unknown}`)).status).toBe(400);
});

describe('nothing is signed in the cloud', () => {
	const refusalOf = async (meta: object) => {
		const { data } = await sandbox.call('post', `/v1/${company.id}/drafts`, meta);
		await sandbox.call('post', `${draftPath(data.id)}/documents`, {
			'content-id': await upload(sandbox, company, reportBytes(reportText(company))),
		});
		return sandbox.call('post', `${draftPath(data.id)}/cloud-sign`);
	};

	test('with a certificate whose key is not on the server', async () => {
		const meta = draftMeta(company);
		const [, , trader] = sandbox.seed.accounts;
		const { status, data } = await refusalOf({
			...meta,
			sender: {
				...meta.sender,
				certificate: { content: trader.certificates[0].content },
			},
		});
		expect([status, data.message]).toEqual([400, expect.stringContaining('не облачный')]);
	});

	test('with an expired certificate, or without any', async () => {
		const meta = draftMeta(company);
		const expired = await refusalOf(draftMeta(company, { note: 'expired' }));
		const none = await refusalOf({
			...meta,
			sender: { inn: company.inn, kpp: company.kpp },
		});
		expect([expired.status, expired.data.message]).toEqual([400, expect.stringContaining('истёк')]);
		expect([none.status, none.data.message]).toEqual([400, expect.stringContaining('не указан сертификат')]);
	});

	test('in a draft without documents, or one that is sent', async () => {
		const { data } = await sandbox.call('post', `/v1/${company.id}/drafts`, draftMeta(company));
		const { draft } = await givenSentReport(sandbox, company);
		expect([(await start(data.id)).status, (await start(draft.draftId)).status]).toEqual([400, 400]);
	});
});

import type { AnsweredDocflow, CheckData, SendFailure } from '../answers';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import {
	certificateOf,
	draftMeta,
	finishedTask,
	givenDraft,
	givenSentReport,
	readDocflow,
	replyTo,
	sign,
	signDraft,
	upload,
} from '../filing';

interface Prepared {
	status: string;
	'check-result': CheckData;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let trader: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company, , trader] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const idOf = (docflow: AnsweredDocflow, type: string): string => {
	const document = docflow.documents.find(({ description }) => description.type === `urn:document:${type}`);
	if (!document) throw new Error(`no ${type}`);
	return document.id;
};

describe('a report of a company', () => {
	test('is checked, prepared and sent, and becomes a docflow', async () => {
		const draft = await givenDraft(sandbox, company);
		const checked = await finishedTask(sandbox, draft, 'check');
		expect(checked).toMatchObject({
			'task-state': 'succeed',
			'task-result': { data: { 'documents-errors': { [draft.documentId]: [] }, 'common-errors': [] } },
		});
		await signDraft(sandbox, draft);
		const prepared = await finishedTask<Prepared>(sandbox, draft, 'prepare');
		expect(prepared['task-result'].status).toBe('ok');
		const sent = await finishedTask<AnsweredDocflow>(sandbox, draft, 'send');
		expect(sent['task-result']).toMatchObject({
			type: 'urn:docflow:fns534-report',
			status: 'urn:docflow-common-status:sent',
			'success-state': 'urn:docflow-state:neutral',
			description: { 'original-draft-id': draft.draftId, 'form-version': { knd: '1151006' }, 'period-code': '21' },
		});
		const { data } = await sandbox.call('get', `/v1/${company.id}/drafts/${draft.draftId}`);
		expect(data).toMatchObject({ status: 'sent', 'docflow-id': sent['task-result'].id });
	});

	test('of a sole trader goes the same way', async () => {
		const { docflow } = await givenSentReport(sandbox, trader);
		expect(docflow.description['payer-inn']).toBe(trader.inn);
	});

	test('is accepted by robot 0087, and finishes when all replies are sent', async () => {
		const { docflow: sent } = await givenSentReport(sandbox, company);
		await sandbox.pass(20);
		expect(await readDocflow(sandbox, company, sent.id)).toMatchObject({ status: 'urn:docflow-common-status:delivered' });
		await sandbox.pass(60);
		const arrived = await readDocflow(sandbox, company, sent.id);
		expect(arrived).toMatchObject({
			status: 'urn:docflow-common-status:response-arrived',
			'success-state': 'urn:docflow-state:successful',
		});

		const type = 'fns534-report-receipt';
		const accepted = idOf(arrived, 'fns534-report-acceptance-result-positive');
		const entered = idOf(arrived, 'fns534-report-processing-result-ok');
		const afterFirst = await replyTo(sandbox, company, { docflowId: sent.id, documentId: accepted, type });
		expect(afterFirst.data.status).toBe('urn:docflow-common-status:response-processed');
		const afterSecond = await replyTo(sandbox, company, { docflowId: sent.id, documentId: entered, type });
		expect(afterSecond.data.status).toBe('urn:docflow-common-status:finished');
		expect(afterSecond.data.links.filter(({ rel }) => rel === 'reply')).toHaveLength(1);
		const confirmation = idOf(arrived, 'fns534-report-date-confirmation');
		const last = await replyTo(sandbox, company, { docflowId: sent.id, documentId: confirmation, type });
		expect(last.data.links.filter(({ rel }) => rel === 'reply')).toHaveLength(0);
	});

	test.each([
		['0088', 'failed', 'fns534-report-acceptance-result-negative'],
		['0085', 'warning', 'fns534-report-processing-result-precise'],
	])('ends badly with robot %s', async (office, state, document) => {
		const { docflow } = await givenSentReport(sandbox, company, office);
		await sandbox.pass(120);
		const answered = await readDocflow(sandbox, company, docflow.id);
		expect(answered['success-state']).toBe(`urn:docflow-state:${state}`);
		expect(answered.documents[0].description.type).toBe(`urn:document:${document}`);
	});
});

describe('a report to Rosstat', () => {
	const send = async (togs: string, okpo?: string) => {
		const meta = {
			...draftMeta(company),
			payer: { inn: company.inn, organization: { kpp: company.kpp }, okpo },
			recipient: { 'togs-code': togs },
		};
		const { data } = await sandbox.call('post', `/v1/${company.id}/drafts`, meta);
		const bytes = Buffer.from('<?xml version="1.0" encoding="utf-8"?><report/>');
		const contentId = await upload(sandbox, company, bytes);
		const document = await sandbox.call('post', `/v1/${company.id}/drafts/${data.id}/documents`, { 'content-id': contentId });
		const draft = { account: company, draftId: data.id, documentId: document.data.id, fileId: '', bytes };
		await signDraft(sandbox, draft);
		return (await finishedTask<AnsweredDocflow>(sandbox, draft, 'send'))['task-result'];
	};

	test.each([
		['00-87', 'successful'],
		['00-88', 'failed'],
	])('is judged by robot %s as %s and finished by our receipt', async (togs, state) => {
		const { id, type } = await send(togs, '12345678');
		await sandbox.pass(120);
		const answered = await readDocflow(sandbox, company, id);
		expect([type, answered['success-state']]).toEqual(['urn:docflow:stat-report', `urn:docflow-state:${state}`]);
		const finished = await replyTo(sandbox, company, {
			docflowId: id,
			documentId: answered.documents[0].id,
			type: 'stat-report-receipt',
		});
		expect(finished.data.status).toBe('urn:docflow-common-status:finished');
	});

	test('needs the OKPO of the payer', async () => {
		expect(await send('00-87')).toMatchObject({ status: 'check-protocol-has-errors' });
	});
});

describe('a draft with signatures that do not do', () => {
	test('is not prepared without a signature, and send says which documents lack it', async () => {
		const draft = await givenDraft(sandbox, company);
		const prepared = await finishedTask<Prepared>(sandbox, draft, 'prepare');
		expect(prepared['task-result'].status).toBe('check-protocol-has-errors');
		const sent = await finishedTask<SendFailure>(sandbox, draft, 'send');
		expect(sent['task-result']).toMatchObject({ id: 'urn:error:externapi:signatureNotFound', 'status-code': 400 });
		expect(sent['task-result'].message).toContain(draft.documentId);
	});

	test.each([
		['of other bytes', 'valid', 'valid', 'изменён'],
		['of an expired certificate', 'expired', 'expired', 'истёк'],
		['of another certificate than the sender’s', 'valid', 'expiring-soon', 'не тем сертификатом'],
	])('is not prepared with a signature %s', async (kind, sender, signer, words) => {
		const draft = await givenDraft(sandbox, company, { note: sender });
		const bytes = kind === 'of other bytes' ? Buffer.concat([draft.bytes, Buffer.from(' ')]) : draft.bytes;
		await sandbox.call('post', `/v1/${company.id}/drafts/${draft.draftId}/documents/${draft.documentId}/signatures`, {
			'base64-content': sign(certificateOf(company, signer), bytes).toString('base64'),
		});
		const { 'task-result': result } = await finishedTask<Prepared>(sandbox, draft, 'prepare');
		expect(result.status).toBe('check-protocol-has-errors');
		expect(JSON.stringify(result['check-result'])).toContain(words);
	});

	test('fails to be encrypted for an authority without a certificate', async () => {
		const draft = await givenDraft(sandbox, company, { office: '0000' });
		await signDraft(sandbox, draft);
		const { 'task-result': result } = await finishedTask<Prepared>(sandbox, draft, 'prepare');
		expect(result.status).toBe('encryption-failed');
	});
});

test('a draft is sent once', async () => {
	const { draft } = await givenSentReport(sandbox, company);
	const again = await sandbox.call('post', `/v1/${company.id}/drafts/${draft.draftId}/send?deferred=true`);
	expect(again.status).toBe(400);
	const { data } = await sandbox.control.get('/docflows');
	expect(data.docflows.filter(({ draftId }: { draftId: string }) => draftId === draft.draftId)).toHaveLength(1);
});

test('a sent draft can be read and printed, but not changed', async () => {
	const { draft } = await givenSentReport(sandbox, company);
	const path = `/v1/${company.id}/drafts/${draft.draftId}`;
	const documentPath = `${path}/documents/${draft.documentId}`;
	const changes = await Promise.all([
		sandbox.call('put', path, draftMeta(company)),
		sandbox.call('put', `${path}/meta`, draftMeta(company)),
		sandbox.call('post', `${path}/documents`, {}),
		sandbox.call('put', documentPath, {}),
		sandbox.call('delete', documentPath),
		sandbox.call('post', `${documentPath}/signatures`, { 'base64-content': 'AAAA' }),
		sandbox.call('post', `${path}/check?deferred=true`),
		sandbox.call('delete', path),
	]);
	expect(changes.map(({ status }) => status)).toEqual(changes.map(() => 400));
	expect(changes[0].data.message).toContain('уже отправлен');
	const { status, data } = await sandbox.call('get', path);
	expect([status, data.status]).toEqual([200, 'sent']);
	expect((await sandbox.call('get', `${documentPath}/print?deferred=true`)).status).toBe(202);
});

test('a second draft with the same ИдФайл is not sent', async () => {
	const { draft: first } = await givenSentReport(sandbox, company);
	const second = await givenDraft(sandbox, company, { bytes: first.bytes });
	await signDraft(sandbox, second);
	const sent = await finishedTask<SendFailure>(sandbox, second, 'send');
	expect(sent['task-result']).toMatchObject({
		id: 'urn:error:externapi:checkProtocolHasErrors',
		status: 'check-protocol-has-errors',
	});
	expect(JSON.stringify(sent['task-result'])).toContain('уже был отправлен');
});

test('while a task runs the draft is locked, and the refusal names the task', async () => {
	const draft = await givenDraft(sandbox, company);
	const path = `/v1/${company.id}/drafts/${draft.draftId}`;
	const started = await sandbox.call('post', `${path}/check?deferred=true`);
	const during = await sandbox.call('get', path);
	const refused = await sandbox.call('delete', path);
	await sandbox.pass(3);
	const after = await sandbox.call('delete', path);
	expect(during.data.status).toBe('check-in-progress');
	expect(refused.status).toBe(409);
	expect(refused.data).toMatchObject({
		id: 'urn:error:externapi:concurrentApiTaskActive',
		context: { 'concurrent-task': { id: started.data.id, 'task-type': 'urn:task-type:check' } },
	});
	expect(after.status).toBe(204);
});

import { unzipSync } from 'fflate';

import { runWorkflow, type ItemIn } from '../engine';
import { credentialsOf, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { Service, stages } from '../stages';
import { timePasses } from '../stages/docflows';
import { uploaded } from '../stages/drafts';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const service = async () => await Service.of(sandbox, fresh.seed);
const credentials = () => credentialsOf(sandbox, fresh.seed, fresh.account);
const print = (name: string, node: string) => step(node, name, 'document', 'print', { outputField: name.toLowerCase() });

test('a report is printed as a draft without stamps, is sent, and is printed as a docflow', async () => {
	const { json, files } = await stages['a draft with a report'](await service(), fresh.account);
	const before = await runWorkflow({
		nodes: [print('Draft', 'konturExternDraft'), step('konturExternSign', 'Sign', 'draft', 'sign', { signWith: 'testKey' }), step('konturExternSend', 'Send', 'draft', 'send')],
		credentials: credentials(),
		items: [{ json, files }],
	});
	expect(before.error?.message).toBeUndefined();
	const [sent] = before.json('Send');
	const after = await runWorkflow({
		nodes: [step('konturExternDocflow', 'Documents', 'document', 'getAll'), step('konturExternDocflow', 'Decrypt', 'document', 'decryptAndSave', { signWith: 'testKey', additionalFields: { outputFileName: '={{ $json.documentTypeLabel }}.xml' } }), print('Docflow', 'konturExternDocflow')],
		credentials: credentials(),
		items: [{ json: { accountId: json.accountId, docflowId: sent.docflowId } }],
	});
	expect(after.error?.message).toBeUndefined();
	expect(after.output('Docflow')[0].binary?.docflow.fileName).toBe(`${String(after.json('Documents')[0].documentTypeLabel)}.pdf`);
	for (const [outcome, node, field] of [[before, 'Draft', 'draft'], [after, 'Docflow', 'docflow']] as const) expect((await outcome.binary(node, 0, field)).subarray(0, 5).toString()).toBe('%PDF-'); // prettier-ignore
	expect(await sandbox.operations()).toEqual(expect.arrayContaining(['draft-document-print', 'draft-document-task-get', 'docflow-document-print', 'docflow-document-task-get']));
});

test('a content that was altered is not printed, in the words of the service', async () => {
	const { json } = await stages['a filed report'](await service(), fresh.account);
	const contentId = await uploaded(await service(), fresh.account, Buffer.from('<?xml version="1.0"?><Файл/>'));
	const outcome = await runWorkflow({ nodes: [print('Print', 'konturExternDocflow')], credentials: credentials(), items: [{ json: { ...json, contentId } }] });
	expect(outcome.error?.message).toBe('Переданный контент не соответствует подписи документа');
});

describe('the archive prints what it can:', () => {
	async function archived(docflowId: unknown) {
		const item: ItemIn = { json: { accountId: fresh.account.id, docflowId: String(docflowId) } };
		const outcome = await runWorkflow({ nodes: [step('konturExternDocflow', 'Archive', 'docflow', 'archive', { signWith: 'testKey' })], credentials: credentials(), items: [item] });
		expect(outcome.error?.message).toBeUndefined();
		const files = unzipSync(await outcome.binary('Archive'));
		const { docflows }: { docflows: Array<{ files: Array<Record<string, unknown>> }> } = JSON.parse(Buffer.from(files['index.json']).toString());
		const listed = docflows[0].files;
		return { json: outcome.json('Archive')[0], prints: listed.filter(({ kind }) => kind === 'print'), documents: listed.filter(({ kind }) => kind === 'document') };
	}

	test('a printing that runs already is joined', async () => {
		const { json } = await stages['a filed report'](await service(), fresh.account);
		await sandbox.setClock({ speed: 1 });
		const document = `/v1/${String(json.accountId)}/docflows/${String(json.docflowId)}/documents/${String(json.documentId)}`;
		const { id } = await (await service()).call<{ id: string }>('post', `${document}/print?deferred=true`, { 'content-id': json.contentId });
		await sandbox.clearRequests();
		const { prints } = await archived(json.docflowId);
		expect(prints.filter(({ documentId }) => documentId === json.documentId)).toEqual([expect.objectContaining({ path: expect.stringMatching(/\.xml\.pdf$/) })]);
		expect((await sandbox.requests()).filter(({ path }) => path === `${document}/tasks/${id}`).length).toBeGreaterThan(0);
	});

	test('what somebody else works on is told, and the rest is archived', async () => {
		const { json } = await stages['a filed report'](await service(), fresh.account);
		await timePasses(await service());
		const body = { id: 'urn:error:externapi:concurrentApiTaskActive', 'status-code': 409, message: 'Документ уже обрабатывается' };
		await sandbox.fault({ operation: 'docflow-document-print', times: 1, action: { status: 409, body } });
		const { json: told, prints, documents } = await archived(json.docflowId);
		expect(prints.filter(({ path }) => path === undefined)).toEqual([expect.objectContaining({ problem: 'Документ уже обрабатывается' })]);
		expect(prints.filter(({ path }) => path !== undefined).length).toBeGreaterThan(0);
		expect(documents.filter(({ problem }) => problem !== undefined)).toEqual([]);
		expect(told.problem).toContain('Документ уже обрабатывается');
	});

	test('what has no printed form is no failure, and is not asked for again', async () => {
		const { json } = await stages['a filed report'](await service(), fresh.account);
		const body = { id: 'urn:error:externapi:documentPrintUnsupported', 'status-code': 400, message: 'Печать документа этого вида не поддерживается' };
		await sandbox.fault({ operation: 'docflow-document-print', action: { status: 400, body } });
		const { json: told, prints, documents } = await archived(json.docflowId);
		expect(told).not.toHaveProperty('problem');
		expect(prints).toEqual([]);
		expect(documents.some(({ canBePrinted }) => canBePrinted === false)).toBe(true);
	});
});

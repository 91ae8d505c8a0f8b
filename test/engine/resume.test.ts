import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, type ItemIn } from './engine';
import { certificateOf, chosen, givenReport, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { draftMeta } from './stages/drafts';
import { Service, stages } from './stages';

/** Send Report goes on with a draft that is named, whoever made it. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const goOn = async (draftId: unknown, item: ItemIn = {}, more: INodeParameters = {}, parameters: INodeParameters = {}) => {
	const node = sendReport(fresh.account, { draftId: String(draftId), ...more });
	return await runWorkflow({ nodes: [{ ...node, parameters: { ...node.parameters, ...parameters } }], credentials: fresh.company.credentials, items: [item] });
};
const asked = async (...operations: string[]) => (await sandbox.operations()).filter((operation) => operations.includes(operation));

test('a draft of other steps is signed and sent as it is, without the file, and only once', async () => {
	const { json } = await stages['a draft with a report'](await Service.of(sandbox, fresh.seed), fresh.account);
	await sandbox.clearRequests();
	const dry = await goOn(json.draftId, {}, {}, { dryRun: true });
	expect(dry.json('Send Report')[0]).toMatchObject({ dryRun: true, draftId: json.draftId, wouldDo: expect.stringContaining(String(json.draftId)) });
	expect(await asked('draft-put', 'draft-check', 'draft-send')).toEqual([]);

	const first = await goOn(json.draftId);
	expect(first.error?.message).toBeUndefined();
	expect(first.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false, draftId: json.draftId, receipt: { payer: { inn: fresh.account.inn } } });
	const again = await goOn(json.draftId);
	expect(again.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: true, docflowId: first.json('Send Report')[0].docflowId, stages: [{ stage: 'draft' }] });
	expect(await asked('draft-put', 'draft-document-put', 'draft-document-delete')).toEqual([]);
	expect(await asked('draft-send')).toHaveLength(1);
});

test.each([
	['draft', ['draft', 'documents'], []],
	['checked', ['draft', 'documents', 'check'], ['draft-check']],
	['prepared', ['draft', 'documents', 'check', 'sign', 'prepare'], ['draft-check', 'draft-signature-put', 'draft-prepare']],
])('a run that stopped where it was to, at %s, did no more, and is finished by the id that it left', async (until, stages, calls) => {
	const { account, credentials, item } = fresh.company;
	const stopped = await runWorkflow({ nodes: [sendReport(account, { until })], credentials, items: [item] });
	expect(stopped.json('Send Report')[0].stages).toEqual(stages.map((stage) => expect.objectContaining({ stage, outcome: 'done' })));
	expect(new Set(await asked('draft-check', 'draft-signature-create', 'draft-signature-put', 'draft-prepare', 'draft-send'))).toEqual(new Set(calls));
	const { draftId } = stopped.json('Send Report')[0];
	const finished = await goOn(draftId, item);
	expect(finished.json('Send Report')[0]).toMatchObject({ outcome: 'filed', draftId });
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
});

test('an empty draft gets the file, and is told when there is none', async () => {
	const service = await Service.of(sandbox, fresh.seed);
	const { id } = await service.call<{ id: string }>('post', `/v1/${fresh.account.id}/drafts`, draftMeta(fresh.account));
	expect((await goOn(id)).error?.message).toBe(`The draft ${id} holds no files yet`);
	const outcome = await goOn(id, fresh.company.item);
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', draftId: id, fileName: fresh.company.report.fileName });
});

test('a draft of another report, and one that is not there, are not touched', async () => {
	const open = step('konturExternDraft', 'Open', 'draft', 'createFromReport', { accountId: chosen(fresh.account.id), certificate: chosen(certificateOf(fresh.account).thumbprint) });
	const { konturExternApi } = fresh.company.credentials;
	const opened = await runWorkflow({ nodes: [open], credentials: { konturExternApi }, items: [fresh.company.item] });
	const { draftId } = opened.json('Open')[0];
	const other = givenReport(sandbox, fresh.seed);
	const outcome = await goOn(draftId, other.item);
	expect(outcome.error?.message).toBe(`The draft ${String(draftId)} holds ${fresh.company.report.fileName}, and not ${other.report.fileName}`);
	const missing = await goOn('3d2c1b0a-9f8e-4d7c-b6a5-948372615040', fresh.company.item);
	expect(missing.error).toBeDefined();
	expect(await asked('draft-send', 'draft-document-delete')).toEqual([]);
});

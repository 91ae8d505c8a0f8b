import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, type WorkflowOutcome } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages, type Given } from './stages';

/** Work on demands and their answers, with steps that are joined by the defaults of their fields. */

const fresh = freshSandbox();
const { sandbox } = fresh;

const given = async (stage: string): Promise<Given> => await stages[stage](await Service.of(sandbox, fresh.seed), fresh.account);
const docflow = (name: string, resource: string, operation: string, typed: INodeParameters = {}) => step('konturExternDocflow', name, resource, operation, typed);

async function run({ json }: Given, ...nodes: Array<ReturnType<typeof docflow>>): Promise<WorkflowOutcome> {
	await sandbox.clearRequests();
	const outcome = await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ json }] });
	expect(await sandbox.judgeTraffic()).toEqual([]);
	return outcome;
}

test('a file of a demand is decrypted in the cloud, saved and recognized', async () => {
	const outcome = await run(
		await given('a decryption that waits for its code'),
		docflow('Confirm', 'document', 'confirmDecryption', { code: '={{ $json.code }}' }),
		docflow('Save', 'document', 'saveDecrypted'),
		docflow('Recognize', 'demand', 'recognize'),
		docflow('Task', 'document', 'getTask'),
	);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Recognize')).toEqual([expect.objectContaining({ demandKnd: '1165050', demandDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/), demandInns: [fresh.account.inn] })]);
	// What the task made is the decrypted file, no printed form.
	expect(outcome.json('Task')).toEqual([expect.objectContaining({ taskState: 'succeed', contentId: outcome.json('Confirm')[0].contentId })]);
	expect(outcome.json('Task')[0]).not.toHaveProperty('printContentId');
});

test('a demand that is in order is to be accepted: the check names the document and the reply', async () => {
	const outcome = await run(await given('a demand whose files are decrypted'), docflow('Check', 'demand', 'check'));
	const [{ documentId, ...checked }] = outcome.json('Check');
	expect(checked).toMatchObject({ hasErrors: false, errorCodes: [], replyTypes: ['fns534-demand-acceptance-result-positive'] });
	const { docflows } = await sandbox.docflows();
	expect(docflows.flatMap(({ documents }) => documents).find(({ id }) => id === documentId)?.type).toBe('urn:document:fns534-demand');
});

test('grounds to decline a demand come as codes and in words', async () => {
	const demand = await given('a demand whose files are decrypted');
	const { demandContentId, documentId } = demand.json;
	// Something else than the authority signed.
	const attachments = { file: [{ documentId: String(documentId), contentId: String(demandContentId) }] };
	const [checked] = (await run(demand, docflow('Check', 'demand', 'check', { additionalFields: { attachments } }))).json('Check');
	expect(checked).toMatchObject({ hasErrors: true, errorCodes: ['0100100004'], replyTypes: ['fns534-demand-acceptance-result-negative'] });
	expect(checked.errors).toEqual([{ code: '0100100004', codeLabel: 'Signature does not match the document' }]);
});

test('notes are kept, changed and emptied one by one', async () => {
	const demand = await given('a demand');
	const look = docflow('Look', 'document', 'get', { documentId: chosen('={{ $json.documentId }}') });
	const noted = async (typed: INodeParameters) => {
		const outcome = await run(demand, docflow('Update', 'demand', 'update', typed), look);
		expect(outcome.error?.message).toBeUndefined();
		return outcome.json('Look')[0].requisites;
	};
	const person = String(demand.json.assigneeId);
	const all = { comment: 'до пятницы', commentColor: 'red', demandStatus: 'in-progress', assigneeId: chosen(person), additionalFields: { labels: 'срочно, НДС' } };
	expect(await noted(all)).toMatchObject({
		comment: { text: 'до пятницы', color: 'red' },
		'demand-status': 'in-progress',
		labels: [{ name: 'срочно' }, { name: 'НДС' }],
		assignees: [expect.objectContaining({ id: person })],
	});
	expect(await noted({ commentColor: 'green' })).toMatchObject({ comment: { text: 'до пятницы', color: 'green' }, 'demand-status': 'in-progress' });
	expect(await noted({ demandStatus: 'done', additionalFields: { clear: ['assignees', 'labels'] } })).toEqual({
		comment: { text: 'до пятницы', color: 'green' },
		'demand-status': 'done',
	});
});

test('nothing to note is told without asking the service', async () => {
	const outcome = await run(await given('a demand'), docflow('Update', 'demand', 'update'));
	expect(outcome.error?.message).toContain('There is nothing to change');
	expect(await sandbox.operations()).not.toContain('docflow-document-patch');
});

test('an inventory found in the list of docflows leads to its documents, and they are opened and printed', async () => {
	const { json } = await given('a decrypted document of an inventory');
	const outcome = await run(
		{ json: { accountId: json.accountId } },
		docflow('Find', 'docflow', 'getAll', { type: ['urn:docflow:fns534-inventory'] }),
		docflow('Documents', 'inventoryDocument', 'getAll'),
	);
	expect(outcome.error?.message).toBeUndefined();
	const { inventoryId, relatedDocflowId, relatedDocumentId } = json;
	const found = outcome.json('Documents').find(({ documentId }) => documentId === json.documentId);
	expect(found).toMatchObject({ inventoryId, relatedDocflowId, relatedDocumentId, documentType: 'urn:document:fns534-inventory-acceptance-result-positive' });

	const opened = await run({ json: { ...found, contentId: json.contentId } }, docflow('Save', 'inventoryDocument', 'saveDecrypted'), docflow('Print', 'inventoryDocument', 'print'), docflow('Look', 'inventoryDocument', 'getTask'));
	expect(opened.error?.message).toBeUndefined();
	expect((await opened.binary('Print', 0, 'print')).subarray(0, 5).toString()).toBe('%PDF-');
	expect(opened.json('Look')).toEqual([expect.objectContaining({ inventoryId, taskState: 'succeed', printContentId: opened.json('Print')[0].printContentId })]);
});

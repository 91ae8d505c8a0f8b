import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages, type Given } from './stages';

const fresh = freshSandbox();
const { sandbox } = fresh;
let given: Given;

beforeEach(async () => {
	given = await stages['a draft with a report'](await Service.of(sandbox, fresh.seed), fresh.account);
});

async function printed(typed: INodeParameters = {}) {
	const nodes = [step('konturExternDraft', 'Print', 'document', 'print', typed), step('konturExternDraft', 'Look', 'document', 'getPrintTask')];
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ json: given.json, files: given.files }] });
}

test('the printed form comes as a PDF beside the report, under its name', async () => {
	const outcome = await printed();
	expect(outcome.error?.message).toBeUndefined();
	const [{ json, binary }] = outcome.output('Print');
	expect(json).toMatchObject({ fileName: given.json.fileName, contentId: given.json.contentId, taskState: 'succeed' });
	expect(binary?.print).toMatchObject({ fileName: String(given.json.fileName).replace('.xml', '.pdf'), mimeType: 'application/pdf' });
	expect(binary).toHaveProperty('data');
	expect((await outcome.binary('Print', 0, 'print')).subarray(0, 5).toString()).toBe('%PDF-');
	expect(outcome.json('Look')).toEqual([expect.objectContaining({ taskState: 'succeed', printContentId: json.printContentId })]);
});

test('without waiting it gives the task, which the next step looks at', async () => {
	const outcome = await printed({ options: { waitUpTo: 0 } });
	expect(outcome.json('Print')).toEqual([expect.objectContaining({ taskState: 'running' })]);
	expect(outcome.json('Look')[0].taskId).toBe(outcome.json('Print')[0].taskId);
});

test('printing that runs already is joined', async () => {
	const service = await Service.of(sandbox, fresh.seed);
	const { accountId, draftId, documentId } = given.json;
	await sandbox.setClock({ speed: 1 });
	const { id } = await service.call<{ id: string }>('get', `/v1/${String(accountId)}/drafts/${String(draftId)}/documents/${String(documentId)}/print?deferred=true`);
	expect((await printed()).json('Print')).toEqual([expect.objectContaining({ taskId: id, taskState: 'succeed' })]);
});

test('a document that cannot be printed says so in the words of the service', async () => {
	given = await stages['a draft with a picture'](await Service.of(sandbox, fresh.seed), fresh.account);
	expect((await printed()).error?.message).toContain('Печать документа этого вида не поддерживается');
});

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
	await sandbox.clearRequests();
});

async function handedOver(typed: INodeParameters = {}) {
	const nodes = [step('konturExternDraft', 'Hand Over', 'draft', 'handOver', typed), step('konturExternDraft', 'Look', 'draft', 'get')];
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [given] });
}

const asked = async () => (await sandbox.operations()).filter((operation) => operation === 'draft-create-web-draft');

test('a draft that was handed over says where a person goes on with it', async () => {
	const outcome = await handedOver();
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Hand Over')).toEqual([expect.objectContaining({ handedOver: true, draftId: given.json.draftId, webDraftUrl: expect.stringContaining(String(given.json.draftId)) })]);
	expect(outcome.json('Look')[0].draftStatus).toBe('transferred-to-web');
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('a dry run only tells of it', async () => {
	const outcome = await handedOver({ dryRun: true });
	expect(outcome.json('Hand Over')).toEqual([expect.objectContaining({ dryRun: true, wouldDo: `Hand the draft ${String(given.json.draftId)} over to the web interface` })]);
	expect(outcome.json('Look')[0].draftStatus).toBe('new');
	expect(await asked()).toEqual([]);
});

test.each([
	['a text', 'https://extern.example/web/7', 'https://extern.example/web/7'],
	['a link', { 'draft-link': { rel: '', href: 'https://extern.example/web/7' } }, 'https://extern.example/web/7'],
	['something else', { state: 'transferred' }, undefined],
])('however the service answers, it is done: %s', async (_, body, webDraftUrl) => {
	await sandbox.fault({ operation: 'draft-create-web-draft', times: 1, action: { status: 200, body } });
	const [item] = (await handedOver()).json('Hand Over');
	expect(item).toMatchObject({ handedOver: true, answer: body });
	expect(item.webDraftUrl).toBe(webDraftUrl);
	expect(await asked()).toHaveLength(1);
});

test('a lost answer is not repeated: whether it was handed over has to be looked up', async () => {
	await sandbox.fault({ operation: 'draft-create-web-draft', action: { status: 500, body: { message: 'Внутренняя ошибка' } } });
	expect((await handedOver()).error).toBeDefined();
	expect(await asked()).toHaveLength(1);
});

import type { INodeParameters } from 'n8n-workflow';

import type { ItemIn, NodeOnCanvas } from './engine';
import { runWorkflow } from './engine';
import type { Company } from './filing';
import { certificateOf, chosen, credentialsOf, givenReport, itemWith, sendReport, step } from './filing';
import { makeReport } from '../reports/fnsReport';
import { freshSandbox } from './freshSandbox';
import { waitForAuthority } from './waiting';

const fresh = freshSandbox();
const { sandbox } = fresh;

const send = (operation: string, typed: INodeParameters = {}) => step('konturExternSend', `${operation[0].toUpperCase()}${operation.slice(1)}`, 'draft', operation, typed);
const task = (operation: string, typed: INodeParameters = {}) => step('konturExternSend', `Task ${operation}`, 'task', operation, typed);

async function run({ credentials }: Company, nodes: NodeOnCanvas[], item: ItemIn) {
	return await runWorkflow({ nodes, credentials, items: [item], extraNodes: { 'test.wait': waitForAuthority(sandbox) } });
}

/** The report of a company as a draft, as far as asked for. */
async function givenDraft(company: Company, until = 'draft') {
	const outcome = await run(company, [sendReport(company.account, { until })], company.item);
	const { accountId, draftId } = outcome.json('Send Report')[0];
	await sandbox.clearRequests();
	return { json: { accountId, draftId } };
}

const asked = async (operation: string) => (await sandbox.requests()).filter((request) => request.operation === operation);

describe('what a check finds', () => {
	test('stops the workflow with one line per finding: file, level, text, place', async () => {
		const company = givenReport(sandbox, fresh.seed);
		const broken = { ...company, item: itemWith(company.report.fileName.replace('.xml', '0.xml'), company.report.bytes) };
		const draft = await givenDraft(broken);
		const stopped = await run(company, [send('check'), send('prepare'), send('send')], draft);
		expect(stopped.error?.message).toBe('The check found errors; nothing was sent');
		expect(stopped.error?.description).toContain('✗ ');
		expect(await asked('draft-prepare')).toEqual([]);

		const carriedOn = await run(company, [{ ...send('check'), onError: 'continueRegularOutput' }], draft);
		const [{ error, draftId }] = carriedOn.json('Check');
		expect(draftId).toBe(draft.json.draftId);
		expect(Object(error).lines).toEqual(
			expect.arrayContaining([expect.objectContaining({ file: company.report.fileName.replace('.xml', '0.xml'), level: 'error', text: expect.stringMatching(/[а-я]/), path: expect.any(String) })]),
		);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('and only warns about is passed on, or stops where that is wanted', async () => {
		const company = givenClient();
		const certificate = certificateOf(company.account).content;
		const { organizations: [own] } = company.account;
		const draft = step('konturExternDraft', 'Create', 'draft', 'create', {
			accountId: chosen(company.account.id),
			authorityCode: '0087',
			payerInn: company.client.inn,
			payerKpp: company.client.kpp ?? '',
			certificate,
			additionalFields: { senderInn: own.inn, senderKpp: own.kpp ?? '' },
		});
		const nodes = [draft, step('konturExternUpload', 'Upload', 'content', 'upload'), step('konturExternDraft', 'Add', 'document', 'add')];
		const passed = await run(company, [...nodes, send('check')], company.item);
		expect(passed.error?.message).toBeUndefined();
		expect(passed.json('Check')[0]).toMatchObject({ stage: 'check', stageStatus: 'done', lines: [{ level: 'warning', text: expect.stringContaining('доверенность') }] });
		const stopped = await run(company, [...nodes, send('check', { additionalFields: { stopOnWarnings: true } })], company.item);
		expect(stopped.error?.message).toBe('The check found warnings; nothing was sent');
		expect(stopped.error?.description).toContain('Warnings do not forbid sending');
		expect(stopped.error?.description).toContain('доверенность');
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

test('sending the same draft again yields the same docflow and sends nothing', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const draft = await givenDraft(company, 'prepared');
	const first = await run(company, [send('send')], draft);
	const second = await run(company, [send('send')], draft);
	const [docflow] = (await sandbox.docflows()).docflows;
	expect(first.json('Send')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false, docflowId: docflow.id });
	expect(second.json('Send')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: true, docflowId: docflow.id });
	expect(await asked('draft-send')).toHaveLength(1);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

describe('a task that takes longer than one waits for', () => {
	const IMPATIENT = { options: { waitUpTo: 0 } };

	test('leaves ids behind, by which it is looked at, awaited and followed', async () => {
		const company = givenReport(sandbox, fresh.seed);
		const draft = await givenDraft(company, 'prepared');
		await sandbox.setClock({ speed: 1 });
		const waiting = await run(company, [send('send', IMPATIENT), task('get'), task('getAll')], draft);
		const [sent] = waiting.json('Send');
		expect(sent).toMatchObject({ ...draft.json, outcome: 'waiting', taskId: expect.any(String) });
		expect(waiting.json('Task get')[0]).toMatchObject({ taskId: sent.taskId, taskState: 'running', taskType: 'urn:task-type:send' });
		expect(waiting.json('Task getAll')).toEqual([expect.objectContaining({ taskId: sent.taskId, taskState: 'running' })]);

		const item = { json: { ...draft.json, taskId: sent.taskId } };
		const looked = await run(company, [task('wait', IMPATIENT)], item);
		expect(looked.json('Task wait')[0]).toMatchObject({ taskState: 'running' });
		await sandbox.setClock({ speed: 60 });
		const ended = await run(company, [task('wait'), task('get'), step('konturExternDocflow', 'Docflow', 'docflow', 'get')], item);
		expect(ended.error?.message).toBeUndefined();
		const [docflow] = (await sandbox.docflows()).docflows;
		expect(ended.json('Task wait')[0]).toMatchObject({ taskState: 'succeed', docflowId: docflow.id });
		expect(ended.json('Task get')[0]).toMatchObject({ taskState: 'succeed', docflowId: docflow.id });
		expect(ended.json('Docflow')[0]).toMatchObject({ docflowId: docflow.id, draftId: draft.json.draftId });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test.each(['check', 'prepare'])('%s ends as waiting, not as a failure', async (stage) => {
		const company = givenReport(sandbox, fresh.seed);
		const draft = await givenDraft(company, 'prepared');
		await sandbox.setClock({ speed: 1 });
		const outcome = await run(company, [send(stage, IMPATIENT)], draft);
		expect(Object.values(outcome.run.data.resultData.runData)[1][0].data?.main[0]?.[0].json).toMatchObject({ stage, stageStatus: 'waiting', taskId: expect.any(String) });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('Send Report fails where the next step would tell that it was sent, and goes on when it runs again', async () => {
		const company = givenReport(sandbox, fresh.seed);
		await sandbox.setClock({ speed: 1 });
		const node = sendReport(company.account, {}, { waitUpTo: 0, failWhenWaiting: true });
		const outcome = await run(company, [node], company.item);
		expect([outcome.error?.message, outcome.error?.description]).toEqual(['Kontur.Extern is still at work on it, so it is not sent yet', expect.stringContaining('nothing is sent twice')]);
		await sandbox.setClock({ speed: 60 });
		const filed = await run(company, [sendReport(company.account, {}, { failWhenWaiting: true })], company.item);
		expect(filed.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
		expect((await sandbox.docflows()).docflows).toHaveLength(1);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('Send Report goes on from there when it runs again', async () => {
		const company = givenReport(sandbox, fresh.seed);
		const impatient = sendReport(company.account, {}, { waitUpTo: 0 });
		await sandbox.setClock({ speed: 1 });
		const waiting = await run(company, [impatient], company.item);
		expect(waiting.json('Send Report')[0]).toMatchObject({ outcome: 'waiting', waitingFor: 'check', draftId: expect.any(String), taskId: expect.any(String) });
		await sandbox.setClock({ speed: 60 });
		const filed = await run(company, [sendReport(company.account)], company.item);
		expect(filed.json('Send Report')[0]).toMatchObject({ outcome: 'filed', draftId: waiting.json('Send Report')[0].draftId });
		expect((await sandbox.docflows()).docflows).toHaveLength(1);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

test.each([
	['0088', 'urn:docflow-state:failed', 'fns534-report-acceptance-result-negative'],
	['0085', 'urn:docflow-state:warning', 'fns534-report-processing-result-precise'],
])('what the tax office %s says is seen in Docflow: Get', async (taxOffice, state, document) => {
	const company = givenReport(sandbox, fresh.seed, { taxOffice });
	const options = { options: { labelLanguage: 'ru' } };
	const nodes = [sendReport(company.account), { type: 'test.wait', name: 'Wait' }, step('konturExternDocflow', 'Process', 'reply', 'process'), { type: 'test.wait', name: 'Wait again' }, step('konturExternDocflow', 'Get', 'docflow', 'get', options)];
	const outcome = await run(company, nodes, company.item);
	expect(outcome.error?.message).toBeUndefined();
	const [docflow] = outcome.json('Get');
	expect(docflow).toMatchObject({ state, stateLabel: expect.stringMatching(/[а-я]/), documents: expect.arrayContaining([expect.objectContaining({ documentType: `urn:document:${document}` })]) });
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

/** A report of a client, filed by the accounting firm of the seed. */
function givenClient() {
	const [, account] = fresh.seed.accounts;
	const client = account.organizations.find(({ inn }) => inn !== account.inn);
	if (!client) throw new Error('The accounting firm of the seed has no client');
	const report = makeReport({
		inn: client.inn,
		kpp: client.kpp,
		organizationName: client.name,
		taxOffice: '0087',
		signer: { surname: 'Выдумкина', name: 'Проба', patronymic: 'Тестовна' },
		representative: { document: 'Доверенность' },
	});
	return { account, client, report, credentials: credentialsOf(sandbox, fresh.seed, account), item: itemWith(report.fileName, report.bytes) };
}

test('an accounting firm files for its client, by the power of attorney of that organization', async () => {
	const company = givenClient();
	const { account, client } = company;
	const node = sendReport(account);
	const outcome = await run(company, [{ ...node, parameters: { ...node.parameters, organizationId: chosen(client.id) } }], company.item);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', receipt: { payer: { inn: client.inn }, sender: { inn: account.inn } } });
	const [{ body }] = await asked('draft-put');
	expect(body).toMatchObject({
		sender: { inn: account.inn, kpp: account.kpp, 'is-representative': true, certificate: { content: certificateOf(account).content } },
		payer: { inn: client.inn, organization: { kpp: client.kpp } },
		'additional-info': { 'machine-readable-warrant-id': client.fnsMchdId },
	});
	expect(client.fnsMchdId).toEqual(expect.any(String));
	expect((await sandbox.docflows()).docflows).toEqual([expect.objectContaining({ accountId: account.id })]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

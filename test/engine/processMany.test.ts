import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service } from './stages';
import { demanded, filedReport, sentInventory, timePasses } from './stages/docflows';

/** Everything that the docflows of an account owe, answered in one step. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

/** Two reports that were accepted, and a demand with an answer that was accepted: what is owed of each kind. */
async function givenDebts() {
	const { account, seed } = fresh;
	const service = await Service.of(sandbox, seed);
	const reports = [await filedReport(service, account), await filedReport(service, account)].map(({ id }) => id);
	const { id: demand, ...rest } = await demanded(service, account);
	const inventory = await sentInventory(service, account, { id: demand, ...rest });
	await timePasses(service);
	await sandbox.clearRequests();
	return { reports, demand, inventory };
}

const processMany = (typed: INodeParameters = {}) => step('konturExternDocflow', 'Process', 'reply', 'processMany', { accountId: chosen(fresh.account.id), ...typed });

async function run(typed: INodeParameters = {}, json = {}) {
	return await runWorkflow({ nodes: [processMany(typed)], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ json }] });
}

/** What was sent to the service. */
const changes = async () => (await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => operation);

test('every docflow gets what it waits for, and one item tells of it; the decision on a demand is left to a person', async () => {
	const { reports, demand, inventory } = await givenDebts();
	const outcome = await run({ additionalFields: { senderIp: '203.0.113.5' } });
	expect(outcome.error?.message).toBeUndefined();
	const items = outcome.json('Process');
	expect(items.map(({ docflowId }) => docflowId).sort()).toEqual([...reports, demand, inventory].sort());
	for (const item of items) expect(item).toMatchObject({ accountId: fresh.account.id, authority: expect.stringContaining('FNS'), sentCount: expect.any(Number) });

	const report = items.find(({ docflowId }) => docflowId === reports[0]);
	expect(report).toMatchObject({ sentCount: 3, open: [], result: 'accepted', isFinished: true, form: expect.any(String), period: expect.stringMatching(/\d{4}/) });
	expect(items.find(({ docflowId }) => docflowId === inventory)).toMatchObject({ sentCount: 2, open: [], isFinished: true });
	expect(items.find(({ docflowId }) => docflowId === demand)).toMatchObject({
		deadline: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
		sentCount: 1,
		sent: [expect.objectContaining({ type: 'fns534-demand-receipt', typeLabel: expect.stringMatching(/[a-z] [a-z]/) })],
		open: [
			expect.objectContaining({ type: 'fns534-demand-acceptance-result-positive', needsDecision: true }),
			expect.objectContaining({ type: 'fns534-demand-acceptance-result-negative', needsDecision: true }),
		],
	});
	const sends = (await sandbox.requests()).filter(({ operation }) => operation?.endsWith('reply-send'));
	expect(sends).toHaveLength(9);
	expect(sends.filter(({ operation }) => operation === 'inventory-reply-send')).toHaveLength(2);
	expect(sends.every(({ body }) => Object(body)['sender-ip'] === '203.0.113.5')).toBe(true);
});

test('a second run sends nothing, and only tells what still waits for a decision', async () => {
	const { demand } = await givenDebts();
	await run();
	await sandbox.clearRequests();
	const again = await run();
	expect(again.json('Process')).toEqual([expect.objectContaining({ docflowId: demand, sentCount: 0, sent: [] })]);
	expect(await changes()).toEqual([]);
});

test('a dry run lists each reply with its day, and sends nothing', async () => {
	const { demand } = await givenDebts();
	const items = (await run({ dryRun: true, options: { labelLanguage: 'ru' } })).json('Process');
	expect(items).toHaveLength(9);
	for (const item of items) expect(item).toMatchObject({ dryRun: true, wouldDo: expect.stringMatching(/^(Send|Nothing): /), typeLabel: expect.stringMatching(/[а-я]/), replyTypes: [item.type] });
	expect(items.filter(({ docflowId }) => docflowId === demand)).toEqual([expect.objectContaining({ type: 'fns534-demand-receipt', deadline: expect.stringMatching(/^\d{4}/) })]);
	expect(await changes()).toEqual([]);
});

test('kinds, organization and time narrow what is looked at', async () => {
	const { inventory } = await givenDebts();
	const later = new Date(Date.parse((await sandbox.clock()).now) + 3_600_000).toISOString();
	expect((await run({ additionalFields: { updatedFrom: later } })).json('Process')).toEqual([]);
	expect((await run({ orgId: chosen(fresh.seed.accounts[1].organizations[0].id) })).json('Process')).toEqual([]);
	expect(await changes()).toEqual([]);
	const [only, ...others] = (await run({ type: ['urn:docflow:fns534-inventory'] })).json('Process');
	expect([only, others]).toEqual([expect.objectContaining({ docflowId: inventory, sentCount: 2 }), []]);
});

test('what fails for one docflow is told there, and the others go on; the next run makes up for it', async () => {
	const { reports, demand, inventory } = await givenDebts();
	await sandbox.fault({ operation: 'inventory-reply-send', action: { status: 400, body: { message: 'Опись сейчас не принимается' } } });
	const items = (await run()).json('Process');
	expect(items.find(({ docflowId }) => docflowId === inventory)).toMatchObject({ sentCount: 0, problem: expect.stringContaining('Опись сейчас не принимается') });
	expect(items.filter(({ problem }) => problem)).toHaveLength(1);
	await sandbox.clearFaults();
	const again = (await run()).json('Process');
	expect(again.filter(({ sentCount }) => Number(sentCount) > 0)).toEqual([expect.objectContaining({ docflowId: inventory, sentCount: 2, open: [] })]);
	expect([...reports, demand]).not.toContain(again.find(({ sentCount }) => Number(sentCount) > 0)?.docflowId);
});

test('a key that is not there stops before anything is asked', async () => {
	await givenDebts();
	const { konturExternTestKeyApi: _, ...signIn } = credentialsOf(sandbox, fresh.seed, fresh.account);
	const credentials = { ...signIn, konturExternTestKeyApi: { privateKey: 'none', publicCertificate: 'none' } };
	const outcome = await runWorkflow({ nodes: [processMany()], credentials, items: [{}] });
	expect(outcome.error?.message).toBeDefined();
	expect((await sandbox.requests()).filter(({ service }) => service === 'api')).toEqual([]);
});

test('too many requests at once are waited for, and nothing is lost', async () => {
	const { reports } = await givenDebts();
	await sandbox.fault({ operation: 'docflow-get', times: 3, action: { status: 429, headers: { 'retry-after': '0' } } });
	await sandbox.fault({ operation: 'reply-send', skip: 1, times: 2, action: { status: 429, headers: { 'retry-after': '0' } } });
	const items = (await run({ type: ['urn:docflow:fns534-report'] })).json('Process');
	expect(items.map(({ docflowId, sentCount }) => [docflowId, sentCount]).sort()).toEqual(reports.map((id) => [id, 3]).sort());
});

import { runWorkflow } from './engine';
import { givenReport, sendReport, step, type Company } from './filing';
import type { Seed } from './sandbox';
import { sandboxOfThisWorker } from './sandbox';

/** A draft may be sent while a workflow still works on it: by another run, or by a request that arrives late. */

const sandbox = sandboxOfThisWorker();
let seed: Seed;
let company: Company;

beforeEach(async () => {
	await sandbox.reset();
	seed = await sandbox.seed();
	company = givenReport(sandbox, seed);
});

afterEach(async () => {
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('the steps after that pass, and the last one gives the docflow', async () => {
	const outcome = await runWorkflow({
		nodes: [
			sendReport(company.account),
			step('konturExternSend', 'Check', 'draft', 'check'),
			step('konturExternSend', 'Prepare', 'draft', 'prepare'),
			step('konturExternSend', 'Send', 'draft', 'send'),
		],
		credentials: company.credentials,
		items: [company.item],
	});
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Check')[0]).toMatchObject({ stage: 'check', stageStatus: 'sent', lines: [] });
	expect(outcome.json('Prepare')[0]).toMatchObject({ stage: 'prepare', stageStatus: 'sent', lines: [] });
	expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: true, docflowId: outcome.json('Send Report')[0].docflowId });
	expect((await sandbox.operations()).filter((operation) => operation === 'draft-send')).toHaveLength(1);
});

test('a refusal of a draft that was not sent stays a refusal', async () => {
	const refusal = { id: 'urn:error:externapi:badRequest', 'status-code': 400, message: 'Черновик пуст' };
	await sandbox.fault({ operation: 'draft-check', action: { status: 400, body: refusal } });
	const outcome = await runWorkflow({
		nodes: [sendReport(company.account, { until: 'draft' }), step('konturExternSend', 'Check', 'draft', 'check')],
		credentials: company.credentials,
		items: [company.item],
	});
	expect(outcome.error?.message).toBe('Черновик пуст');
});

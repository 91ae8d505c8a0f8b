import { runWorkflow } from './engine';
import { sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';

/** A draft may be sent while a workflow still works on it: by another run, or by a request that arrives late. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

test('the steps after that pass, and the last one gives the docflow', async () => {
	const outcome = await runWorkflow({
		nodes: [
			sendReport(fresh.account),
			step('konturExternSend', 'Check', 'draft', 'check'),
			step('konturExternSend', 'Prepare', 'draft', 'prepare'),
			step('konturExternSend', 'Send', 'draft', 'send'),
		],
		credentials: fresh.company.credentials,
		items: [fresh.company.item],
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
		nodes: [sendReport(fresh.account, { until: 'draft' }), step('konturExternSend', 'Check', 'draft', 'check')],
		credentials: fresh.company.credentials,
		items: [fresh.company.item],
	});
	expect(outcome.error?.message).toBe('Черновик пуст');
});

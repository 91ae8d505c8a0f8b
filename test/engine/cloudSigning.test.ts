import { runWorkflow } from './engine';
import { credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages } from './stages';

const fresh = freshSandbox();
const { sandbox } = fresh;

async function run(stage: string, nodes: Array<ReturnType<typeof step>>) {
	const item = await stages[stage](await Service.of(sandbox, fresh.seed), fresh.account);
	return { item, outcome: await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] }) };
}

test('a draft that is signed in the cloud waits for the code of an SMS', async () => {
	const { item, outcome } = await run('a draft with a report', [step('konturExternSign', 'Sign', 'draft', 'cloudSign'), step('konturExternSend', 'Task', 'task', 'get')]);
	expect(outcome.error?.message).toBeUndefined();
	const [signing] = outcome.json('Sign');
	expect(signing).toMatchObject({ confirmType: 'sms', documentIds: [item.json.documentId], requestId: expect.any(String) });
	expect(outcome.json('Task')).toEqual([expect.objectContaining({ taskId: signing.taskId, taskState: 'running' })]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('with the code its files are signed, and it can be sent', async () => {
	const confirm = { showLegacyOperations: true, code: '={{ $json.code }}' };
	const nodes = [
		step('konturExternSign', 'Confirm', 'draft', 'confirmCloudSign', confirm),
		step('konturExternSend', 'Check', 'draft', 'check'),
		step('konturExternSend', 'Prepare', 'draft', 'prepare'),
		step('konturExternSend', 'Send', 'draft', 'send'),
	];
	const { outcome } = await run('a draft that waits for the code of an SMS', nodes);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Confirm')[0].documentIds).toHaveLength(1);
	expect(outcome.json('Send')[0].outcome).toBe('filed');
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('a wrong code signs nothing', async () => {
	const confirm = step('konturExternSign', 'Confirm', 'draft', 'confirmCloudSign', { showLegacyOperations: true, code: 'abc' });
	const { outcome } = await run('a draft that waits for the code of an SMS', [confirm]);
	expect(outcome.error?.message).toContain('Неверный код');
});

test('of a notification for the police the bytes to sign come as a file, its draft goes on to the next step', async () => {
	const { item, outcome } = await run('a checked notification for the police', [step('konturExternSign', 'Data', 'document', 'getDataToSign')]);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Data')).toEqual([expect.objectContaining({ draftId: item.json.draftId, documentId: item.json.documentId, dataToSignContentId: expect.any(String) })]);
	expect((await outcome.binary('Data', 0, 'dataToSign')).length).toBeGreaterThan(0);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

import { runWorkflow } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';

/** How long an outage holds a node is the operator's choice. */

const fresh = freshSandbox();
const { sandbox } = fresh;

beforeEach(async () => {
	await sandbox.fault({ operation: 'account-get', action: { status: 503 } });
});

async function during(giveUpAfter: number) {
	const { account } = fresh;
	const node = step('konturExternAccount', 'Node', 'account', 'get', { accountId: chosen(account.id), options: { giveUpAfter } });
	const started = Date.now();
	const { error } = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, fresh.seed, account) });
	const asked = (await sandbox.requests()).filter(({ operation }) => operation === 'account-get');
	return { error, asked: asked.length, seconds: (Date.now() - started) / 1000 };
}

test('with 0 seconds nothing is repeated', async () => {
	expect(await during(0)).toMatchObject({ asked: 1, error: { httpCode: '503' } });
});

test('a request is repeated as long as there is time, and not longer', async () => {
	const { asked, seconds, error } = await during(4);
	expect(asked).toBeGreaterThan(1);
	expect(seconds).toBeLessThan(20); // 4 for the repeats, the rest for a busy machine
	expect(error).toMatchObject({ httpCode: '503' });
});

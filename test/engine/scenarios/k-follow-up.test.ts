import { type ItemIn, type NodeOnCanvas, runWorkflow } from '../engine';
import { chosen, credentialsOf, givenReport, sendReport, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { waitForAuthority } from '../waiting';

/** Scenario (k): a report is followed through every answer of the tax office, and every receipt is given, until nothing is owed. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const processReplies = (name: string) => step('konturExternDocflow', name, 'reply', 'process');
const look = (name: string) => step('konturExternDocflow', name, 'docflow', 'get');
const wait = (name: string) => ({ type: 'test.wait', name, parameters: {} });

async function run(nodes: NodeOnCanvas[], item: ItemIn) {
	const outcome = await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item], extraNodes: { 'test.wait': waitForAuthority(sandbox) } });
	expect(outcome.error?.message).toBeUndefined();
	return outcome;
}

test('round by round: what comes is answered, and the end is told only when nothing is owed any more', async () => {
	// The office answers when the workflow waits for it, and not between two steps on a busy machine.
	await sandbox.setClock({ speed: 1 });
	const { account } = fresh;
	const { item } = givenReport(sandbox, fresh.seed, { taxOffice: '0085' });
	const outcome = await run([sendReport(account), processReplies('At once'), wait('Some minutes'), look('Answered'), processReplies('Then'), look('At its end')], item);

	// Straight after sending the operator's confirmation of the date wants a receipt.
	expect(outcome.json('At once')).toEqual([expect.objectContaining({ sentCount: 1, open: [], result: 'waiting', isFinished: false })]);
	// The office accepts the report and asks to make it more precise: two more receipts, and a correction to plan.
	expect(outcome.json('Answered')).toEqual([expect.objectContaining({ result: 'needsCorrection', needsReply: true, isFinished: false, severity: 'actionNeeded' })]);
	expect(outcome.json('Then')).toEqual([expect.objectContaining({ sentCount: 2, open: [] })]);
	expect(outcome.json('At its end')).toEqual([expect.objectContaining({ status: 'urn:docflow-common-status:finished', result: 'needsCorrection', needsReply: false, isFinished: true })]);

	const { docflowId, webLink } = outcome.json('At its end')[0];
	expect(webLink).toBe(`${sandbox.addresses.control}/#${String(docflowId)}`);
	const again = await run([processReplies('Again')], { json: { accountId: account.id, docflowId } });
	expect(again.json('Again')).toEqual([expect.objectContaining({ sentCount: 0, open: [] })]);
});

test('after a refusal the docflow goes on until its receipt is sent', async () => {
	const { account } = fresh;
	const { item } = givenReport(sandbox, fresh.seed, { taxOffice: '0088' });
	const outcome = await run([sendReport(account), wait('Some minutes'), look('Refused'), processReplies('Process')], item);
	expect(outcome.json('Refused')).toEqual([expect.objectContaining({ result: 'refused', severity: 'failure', needsReply: true, isFinished: false })]);
	expect(outcome.json('Process')).toEqual([expect.objectContaining({ sentCount: 2, result: 'refused', isFinished: true })]);
});

test('a success is no end: a receipt is owed still, and the night run over all docflows gives it', async () => {
	const { account } = fresh;
	const { item } = givenReport(sandbox, fresh.seed);
	const outcome = await run([sendReport(account), wait('Some minutes'), look('Accepted')], item);
	const [accepted] = outcome.json('Accepted');
	expect(accepted).toMatchObject({ result: 'accepted', needsReply: true, isFinished: false });

	const many = (name: string, dryRun: boolean) => step('konturExternDocflow', name, 'reply', 'processMany', { accountId: chosen(account.id), dryRun });
	const owed = await run([many('Owed', true)], {});
	expect(owed.json('Owed')).toHaveLength(3);
	expect((await run([many('Night', false)], {})).json('Night')).toEqual([expect.objectContaining({ docflowId: accepted.docflowId, sentCount: 3, open: [], isFinished: true })]);
	expect((await run([many('Next night', false)], {})).json('Next night')).toEqual([]);
});

import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { changesAt } from './signing';
import { ofAccount } from './stages/accounts';
import { Service, stages } from './stages';
import { demanded, timePasses } from './stages/docflows';

/** Receive does what is due of a docflow, and nothing that needs a decision. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

beforeEach(async () => {
	await sandbox.setClock({ speed: 10 });
});

const PVSO = 'fss-sedo-pvso-notification';
const BENEFIT = 'fss-sedo-proactive-payments-benefit';

async function received(docflowId: string, typed: INodeParameters = {}, credentials = credentialsOf(sandbox, fresh.seed, fresh.account)) {
	return await runWorkflow({ nodes: [step('konturExternDocflow', 'Receive', 'docflow', 'receive', typed)], credentials, items: [{ json: { ...ofAccount(fresh.account), docflowId } }] });
}

const pass = async (minutes?: number) => await timePasses(await Service.of(sandbox, fresh.seed), minutes);
const begun = async (type: string) => await sandbox.beginDocflow(fresh.account.id, type);

test('an empty docflow is asked for its documents; later they come out readable and are marked as read', async () => {
	const docflowId = await begun(BENEFIT);
	const asked = await received(docflowId);
	expect([asked.error?.message, asked.error?.description]).toEqual([undefined, undefined]);
	expect(asked.json('Receive')[0]).toMatchObject({ requestId: expect.any(String), nextStep: 'wait-for-documents', nextStepLabel: 'Wait for the documents', files: [] });
	const early = await received(docflowId);
	expect(early.json('Receive')[0]).toMatchObject({ nextStep: 'wait-for-documents' });
	expect(early.json('Receive')[0]).not.toHaveProperty('requestId');

	await pass();
	const read = await received(docflowId, { options: { labelLanguage: 'ru' } });
	expect([read.error?.message, read.error?.description]).toEqual([undefined, undefined]);
	expect(read.json('Receive')[0]).toMatchObject({ nextStep: 'nothing', nextStepLabel: 'Ничего', sent: [{ type: `${BENEFIT}-receipt` }], open: [], status: 'urn:docflow-common-status:finished' });
	expect((await read.binary('Receive')).toString('latin1')).toContain('<?xml');

	await sandbox.clearRequests();
	const again = await received(docflowId);
	expect(again.json('Receive')[0]).toMatchObject({ nextStep: 'nothing', sent: [] });
	expect((await again.binary('Receive')).toString('latin1')).toContain('<?xml');
	expect(await changesAt(sandbox)).toEqual([]);
});

test.each(['fss-sedo-pvso-notification', 'fss-sedo-sick-report-change-notification', 'fss-sedo-demand'])('%s wants a read mark and a notice of reading that is signed raw', async (type) => {
	const docflowId = await begun(type);
	await received(docflowId);
	await pass();
	await sandbox.clearRequests();
	const read = await received(docflowId);
	expect([read.error?.message, read.error?.description]).toEqual([undefined, undefined]);
	expect(read.json('Receive')[0].sent).toHaveLength(2);
	const puts = (await sandbox.requests()).filter(({ operation }) => operation === 'reply-signature-put');
	expect(puts.map(({ bodyBytes }) => bodyBytes)).toEqual([64]);
	await pass();
	const after = await received(docflowId);
	const expected = type === 'fss-sedo-sick-report-change-notification' ? 'nothing' : 'answer';
	expect(after.json('Receive')[0]).toMatchObject({ status: 'urn:docflow-common-status:finished', nextStep: expected, sent: [] });
});

test('a broadcast arrives finished and needs nothing', async () => {
	const docflowId = await begun('fss-sedo-broadcast-message');
	const outcome = await received(docflowId);
	expect(outcome.json('Receive')[0]).toMatchObject({ nextStep: 'nothing', sent: [], files: [expect.any(String)] });
	expect(await changesAt(sandbox)).toEqual([]);
});

test('a letter of the tax office comes out and its receipt is signed detached', async () => {
	const { json } = await stages['a letter of the tax office'](await Service.of(sandbox, fresh.seed), fresh.account);
	const outcome = await received(String(json?.docflowId));
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Receive')[0]).toMatchObject({ nextStep: 'nothing', sent: [{ type: 'fns534-cu-letter-receipt' }], status: 'urn:docflow-common-status:finished' });
});

test('of a demand the receipt is sent, which is a duty; whether it is accepted is left to decide', async () => {
	const demand = await demanded(await Service.of(sandbox, fresh.seed), fresh.account);
	await sandbox.clearRequests();
	const outcome = await received(demand.id);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Receive')[0]).toMatchObject({
		nextStep: 'decide',
		sent: [{ type: 'fns534-demand-receipt' }],
		open: [expect.objectContaining({ type: 'fns534-demand-acceptance-result-positive', needsDecision: true }), expect.objectContaining({ type: 'fns534-demand-acceptance-result-negative', needsDecision: true })],
	});
	expect((await changesAt(sandbox)).filter((operation) => operation === 'reply-send')).toHaveLength(1);
	expect((await received(demand.id)).json('Receive')[0]).toMatchObject({ nextStep: 'decide', sent: [] });
});

test('what cannot be opened is told and not marked as read; without opening it is marked', async () => {
	await sandbox.setEncryption({ certificate: fresh.seed.accounts[1].certificates[0].content });
	const docflowId = await begun(BENEFIT);
	await received(docflowId);
	await pass();
	await sandbox.clearRequests();
	const outcome = await received(docflowId);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Receive')[0]).toMatchObject({ nextStep: 'open', problem: expect.stringMatching(/./), sent: [], open: [expect.objectContaining({ type: `${BENEFIT}-receipt` })] });
	expect(await changesAt(sandbox)).toEqual([]);
	const closed = await received(docflowId, { additionalFields: { openFiles: false } });
	expect(closed.json('Receive')[0]).toMatchObject({ nextStep: 'nothing', files: [], sent: [{ type: `${BENEFIT}-receipt` }] });
});

test('a request whose answer was lost is not made twice', async () => {
	const docflowId = await begun(PVSO);
	await sandbox.fault({ operation: 'documents-request-send', times: 1, after: true, action: { disconnect: true } });
	const outcome = await received(docflowId);
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Receive')[0]).toMatchObject({ nextStep: 'wait-for-documents', status: expect.stringMatching(/arrived$/) });
	expect((await changesAt(sandbox)).filter((operation) => operation === 'documents-request-send')).toHaveLength(1);
});

test('on a dry run it only tells what is due', async () => {
	const docflowId = await begun(PVSO);
	const empty = await received(docflowId, { dryRun: true });
	expect(empty.json('Receive')[0]).toMatchObject({ dryRun: true, wouldDo: 'ask for the documents', nextStep: 'wait-for-documents' });
	expect(await changesAt(sandbox)).toEqual([]);
	await received(docflowId);
	await pass();
	await sandbox.clearRequests();
	const there = await received(docflowId, { dryRun: true });
	expect(there.json('Receive')[0]).toMatchObject({ wouldDo: 'get 1 files, send 2 receipts' });
	expect(await changesAt(sandbox)).toEqual([]);
});

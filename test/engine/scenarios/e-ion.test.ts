import type { INodeParameters } from 'n8n-workflow';

import { chosen, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { Desk, receive } from './desk';

/** Scenario (e): a request to the tax service by contract, from the question to the answer in a file. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const desk = new Desk(fresh);

const ask = (typed: INodeParameters = {}) =>
	step('konturExternSend', 'Ask', 'ion', 'send', { accountId: chosen(fresh.account.id), authorityCode: chosen('0087'), contractType: 'ION7', signWith: 'testKey', ...typed });

test('two nodes, run by schedule, ask for a balance certificate and end with its file', async () => {
	const asked = await desk.done({}, [ask()]);
	expect(asked).toMatchObject({ outcome: 'filed', docflowType: 'urn:docflow:fns534-ion', result: 'waiting' });

	const first = await desk.received(asked.docflowId);
	expect(first).toMatchObject({ nextStep: 'wait', sent: [{ type: 'fns534-ion-receipt' }] });
	await desk.pass();

	// The same workflow once more: the question is not asked twice, its answers come out.
	const outcome = await desk.run({}, [ask(), receive()]);
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	const [answered] = outcome.json('Receive');
	expect(answered).toMatchObject({ docflowId: asked.docflowId, nextStep: 'nothing', result: 'accepted', isFinished: true });
	expect(answered.files).toHaveLength(2);
	expect((await outcome.binary('Receive')).length).toBeGreaterThan(0);
	expect((await sandbox.docflows()).total).toBe(1);
});

test('the tax service has no data: its refusal is confirmed, and can be read', async () => {
	const asked = await desk.done({}, [ask({ authorityCode: chosen('0088') })]);
	await desk.received(asked.docflowId);
	await desk.pass();
	const outcome = await desk.run(desk.about(asked.docflowId), [receive()]);
	expect(outcome.json('Receive')[0]).toMatchObject({ nextStep: 'read-refusal', nextStepLabel: 'Read why it failed', result: 'refused', isFinished: true, sent: [{ type: 'fns534-ion-receipt' }] });
	expect((await outcome.binary('Receive')).toString('latin1')).toContain('<?xml');
});

test('a period over two calendar years is told to be divided, before anything is sent', async () => {
	const outcome = await desk.run({}, [ask({ contractType: 'ION4', periodBegin: '2025-07-01', periodEnd: '2026-06-30' })]);
	expect(outcome.error?.message).toContain('Period End is not in the year of the beginning');
	expect(outcome.error?.description).toContain('make one request for each year');
	expect(await desk.changes()).toEqual([]);
	for (const [periodBegin, periodEnd] of [['2025-07-01', '2025-12-31'], ['2026-01-01', '2026-06-30']]) {
		expect(await desk.done({}, [ask({ contractType: 'ION4', periodBegin, periodEnd })])).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	}
});

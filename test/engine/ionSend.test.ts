import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { changesAt } from './signing';
import { Service } from './stages';
import { timePasses } from './stages/docflows';

/** A request for information to the tax service in one step. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

async function asked(typed: INodeParameters = {}) {
	const parameters = { accountId: chosen(fresh.account.id), authorityCode: chosen('0087'), contractType: 'ION7', signWith: 'testKey', ...typed };
	return await runWorkflow({ nodes: [step('konturExternSend', 'Ask', 'ion', 'send', parameters)], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{}] });
}

const contracts = async () => (await sandbox.requests()).filter(({ operation }) => operation === 'draft-document-build');

test('a request is written by the service, signed and sent, once a day', async () => {
	const first = await asked();
	expect([first.error?.message, first.error?.description]).toEqual([undefined, undefined]);
	expect(first.json('Ask')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false, docflowType: 'urn:docflow:fns534-ion' });
	const [{ query, body }] = await contracts();
	expect(query).toEqual({ type: 'ION7', version: '3' });
	// Name and KPP come from the account.
	expect(body).toMatchObject({ 'additional-org-info': { taxpayer: { 'taxpayer-full-name': fresh.account.name, kpp: fresh.account.kpp } } });

	const again = await asked();
	expect(again.json('Ask')[0]).toMatchObject({ alreadyFiled: true, docflowId: first.json('Ask')[0].docflowId });
	expect((await sandbox.docflows()).total).toBe(1);
});

test('Send Again asks deliberately once more', async () => {
	const first = await asked();
	const again = await asked({ additionalFields: { sendAgain: true } });
	expect(again.json('Ask')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect(again.json('Ask')[0].docflowId).not.toBe(first.json('Ask')[0].docflowId);
});

test('another period is another request', async () => {
	const period = (periodEnd: string) => ({ contractType: 'ION8', periodBegin: '2025-01-01', periodEnd });
	const first = await asked(period('2025-06-30'));
	const second = await asked(period('2025-09-30'));
	expect(second.json('Ask')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect(second.json('Ask')[0].docflowId).not.toBe(first.json('Ask')[0].docflowId);
});

test.each<[string, INodeParameters, RegExp]>([
	['over two calendar years', { contractType: 'ION8', periodBegin: '2024-12-01', periodEnd: '2025-01-31' }, /Period End is not in the year of the beginning/],
	['without a period', { contractType: 'ION4' }, /Period Begin is missing/],
])('a request %s is stopped before anything is sent', async (_, typed, says) => {
	for (const dryRun of [false, true]) {
		const outcome = await asked({ ...typed, dryRun });
		expect(outcome.error?.message).toMatch(says);
	}
	expect(await changesAt(sandbox)).toEqual([]);
});

test('on a dry run nothing is sent', async () => {
	const outcome = await asked({ dryRun: true });
	expect(outcome.json('Ask')[0]).toMatchObject({ dryRun: true, wouldDo: expect.stringContaining('0087') });
	expect(await changesAt(sandbox)).toEqual([]);
});

test('whose answer to sending was lost, a request is not sent twice', async () => {
	await sandbox.fault({ operation: 'draft-send', times: 1, after: true, action: { disconnect: true } });
	const outcome = await asked();
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Ask')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	await timePasses(await Service.of(sandbox, fresh.seed));
	expect((await sandbox.docflows()).total).toBe(1);
});

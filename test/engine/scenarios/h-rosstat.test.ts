import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from '../engine';
import { chosen, sendReport, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { waitForAuthority } from '../waiting';
import { followUp } from './steps';

/** Scenario (h): a report to the statistics service, for which the file tells who the respondent is. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const report = (title: string) => Buffer.from(`<?xml version="1.0" encoding="utf-8"?><report code="610013" shifr="0610013" year="2026" period="09" version="1"><title>${title}</title><sections/></report>`);
const okpo = '<item name="okpo" value="00032537"/>';

async function file(title: string, more: INodeParameters) {
	const { account, credentials } = fresh.company;
	const node = sendReport(account, more);
	return await runWorkflow({
		nodes: [step('konturExternDraft', 'Validate', 'reportFile', 'validate'), { ...node, parameters: { ...node.parameters, organizationId: chosen(account.organizations[0].id) } }, ...followUp()],
		credentials,
		items: [{ files: { data: { bytes: report(title), fileName: '0610013_007_004.xml' } } }],
		extraNodes: { 'test.wait': waitForAuthority(sandbox) },
	});
}

const statuses = async () => (await sandbox.docflows()).docflows.map(({ status }) => status);

test('it is known by its file, accepted, and finished by our receipt', async () => {
	const outcome = await file(okpo, { authorityCode: '00-87' });
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Validate')[0]).toMatchObject({ isValid: true, authority: 'Rosstat', okud: '0610013', okpo: '00032537' });
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', docflowType: 'urn:docflow:stat-report' });
	expect((await sandbox.requests()).find(({ operation }) => operation === 'draft-put')?.body).toMatchObject({ recipient: { 'togs-code': '00-87' }, payer: { okpo: '00032537' } });
	expect(outcome.json('Look')[0]).toMatchObject({ result: 'accepted', isFinished: true });
	expect(await statuses()).toEqual(['finished']);
});

test('a format that does not fit is told, the notice of it is answered, and no correction is made up here', async () => {
	const outcome = await file(okpo, { authorityCode: '00-88' });
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Look')[0]).toMatchObject({ result: 'refused', severity: 'failure', isFinished: true });
	expect(await statuses()).toEqual(['finished']);
	const correction = await runWorkflow({ nodes: [step('konturExternDraft', 'Make Correction', 'reportFile', 'correct')], credentials: {}, items: [{ json: { result: 'refused' }, files: { data: { bytes: report(okpo), fileName: '0610013_007_004.xml' } } }] });
	expect(correction.error?.message).toContain('is a report for the statistics service (Rosstat)');
});

test('without the OKPO it does not pass the check; filled in it does', async () => {
	const without = await file('', { authorityCode: '00-87' });
	expect(without.json('Validate')[0]).toMatchObject({ isValid: true, lines: [{ level: 'warning', text: expect.stringContaining('Payer OKPO') }] });
	expect(without.error?.message).toBe('The check found errors; nothing was sent');
	expect(without.error?.description).toContain('ОКПО');
	expect((await sandbox.docflows()).docflows).toEqual([]);
	const filled = await file('', { authorityCode: '00-87', payerOkpo: '00032537' });
	expect(filled.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
});

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runWorkflow } from '../engine';
import { givenTrigger, jsonOf } from '../eventTrigger';
import { chosen, credentialsOf, step } from '../filing';
import { freshSandbox } from '../freshSandbox';

/** Scenario (o): what is to be filed, what was filed for it, and a watch over the deadlines. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

test('what is filed leads to its docflow and is not told any more; what is owed is', async () => {
	const { account, seed } = fresh;
	const { inn, kpp = '' } = account;
	const accountId = chosen(account.id);
	const filed = { dateFrom: '2024-01-01', dateTo: '2027-12-31', statuses: ['accepted', 'accepted-after-deadline'] };
	const outcome = await runWorkflow({
		nodes: [
			step('konturExternAccount', 'File', 'testStand', 'generateReport', { accountId, senderInn: inn, senderKpp: kpp, state: 'finished' }),
			step('konturExternAccount', 'Filed', 'reportsTable', 'searchReports', { accountId, returnAll: true, ...filed }),
			step('konturExternAccount', 'Docflows', 'reportsTable', 'getDocflows'),
		],
		credentials: credentialsOf(sandbox, seed, account),
	});
	expect(outcome.error?.message).toBeUndefined();
	const [{ docflowId }] = outcome.json('File');
	expect(outcome.json('Docflows')).toEqual([expect.objectContaining({ docflowId, reportStatus: 'accepted' })]);

	const trigger = await givenTrigger(sandbox, seed, { source: 'deadlines', watchFor: ['report'], accountId }, { options: { eventsPerPoll: 5_000 } });
	const cellOf = ({ formId, periodYear, periodNumber }: IDataObject) => [formId, periodYear, periodNumber].join(' ');
	const due = jsonOf(await trigger.activate());
	expect(due.length).toBeGreaterThan(0);
	expect(due.map(cellOf)).not.toContain(cellOf(outcome.json('Filed')[0]));
	for (const item of due) expect(item).toMatchObject({ event: expect.stringMatching(/^report-/), organization: account.name, deadline: expect.any(String) });
});

test('the table tells the forms of an organization and what has to be paid; a period turned round is told in words', async () => {
	const { account, seed } = fresh;
	const [organization] = account.organizations;
	const accountId = chosen(account.id);
	const read = async (operation: string, typed: INodeParameters) =>
		await runWorkflow({ nodes: [step('konturExternAccount', 'Read', 'reportsTable', operation, { accountId, returnAll: true, ...typed })], credentials: credentialsOf(sandbox, seed, account) });
	const autumn = { dateFrom: '2026-09-01', dateTo: '2026-11-30' };
	const forms = (await read('getForms', { orgId: chosen(organization.id) })).json('Read');
	const hidden = (await read('getForms', { orgId: chosen(organization.id), additionalFields: { includeDeleted: true } })).json('Read');
	expect(hidden.length).toBeGreaterThan(forms.length);
	const due = (await read('searchReports', autumn)).json('Read');
	expect(forms.map(({ formId }) => formId)).toEqual(expect.arrayContaining(due.map(({ formId }) => formId)));

	const payments = (await read('searchPayments', { ...autumn, options: { labelLanguage: 'ru' } })).json('Read');
	expect(payments.length).toBeGreaterThan(0);
	for (const payment of payments) {
		expect(payment).toMatchObject({ organizationId: organization.id, paymentName: expect.stringMatching(/[а-я]/i), periodicityLabel: expect.stringMatching(/^(Еже|Дважды)/) });
		expect(String(payment.deadline).slice(0, 7)).toMatch(/^2026-(09|10|11)$/);
	}
	const turned = await read('searchPayments', { dateFrom: autumn.dateTo, dateTo: autumn.dateFrom });
	expect(turned.error?.message).toContain('Начало периода позже его конца');
});

test('a table that cannot be read now is a failure in words, and the next poll tells all', async () => {
	const trigger = await givenTrigger(sandbox, fresh.seed, { source: 'deadlines', watchFor: ['report'], accountId: chosen(fresh.account.id) });
	await sandbox.fault({ operation: 'reports-tables-search', action: { status: 500, headers: { 'retry-after': '3600' }, body: { id: 'urn:error:externapi:internal', 'status-code': 500, message: 'Внутренняя ошибка' } } });
	await expect(trigger.activate()).rejects.toThrow('Внутренняя ошибка');
	expect(trigger.saved).toEqual({});
	await sandbox.clearFaults();
	expect(jsonOf(await trigger.tick()).length).toBeGreaterThan(0);
});

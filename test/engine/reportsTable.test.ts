import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import type { SeedAccount } from './sandbox';

/** Deadlines and what expires: what an accountant asks first. */

const fresh = freshSandbox();
const { sandbox } = fresh;
let company: SeedAccount;
let firm: SeedAccount;

beforeEach(async () => {
	[company, firm] = fresh.seed.accounts;
});

const spring = { dateFrom: '2025-04-01', dateTo: '2025-04-30' };
const search = (account: SeedAccount, typed: INodeParameters = {}) =>
	step('konturExternAccount', 'Search', 'reportsTable', 'searchReports', { accountId: chosen(account.id), returnAll: true, ...spring, ...typed });
const run = async (account: SeedAccount, nodes: Array<ReturnType<typeof step>>) => {
	const outcome = await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, account) });
	expect(outcome.error?.message).toBeUndefined();
	expect(await sandbox.judgeTraffic()).toEqual([]);
	return outcome;
};

describe('reports that are due', () => {
	test('are told one by one, with words for where they stand', async () => {
		const due = (await run(company, [search(company, { options: { labelLanguage: 'ru' } })])).json('Search');
		const profit = due.find(({ knd }) => knd === '1151006');
		expect(profit).toMatchObject({
			organizationId: company.organizations[0].id,
			deadline: '2025-04-25T00:00:00.0000000',
			periodYear: 2025,
			periodNumber: 1,
			reportStatus: 'not-sent-after-deadline',
			reportStatusLabel: 'Просрочен, не отправлен',
			periodicityLabel: 'Ежеквартально',
		});
	});

	test('can be told by where they stand, and still as many as wanted', async () => {
		const all = (await run(firm, [search(firm)])).json('Search');
		const missed = (await run(firm, [search(firm, { statuses: ['not-sent-after-deadline'] })])).json('Search');
		expect(missed).toHaveLength(all.filter(({ reportStatus }) => reportStatus === 'not-sent-after-deadline').length);
		expect((await run(firm, [search(firm, { statuses: ['not-sent-after-deadline'], returnAll: false, limit: 3 })])).json('Search')).toHaveLength(3);
		expect((await run(firm, [search(firm, { statuses: ['accepted'] })])).json('Search')).toEqual([]);
	});

	test('are those of one organization where one is chosen', async () => {
		const [, client] = firm.organizations;
		const due = (await run(firm, [search(firm, { organizationIds: chosen(client.id) })])).json('Search');
		expect(due.length).toBeGreaterThan(0);
		expect(new Set(due.map(({ organizationId }) => organizationId))).toEqual(new Set([client.id]));
	});

	test('are as the service writes them when they are not simplified', async () => {
		const [due] = (await run(company, [search(company, { simplify: false, returnAll: false, limit: 1 })])).json('Search');
		expect(due).toMatchObject({ 'organization-id': company.organizations[0].id, 'form-info': { 'form-id': expect.any(Number) }, 'period-year': 2025, status: expect.any(String) });
	});

	test('lead to the docflows in which they were sent, with nothing typed in', async () => {
		const { inn, kpp = '' } = company;
		const sent = step('konturExternAccount', 'File', 'testStand', 'generateReport', { accountId: chosen(company.id), senderInn: inn, senderKpp: kpp, state: 'finished' });
		const found = search(company, { statuses: ['accepted', 'accepted-after-deadline'], dateFrom: '2024-01-01', dateTo: '2027-12-31' });
		const outcome = await run(company, [sent, found, step('konturExternAccount', 'Docflows', 'reportsTable', 'getDocflows')]);
		const [{ docflowId }] = outcome.json('File');
		expect(outcome.json('Docflows')).toEqual([expect.objectContaining({ docflowId, reportStatus: 'accepted', reportStatusLabel: 'Accepted', organizationName: company.name })]);
	});
});

test('a power of attorney tells its last day, and those that end soon are found', async () => {
	const list = (additionalFields: INodeParameters = {}) =>
		step('konturExternAccount', 'List', 'powerOfAttorney', 'getAll', { accountId: chosen(firm.id), returnAll: true, additionalFields: { forAllUsers: true, ...additionalFields } });
	const daysLeft = ({ validUntil }: { validUntil?: unknown }) => Math.round((Date.parse(String(validUntil)) - Date.now()) / 86_400_000);
	const all = (await run(firm, [list()])).json('List');
	expect(all.map(({ validUntil }) => validUntil)).toEqual(all.map(() => expect.stringMatching(/^\d{4}-\d\d-\d\d$/)));
	const soon = (await run(firm, [list({ expiresWithin: 30 })])).json('List');
	expect(soon.map(({ number }) => number)).toEqual(all.filter((one) => daysLeft(one) <= 30).map(({ number }) => number));
	expect(soon).toHaveLength(2);
	expect(soon[0]).toMatchObject({ organizationName: expect.any(String), representative: expect.any(String) });
});

test('what the service tells of an organization beside its requisites is passed on', async () => {
	const ids = { accountId: chosen(company.id), orgId: chosen(company.organizations[0].id) };
	const signer = { 'control-unit-code': '0087', 'signer-type': 'chief' };
	const outcome = await run(company, [
		step('konturExternAccount', 'Choose', 'organization', 'updateSigner', { ...ids, signer: JSON.stringify(signer) }),
		step('konturExternAccount', 'Get', 'organization', 'get', ids),
	]);
	expect(outcome.json('Choose')).toEqual([expect.objectContaining({ updated: true })]);
	expect(outcome.json('Get')[0]).toMatchObject({ inn: company.inn, settings: { signers: [signer] } });
});

test('after a dry run nobody takes the organization of the step before for the new one', async () => {
	const node = step('konturExternAccount', 'Add', 'organization', 'create', { inn: '7736050003', kpp: '773601001', organizationName: 'ООО «Новая»', dryRun: true });
	const item = { json: { accountId: company.id, organizationId: company.organizations[0].id } };
	const outcome = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, fresh.seed, company), items: [item] });
	expect(outcome.json('Add')).toEqual([{ accountId: company.id, dryRun: true, wouldDo: expect.stringContaining('7736050003') }]);
	expect(await sandbox.requests()).toEqual([]);
});

import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, searchList } from './engine';
import { certificateOf, chosen, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';

/** Lists of the editor, and lists as items. */

const fresh = freshSandbox();
const { sandbox } = fresh;

const search = async (method: string, { filter, accountId = fresh.account.id }: { filter?: string; accountId?: unknown } = {}) => {
	const parameters: INodeParameters = { resource: 'draft', operation: 'get', ...(accountId ? { accountId: accountId as INodeParameters } : {}) };
	const { results } = await searchList({ type: 'konturExternDraft', method, filter, credentials: fresh.company.credentials, parameters });
	return results.map(({ name, value }) => ({ name, value }));
};

const inAccount = (id: string) => ({ accountId: chosen(id) });

const asked = async (operation: string) => (await sandbox.requests()).filter((request) => request.operation === operation);

describe('the editor offers', () => {
	test('accounts, by name or number', async () => {
		const all = await search('searchAccounts');
		// The application itself signs in, and sees more than the accounts of one user.
		expect(all.map(({ value }) => value)).toEqual(expect.arrayContaining(fresh.seed.accounts.map(({ id }) => id)));
		const [, firm] = fresh.seed.accounts;
		expect(await search('searchAccounts', { filter: firm.inn })).toEqual([{ name: expect.stringContaining(firm.name), value: firm.id }]);
		expect(await search('searchAccounts', { filter: firm.name.toUpperCase() })).toHaveLength(1);
		expect(await search('searchAccounts', { filter: 'никого такого нет' })).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('organizations of the chosen account', async () => {
		const [, firm] = fresh.seed.accounts;
		const all = await search('searchOrganizations', inAccount(firm.id));
		expect(all.map(({ value }) => value).sort()).toEqual(firm.organizations.map(({ id }) => id).sort());
		const [{ id, name }] = firm.organizations;
		expect(await search('searchOrganizations', { ...inAccount(firm.id), filter: name })).toEqual([{ name: expect.stringContaining(name), value: id }]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('offices of the chosen authority, by code or name', async () => {
		const offices = async (authority: string, filter?: string) =>
			(await searchList({ type: 'konturExternDraft', method: 'searchControlUnits', filter, credentials: fresh.company.credentials, parameters: { resource: 'draft', operation: 'create', authority } })).results;
		expect(await offices('fns', '0087')).toEqual([{ name: expect.stringMatching(/^0087: /), value: '0087' }]);
		expect(await offices('rosstat', '0087')).toEqual([]);
		expect((await offices('mvd')).map(({ value }) => value)).toContain('660-066');
		expect((await asked('handbook-control-units-list')).map(({ query }) => query)).toContainEqual(expect.objectContaining({ type: 'stat' }));
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('drafts and docflows with what tells them apart', async () => {
		const filed = await runWorkflow({ nodes: [sendReport(fresh.account)], credentials: fresh.company.credentials, items: [fresh.company.item] });
		const [{ draftId, docflowId }] = filed.json('Send Report');
		const ids = inAccount(fresh.account.id);
		expect(await search('searchDrafts', ids)).toEqual([{ name: expect.stringContaining(`INN ${fresh.account.inn} to 0087`), value: draftId }]);
		expect(await search('searchDocflows', ids)).toEqual([{ name: expect.stringMatching(/^\d{1,2} [A-Z][a-z]+ \d{4}, УСН, \d{4}: [A-Z].*, FNS 0087, INN \d{10}-\d{9}, Tax return or calculation, /), value: docflowId }]);
		expect(await search('searchDocflows', { ...ids, filter: String(docflowId) })).toHaveLength(1);
		expect(await search('searchDocflows', { ...ids, filter: 'НДФЛ' })).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test.each(['searchOrganizations', 'searchDrafts', 'searchDocflows'])('nothing without an account: %s says what is missing', async (method) => {
		for (const accountId of [chosen(''), chosen('={{ $json.accountId }}')]) {
			await expect(search(method, { accountId })).rejects.toMatchObject({ message: 'Choose the account first' });
		}
		expect(await sandbox.requests()).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	describe('what it can read of odd answers', () => {
		const id = '00000000-0000-4000-8000-000000000001';
		const other = '00000000-0000-4000-8000-000000000002';
		const ofAccount = (name: string, all: unknown[]) => ({ skip: 0, take: 1000, 'total-count': all.length, [name]: all });

		test.each([
			['searchAccounts', 'accounts-list', ofAccount('accounts', [null, { inn: '7712345678' }, { id }, { id: other, inn: '7712345678', 'organization-name': null }]), [id, '(7712345678)']],
			['searchOrganizations', 'organizations-list', ofAccount('organizations', [7, { id, general: null }, { id: other, general: { name: 'Клиент' } }]), [id, 'Клиент']],
			['searchDrafts', 'drafts-list', ofAccount('drafts', [{ status: 'new' }, { id, status: 'sent', meta: null }, { id: other, meta: { payer: {} } }]), ['Sent: 00000000', expect.stringContaining('00000000')]],
			['searchDocflows', 'docflows-list', ofAccount('docflows-page-item', ['text', { id, description: null, 'send-date': 5 }, { id: other, type: 'urn:docflow:fns534-report' }]), [id, expect.stringContaining('00000000')]],
		])('%s', async (method, operation, body, names) => {
			await sandbox.fault({ operation, action: { status: 200, body } });
			expect(await search(method, inAccount(fresh.account.id))).toEqual([
				{ name: names[0], value: id },
				{ name: names[1], value: other },
			]);
		});

		test('a certificate without a thumbprint cannot be chosen', async () => {
			const certificates = [{ fio: 'Иванова Анна' }, { thumbprint: 'AB12', 'is-valid': true, 'expired-at': 20270401 }, { fio: 'Иванова Анна', thumbprint: 'CD34', 'is-valid': true }];
			await sandbox.fault({ operation: 'certificates-list', action: { status: 200, body: ofAccount('certificates', certificates) } });
			expect(await search('searchCertificates', inAccount(fresh.account.id))).toEqual([{ name: 'Иванова Анна', value: 'CD34' }]);
		});
	});

	test('more than one page', async () => {
		await givenDrafts(130);
		await sandbox.clearRequests();
		const results = await search('searchDrafts', inAccount(fresh.account.id));
		expect(new Set(results.map(({ value }) => value)).size).toBe(130);
		expect((await asked('drafts-list')).map(({ query: { skip, take } }) => [skip, take])).toEqual([['0', '100'], ['100', '100']]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

/** So many drafts, made by the node itself. */
async function givenDrafts(count: number) {
	const { account, credentials } = fresh.company;
	const create = step('konturExternDraft', 'Create', 'draft', 'create', {
		accountId: chosen(account.id),
		authorityCode: '0087',
		payerInn: account.inn,
		payerKpp: account.kpp ?? '',
		certificate: certificateOf(account).content,
	});
	const outcome = await runWorkflow({ nodes: [create], credentials, items: Array.from({ length: count }, () => ({})) });
	return outcome.json('Create').map(({ draftId }) => draftId);
}

describe('Get Many', () => {
	const drafts = (typed: INodeParameters) => step('konturExternDraft', 'Drafts', 'draft', 'getAll', { accountId: chosen(fresh.account.id), ...typed });
	const listed = async (typed: INodeParameters) => await runWorkflow({ nodes: [drafts(typed)], credentials: fresh.company.credentials });

	test('returns all, page by page, each once; or as many as wanted', async () => {
		const ids = await givenDrafts(230);
		await sandbox.clearRequests();
		const all = await listed({ returnAll: true });
		expect(all.json('Drafts').map(({ draftId }) => draftId).sort()).toEqual([...ids].sort());
		expect((await asked('drafts-list')).map(({ query: { skip, take } }) => [skip, take])).toEqual([['0', '100'], ['100', '100'], ['200', '100']]);
		await sandbox.clearRequests();
		expect((await listed({ limit: 120 })).json('Drafts')).toHaveLength(120);
		expect((await asked('drafts-list')).map(({ query: { skip, take } }) => [skip, take])).toEqual([['0', '100'], ['100', '20']]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('10 000 entries become 10 000 items', async () => {
		const { id } = fresh.account;
		const total = 10_000;
		const page = (skip: number, take: number) => ({
			skip,
			take,
			'total-count': total,
			organizations: Array.from({ length: take }, (_, index) => ({
				id: `00000000-0000-4000-8000-${String(skip + index).padStart(12, '0')}`,
				general: { inn: fresh.account.inn, name: `Клиент ${skip + index}`, 'is-main-org': false },
			})),
		});
		for (let skip = 0; skip < total; skip += 1000) {
			await sandbox.fault({ operation: 'organizations-list', times: 1, action: { status: 200, body: page(skip, 1000) } });
		}
		const node = step('konturExternAccount', 'Organizations', 'organization', 'getAll', { accountId: chosen(id), returnAll: true });
		const outcome = await runWorkflow({ nodes: [node], credentials: fresh.company.credentials });
		expect(outcome.error?.message).toBeUndefined();
		const names = outcome.json('Organizations').map(({ name }) => name);
		expect(names).toEqual(Array.from({ length: total }, (_, index) => `Клиент ${index}`));
		expect((await asked('organizations-list')).map(({ query: { skip } }) => Number(skip))).toEqual(Array.from({ length: 10 }, (_, index) => index * 1000));
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('a service that repeats its page is told instead of read for ever', async () => {
		const one = { id: '00000000-0000-4000-8000-000000000000', general: { inn: fresh.account.inn, name: 'Клиент', 'is-main-org': false } };
		const body = { skip: 0, take: 1000, 'total-count': 5000, organizations: Array.from({ length: 1000 }, () => one) };
		await sandbox.fault({ operation: 'organizations-list', action: { status: 200, body } });
		const node = step('konturExternAccount', 'Organizations', 'organization', 'getAll', { accountId: chosen(fresh.account.id), returnAll: true });
		const outcome = await runWorkflow({ nodes: [node], credentials: fresh.company.credentials });
		expect(outcome.error?.message).toContain('same page twice');
		expect(await asked('organizations-list')).toHaveLength(2);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

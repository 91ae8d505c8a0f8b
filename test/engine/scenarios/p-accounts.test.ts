import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runWorkflow } from '../engine';
import { givenTrigger, jsonOf } from '../eventTrigger';
import { chosen, credentialsOf, step } from '../filing';
import { freshSandbox } from '../freshSandbox';

/** Scenario (p): accounts and organizations are opened, looked through and closed, and their papers are watched. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

test('an accounting firm finds its account and its clients, and is told which papers end soon', async () => {
	const { seed } = fresh;
	const [, firm] = seed.accounts;
	const accountId = chosen(firm.id);
	const run = async (node: ReturnType<typeof step>) => {
		const outcome = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, seed, firm) });
		expect(outcome.error?.message).toBeUndefined();
		return outcome.json(node.name);
	};
	const accounts = await run(step('konturExternAccount', 'Accounts', 'account', 'getAll', { returnAll: true }));
	expect(accounts.map((one) => one.accountId)).toEqual(expect.arrayContaining(seed.accounts.map(({ id }) => id)));
	const clients = await run(step('konturExternAccount', 'Organizations', 'organization', 'getAll', { accountId, returnAll: true }));
	expect(clients.map(({ name }) => name)).toEqual(expect.arrayContaining(firm.organizations.map(({ name }) => name)));

	const papers = { source: 'deadlines', watchFor: ['certificate', 'power-of-attorney'], daysAhead: 60, accountId };
	const trigger = await givenTrigger(sandbox, seed, papers, { options: { labelLanguage: 'ru' } });
	const told = jsonOf(await trigger.activate());
	expect(told.length).toBeGreaterThan(0);
	for (const paper of told) expect(paper).toMatchObject({ eventLabel: expect.stringMatching(/сертификат|доверенность/i), organization: expect.any(String), deadline: expect.any(String) });
	expect(await trigger.tick()).toBeNull();
});

const done = async (node: ReturnType<typeof step>, json: IDataObject = {}) => {
	const outcome = await runWorkflow({ nodes: [node], credentials: fresh.company.credentials, items: [{ json }] });
	expect([node.name, outcome.error?.message]).toEqual([node.name, undefined]);
	return outcome.json(node.name);
};

const account = (name: string, operation: string, typed: INodeParameters = {}) => step('konturExternAccount', name, 'account', operation, typed);
const organization = (name: string, operation: string, typed: INodeParameters = {}) => step('konturExternAccount', name, 'organization', operation, typed);

test('a partner opens an account, adds a client, renames it, chooses who signs for it, and takes both away again', async () => {
	const company = { inn: '7736050003', kpp: '773601001', organizationName: 'ООО «Новая»' };
	expect(await done(account('Try', 'create', { ...company, dryRun: true }))).toEqual([expect.objectContaining({ dryRun: true })]);
	const nodes = [
		account('Open', 'create', company),
		organization('Add', 'create', { inn: '7707083893', kpp: '773601001', organizationName: 'ООО «Клиент»' }),
		organization('Rename', 'update', { organizationName: 'ООО «Клиент и партнёры»' }),
		organization('Signer', 'updateSigner', { signer: '{ "control-unit-code": "0087", "signer-type": "chief" }' }),
		organization('Look', 'get', { orgId: chosen('={{ $json.organizationId }}') }),
	];
	const outcome = await runWorkflow({ nodes, credentials: fresh.company.credentials });
	expect(outcome.error?.message).toBeUndefined();
	const [{ accountId }] = outcome.json('Open');
	expect(outcome.json('Look')).toEqual([expect.objectContaining({ accountId, name: 'ООО «Клиент и партнёры»', inn: '7707083893' })]);
	// Opening it once more opens no second one.
	expect(await done(account('Open Again', 'create', company))).toEqual([expect.objectContaining({ accountId })]);
	expect(await done(account('Users', 'getUsers', { accountId: chosen(fresh.account.id), returnAll: true }))).toContainEqual(expect.objectContaining({ login: fresh.seed.login }));

	const listed = async () => (await done(organization('List', 'getAll', { accountId: chosen(String(accountId)), returnAll: true }))).filter(({ organizationId }) => organizationId !== undefined);
	expect(await listed()).toHaveLength(2);
	expect(await done(organization('Delete', 'delete'), outcome.json('Add')[0])).toEqual([expect.objectContaining({ deleted: true })]);
	expect(await listed()).toEqual([expect.objectContaining({ name: company.organizationName, isMain: true })]);
	expect(await done(account('Close', 'delete', { accountId: chosen(String(accountId)) }))).toEqual([expect.objectContaining({ deleted: true })]);
	expect((await done(account('Accounts', 'getAll', { returnAll: true }))).map((one) => one.accountId)).not.toContain(accountId);
});

test('who works for a company, how it signs and where it files can be looked up', async () => {
	const accountId = chosen(fresh.account.id);
	expect(await done(step('konturExternAccount', 'Certificates', 'certificate', 'getAll', { accountId, returnAll: true }))).toContainEqual(expect.objectContaining({ thumbprint: fresh.account.certificates[0].thumbprint }));
	expect((await done(step('konturExternAccount', 'Employees', 'employee', 'getAll', { accountId, returnAll: true }))).length).toBeGreaterThan(0);
	expect(await done(step('konturExternAccount', 'Office', 'handbook', 'getControlUnit', { code: chosen('0087') }))).toEqual([expect.objectContaining({ code: '0087' })]);
	expect(await done(step('konturExternAccount', 'Forms', 'handbook', 'getFnsForms', { returnAll: true, additionalFields: { knd: '1152017' } }))).toContainEqual(expect.objectContaining({ knd: '1152017' }));
});

test('what cannot be deleted stays, and the service says why', async () => {
	const [main] = fresh.account.organizations;
	const deleting = [organization('Delete', 'delete', { accountId: chosen(fresh.account.id), orgId: chosen(main.id) }), account('Delete', 'delete', { accountId: chosen(fresh.account.id) })];
	for (const [node, says] of [[deleting[0], 'Головную организацию'], [deleting[1], 'созданную этим партнёром']] as const) {
		const outcome = await runWorkflow({ nodes: [node], credentials: fresh.company.credentials });
		expect(outcome.error?.message).toContain(says);
	}
	expect(await done(account('Look', 'get', { accountId: chosen(fresh.account.id) }))).toEqual([expect.objectContaining({ accountId: fresh.account.id })]);
});

test('an account of somebody else is refused in words', async () => {
	const { seed, account } = fresh;
	const node = step('konturExternAccount', 'Organizations', 'organization', 'getAll', { accountId: chosen(seed.foreignAccountId), returnAll: true });
	const outcome = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, seed, account) });
	expect(outcome.error?.message).toMatch(/[а-яё]/i);
});

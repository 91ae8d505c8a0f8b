import type { INodeParameters } from 'n8n-workflow';

import { agents, askAgent } from './agent';
import type { CredentialData } from './credentials';
import { runWorkflow } from './engine';
import { certificateOf, chosen, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { externCredential } from './signIn';

/** An account is opened for a company; everything else can be done in it at once. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
let credentials: CredentialData;

beforeEach(async () => {
	credentials = externCredential(sandbox, fresh.seed, 'password');
});

const company = { inn: '6699009990', kpp: '669901001', organizationName: 'ООО «Новая»' };
const trader = { inn: '669900999012', organizationName: 'ИП Новиков' };

const create = (typed: INodeParameters) => step('konturExternAccount', 'Create', 'account', 'create', typed);
const list = step('konturExternAccount', 'List', 'account', 'getAll', { returnAll: true });
const run = async (...nodes: Array<ReturnType<typeof step>>) => await runWorkflow({ nodes, credentials });
const listed = async () => (await run(list)).json('List');
const creations = async () => (await sandbox.requests()).filter(({ operation }) => operation === 'account-create');

test.each([
	['a company', company],
	['a sole trader', trader],
])('the account of %s is told, listed, and takes a draft', async (_who, requisites) => {
	const certificate = certificateOf(fresh.account);
	const outcome = await run(
		create(requisites),
		step('konturExternDraft', 'Draft', 'draft', 'create', {
			accountId: chosen('={{ $json.accountId }}'),
			authorityCode: '0087',
			payerInn: requisites.inn,
			payerKpp: '={{ $json.kpp ?? "" }}',
			certificate: chosen(certificate.content),
		}),
	);
	expect(outcome.error?.message).toBeUndefined();
	const [{ accountId, ...created }] = outcome.json('Create');
	const { organizationName: name, ...numbers } = requisites;
	expect(created).toMatchObject({ ...numbers, name, role: 'admin' });
	expect(outcome.json('Draft')[0]).toMatchObject({ accountId, draftId: expect.any(String) });
	expect(await listed()).toContainEqual(expect.objectContaining({ accountId, name }));
	const [{ body }] = await creations();
	expect(body).toEqual({ ...numbers, 'organization-name': name });
});

test('the second account of a company is the first', async () => {
	const before = await listed();
	const [first, second] = [await run(create(company)), await run(create(company))];
	expect(second.json('Create')[0].accountId).toBe(first.json('Create')[0].accountId);
	expect(await listed()).toHaveLength(before.length + 1);
});

test('an account that is not found at once is waited for', async () => {
	await sandbox.fault({ operation: 'account-get', times: 2, action: { status: 404 } });
	const outcome = await run(create(company));
	expect(outcome.json('Create')[0]).toMatchObject({ inn: company.inn });
	expect(await sandbox.operations()).toEqual(expect.arrayContaining(['account-create', 'account-get', 'account-get', 'account-get']));
	expect(await creations()).toHaveLength(1);
});

test('an account that cannot be read is told all the same', async () => {
	await sandbox.fault({ operation: 'account-get', action: { status: 403 } });
	const outcome = await run(create(company));
	expect(outcome.json('Create')[0]).toMatchObject({ accountId: expect.any(String), inn: company.inn });
});

test('without Simplify the account is as the service sent it, and not that of the step before', async () => {
	const outcome = await runWorkflow({ nodes: [create({ ...company, simplify: false })], credentials, items: [{ json: { accountId: fresh.account.id } }] });
	const [created] = outcome.json('Create');
	expect(created).toMatchObject({ accountId: created.id, 'organization-name': company.organizationName, links: expect.any(Array) });
	expect(created.id).not.toBe(fresh.account.id);
});

test('a lost answer is told as such and the request is not repeated', async () => {
	await sandbox.fault({ operation: 'account-create', after: true, action: { disconnect: true } });
	const outcome = await run(create(company));
	expect(outcome.error?.message).toContain('not known whether');
	expect(await creations()).toHaveLength(1);
});

test.each<[string, INodeParameters, string]>([
	['an INN of a wrong length', { ...company, inn: '123' }, 'does not look right'],
	['a company without a KPP', { ...company, kpp: '' }, 'KPP'],
	['a sole trader with a KPP', { ...trader, kpp: company.kpp }, 'KPP'],
	['no name', { ...company, organizationName: ' ' }, 'missing'],
])('%s is refused before anything is asked', async (_what, requisites, message) => {
	const outcome = await run(create(requisites));
	expect(`${outcome.error?.message} ${outcome.error?.description}`).toContain(message);
	expect(await sandbox.operations()).not.toContain('account-create');
});

test('a dry run tells what it would do, asks nothing, and gives no account', async () => {
	const outcome = await runWorkflow({ nodes: [create({ ...company, dryRun: true })], credentials, items: [{ json: { accountId: fresh.account.id } }] });
	const [told] = outcome.json('Create');
	expect(told).toMatchObject({ dryRun: true, wouldDo: expect.stringContaining(company.inn) });
	expect(told.accountId).toBeUndefined();
	expect((await sandbox.requests()).filter(({ service }) => service === 'api')).toEqual([]);
});

describe.each(agents)('for an AI agent, when %s', (_, agent) => {
	const ask = async (options: INodeParameters) =>
		await askAgent(agent, 'konturExternAccount', { resource: 'account', operation: 'create', ...company, options }, credentials);

	test('creating is only told', async () => {
		expect(await ask({})).toMatchObject({ dryRun: true, wouldDo: expect.stringContaining(company.organizationName) });
		expect(await creations()).toEqual([]);
	});

	test('creating is done where the operator allowed it', async () => {
		expect(await ask({ allowAgents: true })).toMatchObject({ accountId: expect.any(String), inn: company.inn });
		expect(await creations()).toHaveLength(1);
	});
});

import type { ItemIn, NodeOnCanvas } from './engine';
import { runWorkflow } from './engine';
import { certificateOf, chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { testNode } from './testNode';

const fresh = freshSandbox();
const { sandbox } = fresh;

const requisites = () => ({ authorityCode: '0087', payerKpp: fresh.account.kpp ?? '', certificate: certificateOf(fresh.account).content });

const create = (more: Partial<NodeOnCanvas> = {}) => ({
	...step('konturExternDraft', 'Create', 'draft', 'create', { ...requisites(), accountId: chosen(fresh.account.id), payerInn: '={{ $json.inn }}' }),
	...more,
});

const many = (count: number): ItemIn[] => Array.from({ length: count }, (_, number) => ({ json: { number, inn: fresh.account.inn } }));

async function run(nodes: NodeOnCanvas[], items: ItemIn[], more: Partial<Parameters<typeof runWorkflow>[0]> = {}) {
	return await runWorkflow({ nodes, items, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), ...more });
}

const drafts = async () => (await sandbox.requests()).filter(({ operation, status }) => operation === 'draft-create' && status === 201);

test('no items: nothing is asked and nothing comes out', async () => {
	const outcome = await run([create()], []);
	expect(outcome.error).toBeUndefined();
	expect(outcome.output('Create')).toEqual([]);
	expect(await sandbox.requests()).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('100 items while the token expires in the middle: each is done, and done once', async () => {
	await sandbox.fault({ operation: 'draft-create', skip: 50, times: 1, action: { expireToken: true } });
	const outcome = await run([create()], many(100));
	expect(outcome.error?.message).toBeUndefined();
	const ids = outcome.json('Create').map(({ draftId }) => draftId);
	expect(new Set(ids).size).toBe(100);
	expect(await drafts()).toHaveLength(100);
	expect(outcome.output('Create').map(({ pairedItem }) => pairedItem)).toEqual(Array.from({ length: 100 }, (_, item) => ({ item })));
	expect(outcome.json('Create').filter((json) => 'error' in json)).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

const REFUSAL = { status: 400, body: { id: 'badRequest', 'status-code': 400, message: 'ИНН плательщика указан неверно' } };

describe('an item that fails in the middle', () => {
	const three = (): ItemIn[] => many(3).map((item) => ({ ...item, files: { data: { bytes: Buffer.from('x'), fileName: `${String(item.json?.number)}.xml` } } }));

	beforeEach(async () => {
		await sandbox.fault({ operation: 'draft-create', skip: 1, times: 1, action: REFUSAL });
	});

	test('stops the workflow and names itself', async () => {
		const outcome = await run([create()], three());
		expect(outcome.errorOf('Create')).toMatchObject({ message: 'ИНН плательщика указан неверно', context: { itemIndex: 1 } });
		expect(await drafts()).toHaveLength(1);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('with Continue keeps its place, its input and its files', async () => {
		const outcome = await run([create({ onError: 'continueRegularOutput' })], three());
		expect(outcome.error).toBeUndefined();
		const [first, failed, last] = outcome.output('Create');
		expect(failed).toMatchObject({
			json: { number: 1, inn: fresh.account.inn, error: { message: 'ИНН плательщика указан неверно', code: '400' } },
			pairedItem: { item: 1 },
		});
		expect(failed.binary?.data.fileName).toBe('1.xml');
		for (const [index, good] of [[0, first], [2, last]] as const) {
			expect(good).toMatchObject({ json: { accountId: fresh.account.id, draftStatus: 'new' }, pairedItem: { item: index } });
			expect(good.json).not.toHaveProperty('error');
			expect(good.binary?.data.fileName).toBe(`${index}.xml`);
		}
		expect(await drafts()).toHaveLength(2);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('has a text for people, without the IDs of the service; the message keeps them', async () => {
		const message = 'Черновик 3d2c1b0a-9f8e-4d7c-b6a5-948372615040 (urn:error:externapi:draft) не найден';
		await sandbox.fault({ operation: 'draft-create', times: 1, action: { ...REFUSAL, body: { ...REFUSAL.body, message } } });
		const outcome = await run([create({ onError: 'continueRegularOutput' })], three());
		expect(outcome.json('Create')[0]).toMatchObject({ error: { message, text: 'Черновик … (…) не найден' } });
	});

	test('goes to the error output with its input', async () => {
		const outcome = await run([create({ onError: 'continueErrorOutput' })], three());
		expect(outcome.error).toBeUndefined();
		expect(outcome.output('Create').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(outcome.output('Create', 1)).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({ number: 1, inn: fresh.account.inn, error: expect.objectContaining({ message: 'ИНН плательщика указан неверно' }) }),
				pairedItem: { item: 1 },
			}),
		]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

test('an input that cannot be used fails as one item, before any request', async () => {
	const items = many(3);
	items[1] = { json: { number: 1, inn: '123' } };
	const outcome = await run([create({ onError: 'continueErrorOutput' })], items);
	expect(outcome.output('Create')).toHaveLength(2);
	expect(outcome.json('Create', 1)).toEqual([expect.objectContaining({ number: 1, error: expect.objectContaining({ message: expect.stringContaining('Payer INN') }) })]);
	expect(await drafts()).toHaveLength(2);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

/** Tells which item of Start an item came from, by n8n's own pairing. */
const origin = testNode(
	'origin',
	async function () {
		return await Promise.resolve([this.getInputData().map((_, index) => ({ json: { number: this.getNodeParameter('number', index) }, pairedItem: { item: index } }))]);
	},
	[{ displayName: 'Number', name: 'number', type: 'string', default: "={{ $('Start').item.json.number }}" }],
);

test('every output can be traced to its input, also where one input gives several items', async () => {
	const organizations = step('konturExternAccount', 'Organizations', 'organization', 'getAll', { returnAll: true });
	const [company, firm] = fresh.seed.accounts;
	const items = [firm, company, firm].map(({ id }, number) => ({ json: { number, accountId: id } }));
	const draftOfEach = step('konturExternDraft', 'Create', 'draft', 'create', { ...requisites(), payerInn: fresh.account.inn });
	const nodes = [organizations, draftOfEach, { type: 'test.origin', name: 'Origin' }];
	const outcome = await run(nodes, items, { extraNodes: { 'test.origin': origin } });
	expect(outcome.error?.message).toBeUndefined();
	const expected = [firm, company, firm].flatMap(({ organizations: all }, number) => all.map(() => ({ number })));
	expect(outcome.json('Origin')).toEqual(expected);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

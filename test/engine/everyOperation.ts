import type { INodeParameters } from 'n8n-workflow';

import { catalogue, type AnyOperation } from '../../extern/operations';
import type { Example } from '../../extern/operations/example';
import type { Ask, Form, NodeName } from '../../nodes/forms/form';
import { ownForms } from './allForms';
import { exampleOf } from './examples';
import { runWorkflow, type ItemIn } from './engine';
import { chosen, credentialsOf } from './filing';
import type { Fault, RecordedRequest, Seed } from './sandbox';
import { sandboxOfThisWorker } from './sandbox';
import { Service, stages, type Given } from './stages';

const LONG = 60_000;
const NODE = 'Tried';
/** As no id of the sandbox begins. */
const UNKNOWN_ID = 'ffffffff-0000-4000-8000-00000000dead';

const sandbox = sandboxOfThisWorker();
let seed: Seed;

/** Tries each operation whose own form a node has: filled in as little and as much as can be, refused, and listed page by page. */
export function tryOperations(node: NodeName): void {
	beforeEach(async () => {
		await sandbox.reset();
		seed = await sandbox.seed();
	});

	describe.each(ownForms(node).map((form): [string, Form] => [form.uses[0], form]))('%s', (id, form) => {
		const example = exampleOf(id);
		const record = catalogue.get(id);
		test('is in the catalogue and has an example beside its record', () => {
			expect([record?.id, typeof example]).toEqual([id, 'object']);
		});
		if (!record || !example) return;

		test('the example fills in all that the form asks for', () => {
			expect(Object.keys(example.fields ?? {}).sort()).toEqual(namesOf(form.fields.filter(isToFillIn)));
			expect(Object.keys(Object.assign({}, example.more, ...(example.apart ?? []))).sort()).toEqual(namesOf(form.more ?? []));
		});

		test('is done with what is required', async () => {
			await expectDone(await tried(node, form, example, { fields: required(form, example) }), id);
		}, LONG);

		test('is done with everything filled in', async () => {
			await expectDone(await tried(node, form, example, { fields: example.fields, more: example.more }), id);
		}, LONG);

		for (const more of example.apart ?? []) {
			test(`is done with ${Object.keys(more).join(' and ')} apart from the others`, async () => {
				const { outcome, requests } = await tried(node, form, example, { fields: example.fields, more });
				expect(outcome.error?.message).toBeUndefined();
				expect(requests.filter(({ operation, status }) => operation === id && status < 300).length).toBeGreaterThan(0);
				expect(await sandbox.judgeTraffic()).toEqual([]);
			}, LONG);
		}

		test(`tells the service's own words when it is refused (${refusalOf(record).name})`, async () => {
			const { parameters, fault } = refusalOf(record);
			const { outcome, requests } = await tried(node, form, example, {
				fields: { ...example.fields, ...parameters?.(seed) },
				more: example.more,
				fault: fault && { operation: id, action: fault },
			});
			// A form may look before it acts, and end there.
			const refused = requests.find(({ operation, status }) => operation === id && status >= 400) ?? requests.find(({ status }) => status >= 400);
			expect(refused).toBeDefined();
			expect(told(outcome.error)).toContain(wordsOf(refused));
		}, LONG);

		if (form.irreversible) {
			test('is only told on a dry run', async () => {
				const { outcome, requests } = await tried(node, form, example, { fields: { ...example.fields, dryRun: true }, more: example.more });
				expect(outcome.error?.message).toBeUndefined();
				expect(outcome.json(NODE)).toEqual([expect.objectContaining({ dryRun: true, wouldDo: expect.stringMatching(/./) })]);
				expect(requests.filter(({ service, method }) => service === 'api' && method !== 'GET')).toEqual([]);
			}, LONG);
		}

		if (record.answer.kind === 'page') {
			listTests(node, form, example, id);
		}
	});
}

function listTests(node: NodeName, form: Form, example: Example, id: string): void {
	const listed = async (parameters: Tried) => {
		const { outcome, requests } = await tried(node, form, { ...example, ...(parameters.given && { given: parameters.given }) }, parameters);
		expect(outcome.error?.message).toBeUndefined();
		return { items: outcome.json(NODE), pages: requests.filter(({ operation }) => operation === id) };
	};
	const { several } = example;
	const everything: Tried = {
		given: several?.given,
		fields: { ...example.fields, ...several?.fields, returnAll: true },
		more: several?.more ?? example.more,
	};

	test('lists nothing, one page and several pages', async () => {
		if (example.nothing) {
			const nothing: Tried = { given: example.nothing.given, fields: { ...everything.fields, ...example.nothing.fields }, more: { ...example.more, ...example.nothing.more } };
			expect((await listed(nothing)).items).toEqual([]);
			await sandbox.reset();
		}
		const whole = await listed(everything);
		expect(whole.items.length).toBeGreaterThan(1);
		const paging = pagingOf(id);
		if (!paging) return;

		await sandbox.reset();
		await sandbox.setLargestPage(whole.items.length);
		const exact = await listed(everything);
		expect(exact.items).toHaveLength(whole.items.length);
		expect(exact.pages).toHaveLength(paging.tellsTotal ? 1 : 2); // the second one is empty, and so the end

		await sandbox.reset();
		await sandbox.setLargestPage(1);
		const single = await listed(everything);
		expect(single.items).toHaveLength(whole.items.length);
		if (paging.byItems) expect(single.pages).toHaveLength(whole.items.length);
		else expect(single.pages.length).toBeGreaterThan(exact.pages.length);
	}, LONG);

	test('lists no more than the limit', async () => {
		expect((await listed({ ...everything, fields: { ...example.fields, returnAll: false, limit: 1 } })).items).toHaveLength(1);
	}, LONG);
}

interface Tried {
	readonly given?: string;
	readonly fields?: Readonly<Record<string, unknown>>;
	readonly more?: Readonly<Record<string, unknown>>;
	/** What the service does wrong, once the stage is set. */
	readonly fault?: Fault;
}

/** Sets the stage, runs the form once and tells what was asked of the service meanwhile. */
async function tried(node: NodeName, form: Form, { given }: Example, { fields = {}, more = {}, fault }: Tried) {
	const service = await Service.of(sandbox, seed);
	const stage = stages[given];
	if (!stage) throw new Error(`There is no stage "${given}"`);
	const [account] = seed.accounts;
	const { signIn, ...made } = await stage(service, account);
	const item = asItem(made);
	if (fault) await sandbox.fault(fault);
	await sandbox.clearRequests();
	const parameters: INodeParameters = {
		resource: form.resource,
		operation: form.operation,
		...(form.legacy && { showLegacyOperations: true }),
		...filledIn(form.fields, fields),
		...(Object.keys(more).length > 0 && { additionalFields: filledIn(form.more ?? [], more) }),
	};
	const type = `konturExtern${node[0].toUpperCase()}${node.slice(1)}`;
	const outcome = await runWorkflow({ nodes: [{ type, name: NODE, parameters }], credentials: { ...credentialsOf(sandbox, seed, account, signIn), konturExternGosuslugiApi: { apiKey: EMPLOYEE_KEY } }, items: [item] });
	return { outcome, requests: await sandbox.requests() };
}

const credits = new Map<string, string>();

/** The operation that a recorded request proves; the first that claims it keeps it. */
function creditedTo(request: string, id: string): string {
	const known = credits.get(request) ?? id;
	credits.set(request, known);
	return known;
}

async function expectDone({ outcome, requests }: Awaited<ReturnType<typeof tried>>, id: string): Promise<void> {
	expect(outcome.error?.message).toBeUndefined();
	const mine = requests.filter(({ operation }) => operation === id);
	expect(mine.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
	expect(mine.length).toBeGreaterThan(0);
	for (const { time, number } of mine) expect(creditedTo(`${time} ${number}`, id)).toBe(id);
	expect(await sandbox.judgeTraffic()).toEqual([]);
	expect(outcome.output(NODE).length).toBeGreaterThan(0);
	for (const { json, pairedItem } of outcome.output(NODE)) {
		expect(pairedItem).toEqual({ item: 0 });
		expect(json).not.toHaveProperty('error');
	}
}

interface Refusal {
	readonly name: string;
	/** What the operator fills in wrongly. */
	readonly parameters?: (seed: Seed) => Record<string, unknown>;
	/** Where no input brings it about. */
	readonly fault?: Fault['action'];
}

/** The kinds take turns, in the order of the catalogue. */
function refusalOf(record: AnyOperation): Refusal {
	const ids = [...record.path.matchAll(/\{(\w+Id|id)\}/g)].map(([, name]) => name);
	const last = ids.at(-1);
	const turn = [...catalogue.keys()].sort().indexOf(record.id) % 4;
	if (turn === 1 && ids.includes('accountId')) return { name: '403', parameters: ({ foreignAccountId }) => ({ accountId: foreignAccountId }) };
	const createsUnknown = record.method === 'PUT' && record.path.endsWith(`{${last}}`);
	if (turn === 2 && last !== undefined && last !== 'accountId' && !createsUnknown) return { name: '404', parameters: () => ({ [last]: UNKNOWN_ID }) };
	return { name: TURNS[turn].name, fault: TURNS[turn].fault };
}

const refused = (status: number, id: string, message: string): Refusal => ({
	name: String(status),
	fault: { status, body: { id: `urn:error:externapi:${id}`, 'status-code': status, message } },
});

const TURNS = [
	refused(400, 'badRequest', 'Значение не принято: проверьте заполнение'),
	refused(403, 'forbidden', 'Недостаточно прав для этого действия'),
	refused(404, 'notFound', 'Такого объекта нет'),
	refused(409, 'conflict', 'Объект занят другой задачей'),
];

/** Everything that an operator is shown of an error. */
function told(error: unknown): string {
	const { message, description } = { message: '', description: '', ...(typeof error === 'object' ? error : {}) };
	return `${message} ${description}`;
}

function wordsOf(request: RecordedRequest | undefined): string {
	const body = typeof request?.response === 'object' && request.response !== null ? request.response : {};
	return 'message' in body ? String(body.message) : '(the service said nothing)';
}

/** Has the form of one that Gosuslugi gives an employee. */
const EMPLOYEE_KEY = '0123456789abcdef'.repeat(2);

const GIVEN_BY_THE_FORM = ['accountId', 'returnAll', 'limit', 'signWith', 'signatureFields'];

/** Fields that neither the step before nor the form itself fills in. */
function isToFillIn({ name, default: usual }: Ask): boolean {
	const start = typeof usual === 'object' && usual !== null && 'value' in usual ? usual.value : usual;
	return !GIVEN_BY_THE_FORM.includes(name) && !String(start).startsWith('=');
}

function namesOf(asks: readonly Ask[]): string[] {
	return asks.map(({ name }) => name).sort();
}

function required(form: Form, { fields = {}, needed = [] }: Example): Record<string, unknown> {
	const names = [...form.fields.filter((ask) => ask.required).map(({ name }) => name), ...needed];
	return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

/** Values as n8n keeps them: a locator with its mode. */
function filledIn(asks: readonly Ask[], values: Readonly<Record<string, unknown>>): INodeParameters {
	const entries = Object.entries(values).map(([name, value]) => {
		const isLocator = asks.find((ask) => ask.name === name)?.type === 'resourceLocator';
		return [name, isLocator ? chosen(String(value)) : value];
	});
	return Object.fromEntries(entries);
}

/** How a list comes in pages; undefined when it comes at once. */
function pagingOf(id: string): { tellsTotal: boolean; byItems: boolean } | undefined {
	const answer = catalogue.get(id)?.answer;
	if (answer?.kind !== 'page' || answer.paging.kind !== 'skip-take') return undefined;
	const { entries, total } = answer.paging;
	return { tellsTotal: total !== undefined, byItems: entries === undefined };
}

function asItem({ json, files }: Given): ItemIn {
	return { json, files };
}

import { execFileSync } from 'node:child_process';

import { type AnyOperation, catalogue } from '../../extern/operations';
import type { Form } from '../../nodes/forms/form';
import { operations, type Operation } from '../reference/operations';
import { formLists } from './forms';
import { root } from './places';
import { sampleInput } from './sampleInput';

const HALF_A_MINUTE = 30_000;

/** What the trigger reads; it has no forms. */
const READ_BY_TRIGGER = ['events-list', 'docflow-get'];

const records = [...catalogue.values()];
const reference = new Map(operations.map((operation) => [operation.id, operation]));

let forms: Form[];

beforeAll(async () => {
	forms = [...(await formLists()).values()].flat();
}, HALF_A_MINUTE);

test('there is a catalogue, and there are forms', () => {
	expect(records.length).toBeGreaterThan(30);
	expect(forms.length).toBeGreaterThan(20);
});

describe.each(records.map((record): [string, AnyOperation] => [record.id, record]))('%s', (id, record) => {
	const known = knownAs(id);

	test('is an operation of the service, with its method and path', () => {
		expect({ method: record.method, path: record.path }).toEqual({ method: known?.method, path: known?.path });
		expect(record.deprecated ?? false).toBe(known?.deprecated);
	});

	test('fills its path from its inputs, and uses every input', () => {
		const inPath = placeholdersOf(record.path);
		expect(inPath.filter((name) => !(name in record.input))).toEqual([]);
		expect(unusedInputs(record, inPath)).toEqual([]);
	});

	test('sends the query that the service knows, and all that it requires', () => {
		const sent = queryNamesOf(record);
		const names = (known?.query ?? []).map(({ name }) => name);
		expect(sent.filter((name) => !names.includes(name))).toEqual([]);
		const required = (known?.query ?? []).filter((parameter) => parameter.required).map(({ name }) => name);
		expect(required.filter((name) => !sent.includes(name))).toEqual([]);
	});

	test('says where its rule comes from', () => {
		expect(record.source).toMatch(/\S/);
	});
});

test('what sends, deletes or shares is marked as irreversible', () => {
	const unmarked = records.filter((record) => sendsDeletesOrShares(record) && !record.irreversible);
	expect(unmarked.map(({ id }) => id)).toEqual([]);
	expect(records.filter(sendsDeletesOrShares).length).toBeGreaterThan(3);
});

test('reading is never marked as irreversible', () => {
	expect(records.filter(({ method, irreversible }) => method === 'GET' && irreversible).map(({ id }) => id)).toEqual([]);
});

test('an irreversible POST is never repeated blindly', () => {
	const blind = records.filter(({ method, irreversible, repeat }) => method === 'POST' && irreversible && repeat !== 'unsafe');
	expect(blind.map(({ id }) => id)).toEqual([]);
});

test('a form of an irreversible operation is marked as well, so that it has Dry Run', () => {
	const unmarked = forms.filter(({ uses, irreversible }) => catalogue.get(uses[0])?.irreversible && !irreversible);
	expect(unmarked.map(nameOf)).toEqual([]);
});

test('every operation that a form uses is in the catalogue', () => {
	const unknown = forms.flatMap((form) => form.uses.filter((id) => !catalogue.has(id)).map((id) => `${nameOf(form)}: ${id}`));
	expect(unknown).toEqual([]);
});

test('a form of a deprecated operation is a legacy form, and no other is', () => {
	const odd = forms.filter(({ uses, legacy }) => (catalogue.get(uses[0])?.deprecated ?? false) !== (legacy ?? false));
	expect(odd.map(nameOf)).toEqual([]);
});

test('every operation of the catalogue is reached by a form or by the trigger', () => {
	const reached = new Set([...READ_BY_TRIGGER, ...forms.flatMap(({ uses }) => uses)]);
	expect([...catalogue.keys()].filter((id) => !reached.has(id))).toEqual([]);
});

test('no list of forms has two forms at the same place', async () => {
	for (const [list, members] of await formLists()) {
		const places = members.map(({ resource, operation }) => `${list} ${resource} ${operation}`);
		expect(places).toEqual([...new Set(places)]);
	}
});

test(
	'`npm run catalogue` prints the whole catalogue as JSON, sorted, each operation with the form that reaches it',
	() => {
		const printed: Array<Record<string, unknown>> = JSON.parse(
			execFileSync('npm', ['run', '--silent', 'catalogue'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
		);
		expect(printed.map(({ id }) => id)).toEqual([...catalogue.keys()].sort());
		expect(printed.find(({ id }) => id === 'draft-send')).toMatchObject({
			method: 'POST',
			path: '/v1/{accountId}/drafts/{draftId}/send',
			node: 'konturExternSend',
			resource: 'draft',
			operation: 'send',
			deprecated: false,
			inferred: false,
			irreversible: true,
			repeat: 'unsafe',
			usedBy: expect.arrayContaining([{ node: 'konturExternSend', resource: 'report', operation: 'send' }]),
		});
		expect(printed.find(({ id }) => id === 'events-list')).toMatchObject({ node: 'konturExternTrigger', resource: null });
	},
	HALF_A_MINUTE,
);

function knownAs(id: string): Operation | undefined {
	return reference.get(id);
}

function placeholdersOf(path: string): string[] {
	return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
}

function queryNamesOf(record: AnyOperation): string[] {
	const own = Object.keys(record.query?.(sampleInput(record.input)) ?? {});
	return isPagedByQuery(record) ? [...own, 'skip', 'take'] : own;
}

function isPagedByQuery({ answer }: AnyOperation): boolean {
	return answer.kind === 'page' && answer.paging.kind === 'skip-take' && !answer.paging.inBody;
}

/** Inputs that neither the path nor the query nor the body reads. */
function unusedInputs(record: AnyOperation, inPath: string[]): string[] {
	const read = new Set(inPath);
	const watched = new Proxy(sampleInput(record.input), {
		get(target, name) {
			read.add(String(name));
			return Reflect.get(target, name);
		},
	});
	record.query?.(watched);
	record.payload?.(watched);
	return Object.keys(record.input).filter((name) => !read.has(name));
}

function sendsDeletesOrShares({ id, method }: AnyOperation): boolean {
	return method === 'DELETE' || /(^|-)(send|share)$/.test(id);
}

function nameOf({ resource, operation }: Form): string {
	return `${resource}: ${operation}`;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { editorNames, placeOf } from './editorNames';
import { exampleWorkflow } from './exampleWorkflows';
import { root } from './places';

/** The table of scenarios leads to tests and to workflows that do what it says, and leaves none out. */
const docs = join(root, 'docs');
const NONE = /^none(?: for [^;]+)?; with single operations: /;
const WORKFLOW = /^\.\.\/workflows\/(.+)\.json$/;

/** One line of the column of workflows: what it leads to, and the operations that it names. */
interface Shown {
	readonly line: string;
	readonly workflows: readonly string[];
	readonly operations: readonly string[];
}

const rows = readFileSync(join(docs, 'scenarios.md'), 'utf8')
	.split('\n')
	.flatMap((line) => {
		const [, letter, , workflows, tests] = /^\| ([a-z]) \| (.*) \| (.*) \| (.*) \|$/.exec(line) ?? [];
		return letter ? [{ letter, shown: workflows.split('<br>').map(shownBy), tests: linksIn(tests) }] : [];
	});
const lines = rows.flatMap(({ letter, shown }) => shown.map((one) => ({ letter, ...one })));

function linksIn(cell: string): string[] {
	return [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
}

function shownBy(line: string): Shown {
	return { line, workflows: linksIn(line), operations: [...line.matchAll(/`([^`]+)`/g)].map(([, operation]) => operation) };
}

let names: ReadonlyMap<string, string>;

beforeAll(async () => {
	names = await editorNames();
});

/** Which of these operations no node of the workflow runs. */
function missingIn(link: string, operations: readonly string[]): string[] {
	const [, name] = WORKFLOW.exec(link) ?? [];
	const there = exampleWorkflow(name).nodes.map((node) => names.get(placeOf(node) ?? ''));
	return operations.filter((operation) => !there.includes(operation));
}

/** Whether the page of a node tells of the operation, or that of the trigger of the source. */
function isInReference(operation: string): boolean {
	const [node, resource, ...rest] = operation.split(': ');
	const page = join(docs, `reference/KonturExtern${node}.md`);
	if (!existsSync(page)) return false;
	const text = readFileSync(page, 'utf8');
	if (rest.length === 0) return text.split('\n').some((line) => line.startsWith('| Source |') && line.includes(`${resource} (`));
	const section = text.split(/^## /m).find((one) => one.startsWith(`${resource}\n`));
	return section?.split('\n').includes(`### ${rest.join(': ')}`) ?? false;
}

test('every scenario has one row', () => {
	expect(rows.map(({ letter }) => letter).join('')).toBe('abcdefghijklmnop');
});

test.each(rows)('scenario $letter has a test of its own', ({ letter, tests }) => {
	expect(tests.map((link) => link.split('/').pop()?.charAt(0))).toContain(letter);
	for (const link of tests) expect([link, existsSync(join(docs, link))]).toEqual([link, true]);
});

test.each(lines)('scenario $letter, $line: the workflow runs what is named', ({ line, workflows, operations }) => {
	expect(operations.length).toBeGreaterThan(0);
	// Either there is an example, or it is said that there is none.
	expect(NONE.test(line)).toBe(workflows.length === 0);
	expect(workflows.filter((link) => !WORKFLOW.test(link) || !existsSync(join(docs, link)))).toEqual([]);
	expect(workflows.flatMap((link) => missingIn(link, operations))).toEqual([]);
	expect(operations.filter((operation) => !isInReference(operation))).toEqual([]);
});

test('an operation that a workflow does not run is missed', () => {
	const notThere = ['Send: Letter: Send Letter', 'Trigger: Deadlines', 'Account: Organization: Renew Gosuslugi Access'];
	expect(missingIn('../workflows/report-events.json', [...notThere, 'Trigger: Event Feed'])).toEqual(notThere);
	expect(missingIn('../workflows/error-alert.json', notThere)).toEqual(notThere);
});

test('an operation that the reference does not tell of is missed', () => {
	const made = ['Send: Letter: Get Many', 'Docflow: Letter: Send Letter', 'Trigger: Letters', 'Letters: Letter: Send Letter'];
	expect(made.filter(isInReference)).toEqual([]);
});

test('every test of a scenario stands in the table', () => {
	const there = readdirSync(join(root, 'test/engine/scenarios')).filter((name) => name.endsWith('.test.ts'));
	expect(rows.flatMap(({ tests }) => tests.map((link) => link.split('/').pop())).sort()).toEqual(there.sort());
});

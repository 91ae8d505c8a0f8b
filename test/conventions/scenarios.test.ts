import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places';

/** The table of scenarios leads to workflows and tests that exist, and leaves none out. */
const docs = join(root, 'docs');
const rows = readFileSync(join(docs, 'scenarios.md'), 'utf8')
	.split('\n')
	.flatMap((line) => {
		const [, letter, , workflows, tests] = /^\| ([a-z]) \| (.*) \| (.*) \| (.*) \|$/.exec(line) ?? [];
		return letter ? [{ letter, workflows: linksIn(workflows), tests: linksIn(tests) }] : [];
	});

function linksIn(cell: string): string[] {
	return [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
}

test('every scenario has one row', () => {
	expect(rows.map(({ letter }) => letter).join('')).toBe('abcdefghijklmnop');
});

test.each(rows)('scenario $letter has a workflow and a test of its own', ({ letter, workflows, tests }) => {
	expect(workflows.length).toBeGreaterThan(0);
	expect(tests.map((link) => link.split('/').pop()?.charAt(0))).toContain(letter);
	for (const link of [...workflows, ...tests]) expect([link, existsSync(join(docs, link))]).toEqual([link, true]);
});

test('every test of a scenario stands in the table', () => {
	const there = readdirSync(join(root, 'test/engine/scenarios')).filter((name) => name.endsWith('.test.ts'));
	expect(rows.flatMap(({ tests }) => tests.map((link) => link.split('/').pop())).sort()).toEqual(there.sort());
});

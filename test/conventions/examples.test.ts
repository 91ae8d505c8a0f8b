import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places';

/** Example workflows show what the package can do: two that use the same operations would show the same thing twice. */
interface Workflow {
	readonly nodes: ReadonlyArray<{ readonly type: string; readonly parameters: { readonly resource?: string; readonly operation?: string; readonly source?: string } }>;
}

const folder = join(root, 'workflows');
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

function operationsOf(name: string): string {
	const { nodes }: Workflow = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
	const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-kontur-extern.'));
	return [...new Set(ours.map(({ type, parameters: { resource, operation, source } }) => [type, resource, operation, source].filter(Boolean).join(' ')))].sort().join(', ');
}

test.each(names)('%s uses a set of our operations of its own', (name) => {
	const twins = names.filter((other) => other !== name && operationsOf(other) === operationsOf(name));
	expect(twins).toEqual([]);
});

test('only the workflow that tells about errors of others does without our nodes', () => {
	expect(names.filter((name) => operationsOf(name) === '')).toEqual(['error-alert']);
});

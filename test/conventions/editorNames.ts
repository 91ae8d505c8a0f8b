import { join } from 'node:path';

import type { Resource } from '../../nodes/forms/form';
import { triggerProperties } from '../../nodes/forms/trigger';
import { choicesOf } from './builtNodes';
import { formLists } from './forms';
import { root } from './places';
import { OUR_NODES, type WorkflowNode } from './exampleWorkflows';

const TRIGGER = 'Trigger';

/** Where an operation stands in a workflow: type of the node, resource and operation, or the source of the trigger. */
type Place = string;

/** What the editor calls each operation, such as `Send: Report: Send Report`, by its place; `Trigger: Deadlines` for a source of the trigger. */
export async function editorNames(): Promise<ReadonlyMap<Place, string>> {
	const names = new Map<Place, string>();
	for (const [folder, forms] of await formLists()) {
		const { resources }: { resources: readonly Resource[] } = await import(join(root, 'nodes/forms', folder));
		const node = folder[0].toUpperCase() + folder.slice(1);
		for (const form of forms) {
			const resource = resources.find(({ value }) => value === form.resource)?.name ?? form.resource;
			names.set(`${node} ${form.resource} ${form.operation}`, `${node}: ${resource}: ${form.name}`);
		}
	}
	for (const { name, value } of choicesOf(source())) names.set(`${TRIGGER} ${String(value)}`, `${TRIGGER}: ${name}`);
	return names;
}

/** Where a node of a workflow stands; undefined when it is not ours. */
export function placeOf({ type, parameters }: WorkflowNode): Place | undefined {
	const prefix = `${OUR_NODES}konturExtern`;
	if (!type.startsWith(prefix)) return undefined;
	const node = type.slice(prefix.length);
	if (node === TRIGGER) return `${node} ${parameters.source ?? String(source().default)}`;
	return `${node} ${String(parameters.resource)} ${String(parameters.operation)}`;
}

function source() {
	const found = triggerProperties().find(({ name }) => name === 'source');
	if (!found) throw new Error('The trigger has no Source any more');
	return found;
}

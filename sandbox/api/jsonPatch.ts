/** JSON Patch (RFC 6902) as far as the service takes it: add, replace and remove. */

import { badRequest, type ApiProblem } from './problems';

export interface PatchOperation {
	op: 'add' | 'replace' | 'remove';
	path: string;
	value?: unknown;
}

/** A copy with the operations done; `lists` names the members that are lists even while they are absent. Throws 400. */
export function patched(
	source: Record<string, unknown>,
	operations: PatchOperation[],
	{ root, lists }: { root: string; lists: string[] },
): Record<string, unknown> {
	const copy = structuredClone(source);
	for (const operation of operations) {
		const [member = '', ...inside] = operation.path.slice(root.length + 1).split('/');
		if (inside.length > 0 && lists.includes(member)) copy[member] ??= [];
		apply(copy, [member, ...inside], operation);
	}
	return copy;
}

function apply(holder: unknown, [key = '', ...deeper]: string[], operation: PatchOperation): void {
	if (Array.isArray(holder)) return applyToList(holder, [key, ...deeper], operation);
	if (!isRecord(holder)) throw nowhere(operation);
	if (deeper.length > 0) {
		// A part of a comment may be set before there is a comment.
		if (operation.op !== 'remove') holder[key] ??= {};
		return apply(holder[key], deeper, operation);
	}
	if (operation.op === 'remove') delete holder[key];
	else holder[key] = operation.value;
}

function applyToList(list: unknown[], [key = '', ...deeper]: string[], operation: PatchOperation): void {
	const index = key === '-' ? list.length : Number(key);
	const beyond = operation.op === 'add' && deeper.length === 0 ? list.length : list.length - 1;
	if (!Number.isInteger(index) || index > beyond) throw nowhere(operation);
	if (deeper.length > 0) apply(list[index], deeper, operation);
	else if (operation.op === 'add') list.splice(index, 0, operation.value);
	else if (operation.op === 'replace') list[index] = operation.value;
	else list.splice(index, 1);
}

function nowhere({ path }: PatchOperation): ApiProblem {
	return badRequest(`Путь «${path}» не найден`, { path: 'not found' });
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { INodeListSearchItems } from 'n8n-workflow';

/**
 * The entry of a list in the editor, as far as it can be read: one odd member of an answer must not hide the others.
 * What cannot be named goes by its id; without an id it cannot be chosen and is left out.
 */
export function readable<S>(entryOf: (one: S) => INodeListSearchItems, one: S): INodeListSearchItems[] {
	const entry = attempt(entryOf, one) ?? byId(one);
	return entry ? [entry] : [];
}

function attempt<S>(entryOf: (one: S) => INodeListSearchItems, one: S): INodeListSearchItems | undefined {
	try {
		const entry = entryOf(one);
		return isText(entry.name) && isText(entry.value) ? entry : undefined;
	} catch {
		return undefined;
	}
}

function byId(one: unknown): INodeListSearchItems | undefined {
	return typeof one === 'object' && one !== null && 'id' in one && isText(one.id) ? { name: one.id, value: one.id } : undefined;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

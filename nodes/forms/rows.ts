import type { Ask } from './form';

/** A text in a row of a fixed collection. */
export function textInRow(displayName: string, name: string, more: Partial<Ask> & Pick<Ask, 'description'>): Ask {
	return { displayName, name, type: 'string', default: '', ...more };
}

/**
 * The rows of a fixed collection.
 * @param name of its only kind of row
 */
export function rowsOf(collection: unknown, name: string): Array<Record<string, unknown>> {
	const rows: unknown = Object.entries(Object(collection)).find(([key]) => key === name)?.[1];
	return Array.isArray(rows) ? rows : [];
}

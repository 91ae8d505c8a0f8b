/**
 * The rows of a fixed collection.
 * @param name of its only kind of row
 */
export function rowsOf(collection: unknown, name: string): Array<Record<string, unknown>> {
	const rows: unknown = Object.entries(Object(collection)).find(([key]) => key === name)?.[1];
	return Array.isArray(rows) ? rows : [];
}

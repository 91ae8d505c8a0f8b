/** How values are written on the wire. */

export interface Link {
	rel: string;
	href: string;
	name?: string;
}

/** UTC with seven fraction digits. */
export function instant(date: Date): string {
	return date.toISOString().replace('Z', '0000Z');
}

/** Moscow wall time without a zone: the form of a docflow's send-date. */
export function moscowTime(date: Date): string {
	return instant(new Date(date.getTime() + 3 * 3600 * 1000)).replace('Z', '');
}

/** A period date: midnight without a zone, from yyyy-MM-dd. */
export function midnight(day: string): string {
	return `${day}T00:00:00.0000000`;
}

export function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64');
}

/** Leaves out what is undefined or null, as the service does. */
export function filled<T extends Record<string, unknown>>(fields: T): Partial<T> {
	const kept: Partial<T> = { ...fields };
	for (const name of Object.keys(kept)) if (kept[name] === undefined || kept[name] === null) delete kept[name];
	return kept;
}

export function page<T>(items: T[], skip: number, take: number): { skip: number; take: number; total: number; items: T[] } {
	return { skip, take, total: items.length, items: items.slice(skip, skip + take) };
}

import type { Kept } from './source';
import type { Failures } from './unreadable';

/** An object in what n8n kept, whatever is there. */
export function objectIn(value: unknown): object {
	return typeof value === 'object' && value !== null ? value : {};
}

/** Texts in what n8n kept. */
export function textsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.map(String) : [];
}

/** What was handed over at which times, in what n8n kept. */
export function handedIn<T>(value: unknown, read: (what: unknown) => T): Array<{ at: number; what: T }> {
	const all: unknown[] = Array.isArray(value) ? value : [];
	return all.flatMap((one) => (typeof one === 'object' && one !== null && 'at' in one && typeof one.at === 'number' && 'what' in one ? [{ at: one.at, what: read(one.what) }] : []));
}

export function failuresIn(kept: Kept | undefined): Failures {
	const problems = Object.entries(objectIn(kept?.problems)).map(([accountId, text]) => [accountId, String(text)] as const);
	return { problems: Object.fromEntries(problems), failing: textsIn(kept?.failing) };
}

/**
 * Reading of what an answer may hold in another shape than documented: old answers leave members
 * out or write null, and a wrong member must not hide the rest of the answer.
 */

/** The objects of a list. What is no list is an empty one; what is no object in it is left out. */
export function membersOf<T extends object>(list: readonly T[] | null | undefined): readonly T[] {
	return Array.isArray(list) ? list.filter((member: T | null) => typeof member === 'object' && member !== null) : [];
}

/** A text, or undefined when it is something else or empty. */
export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a value has members to read; a list has them as well. */
export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

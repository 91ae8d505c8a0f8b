/**
 * Reading of what an answer may hold in another shape than documented: old answers leave members
 * out or write null, and a wrong member must not hide the rest of the answer.
 */

/** The objects of a list. What is no list is an empty one; what is no object in it is left out. */
export function membersOf<T extends object>(list: ReadonlyArray<T | null> | null | undefined): readonly T[] {
	return Array.isArray(list) ? list.filter((member: T | null): member is T => typeof member === 'object' && member !== null) : [];
}

/** A text, or undefined when it is something else or empty. */
export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether a value has members to read; a list has them as well. */
export function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

/** The list in an answer whose envelope is not documented: the answer itself, or whatever list it holds. */
export function listIn(answer: unknown): readonly object[] {
	if (Array.isArray(answer)) return membersOf(answer);
	if (typeof answer !== 'object' || answer === null) return [];
	return membersOf(Object.entries(answer).find(([name, value]) => !name.endsWith('links') && Array.isArray(value))?.[1]);
}

/** A person's name on one line. */
export function nameOf(person: string | { readonly surname?: string; readonly name?: string; readonly patronymic?: string | null } | null | undefined): string | undefined {
	if (typeof person === 'string') return textOf(person);
	const { surname, name, patronymic } = person ?? {};
	return textOf([surname, name, patronymic].filter(Boolean).join(' '));
}

/** What an answer says beside the members that are read one by one, or undefined when that is all. */
export function restOf(wire: object, known: readonly string[]): object | undefined {
	const rest = Object.entries(wire).filter(([name]) => !known.includes(name));
	return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

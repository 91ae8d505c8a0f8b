import { inputError } from '../failure';

/**
 * What was read, or an error in the operator's words.
 * @throws ExternError `input` when reading throws anything
 */
export function readOr<T>(read: () => T, message: string, hint: string): T {
	const outcome = attempt(read);
	if (outcome) return outcome.value;
	throw inputError(message, hint);
}

/** What was read; undefined when reading throws anything. */
export function attempt<T>(read: () => T): { value: T } | undefined {
	try {
		return { value: read() };
	} catch {
		return undefined;
	}
}

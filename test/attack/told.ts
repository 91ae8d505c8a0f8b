import { ExternError } from '../../extern/failure';

/** Runs a work that is attacked: it may end well, or as a failure of the client that says what happened; nothing else. */
export async function told<T>(work: () => Promise<T>): Promise<T | ExternError> {
	const outcome = await Promise.resolve()
		.then(work)
		.then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
	if ('value' in outcome) return outcome.value;
	if (!(outcome.error instanceof ExternError)) throw outcome.error;
	expect(outcome.error.failure.kind).toBeTruthy();
	expect(outcome.error.message.trim()).not.toBe('');
	expect(outcome.error.message).not.toMatch(/undefined|is not a function|Cannot read/);
	return outcome.error;
}

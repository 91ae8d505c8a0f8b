import { ExternError, type ExternFailure } from '../../../extern/failure';

/** The failure that a work ends with; a test fails when it ends well or with another error. */
export async function failureOf(work: () => unknown): Promise<ExternFailure> {
	const error: unknown = await Promise.resolve()
		.then(work)
		.then(
			() => new Error('it ended well'),
			(thrown: unknown) => thrown,
		);
	if (error instanceof ExternError) return error.failure;
	throw error;
}

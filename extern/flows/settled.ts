import type { Outcome } from '../client';
import { ExternError } from '../failure';

/** What came of a work, its failure as a value. What is no failure of ours is a mistake of the program and goes on upwards. */
export async function settled<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	return await work().then(
		(value) => ({ ok: true, value }),
		(error: unknown) => {
			if (error instanceof ExternError) return { ok: false, error };
			throw error;
		},
	);
}

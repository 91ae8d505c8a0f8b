import type { ExternError } from '../failure';

/** How often the same is deliberately sent anew before something must be wrong. */
const MOST_REPEATED = 50;

/**
 * What is deliberately sent again has ids of its own, which follow from how often it was sent: goes through them until
 * one leads to a result.
 * @param attempt what comes of it after so many repetitions, 0 at first; undefined when the next one is to be tried
 * @param tooOften what to tell when so many repetitions led to none
 * @throws ExternError `tooOften`, and whatever `attempt` throws
 */
export async function firstOfSeries<T>(attempt: (again: number) => Promise<T | undefined>, tooOften: (times: number) => ExternError): Promise<T> {
	for (let again = 0; again <= MOST_REPEATED; again += 1) {
		const result = await attempt(again);
		if (result !== undefined) return result;
	}
	throw tooOften(MOST_REPEATED);
}

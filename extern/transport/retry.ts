import type { PortAnswer } from '../port';

/** Whether repeating a call is harmless. `unsafe` calls may have had their effect although no answer came. */
export type Repeat = 'safe' | 'unsafe';

/** What is known when the next step is decided. */
export interface Attempt {
	readonly repeat: Repeat;
	/** Calls made so far, at least 1. */
	readonly made: number;
	readonly answer: PortAnswer;
	readonly elapsedMs: number;
	readonly budgetMs: number;
	/** Between 0 and 1; spreads the repeats of many callers. */
	readonly random: number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000; // the official SDK waits 10 s each time (http-behaviour §5)

/**
 * How long to wait before the next try, or undefined to give up.
 *
 * 429 is always repeated: the surplus request was dropped before it had an effect
 * (http-behaviour §4). A lost answer and a 5xx are repeated for safe calls only.
 */
export function waitBeforeRetry(attempt: Attempt): number | undefined {
	const asked = askedToWait(attempt.answer);
	if (!isWorthRepeating(attempt)) return undefined;
	const backoff = Math.min(FIRST_WAIT_MS * 2 ** (attempt.made - 1), LONGEST_WAIT_MS);
	const wait = Math.max(asked ?? 0, Math.round(backoff * (0.5 + attempt.random / 2)));
	return attempt.elapsedMs + wait <= attempt.budgetMs ? wait : undefined;
}

/** Milliseconds of a Retry-After header (seconds; dates are not used by the service), if there is one. */
export function askedToWait(answer: PortAnswer): number | undefined {
	if (answer.kind !== 'answer') return undefined;
	const milliseconds = Number(answer.headers['retry-after'] ?? Number.NaN) * 1000;
	return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : undefined;
}

function isWorthRepeating({ answer, repeat }: Attempt): boolean {
	switch (answer.kind) {
		case 'cancelled':
			return false;
		case 'sign-in':
			return answer.isDown;
		case 'no-answer':
			return repeat === 'safe';
		case 'answer':
			return answer.status === 429 || (answer.status >= 500 && repeat === 'safe');
	}
}

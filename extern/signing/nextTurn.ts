import { randomBytes } from 'node:crypto';

/**
 * Waits for the next turn of the event loop, so that long arithmetic lets other work of n8n in.
 * Awaiting a settled promise would not: it goes on within the same turn. Timers are not for n8n
 * packages; a job of crypto's thread pool, the smallest there is, reports back in a turn of its own.
 */
export function nextTurn(): Promise<void> {
	return new Promise((resolve) => {
		randomBytes(1, () => resolve());
	});
}

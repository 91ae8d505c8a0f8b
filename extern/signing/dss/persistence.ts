import type { PortAnswer } from '../../port';
import { type Repeat, waitBeforeRetry } from '../../transport/retry';
import type { ServicePort } from '../services';

const RETRY_BUDGET_MS = 30_000;

/** Whether and how long to repeat a call. */
interface Persistence {
	readonly port: ServicePort;
	readonly repeat: Repeat;
	/** Milliseconds; half a minute when it is not said. */
	readonly budgetMs?: number;
}

/** Sends until an answer is worth reading or the patience ends; what may have had its effect is not repeated. */
export async function persistently({ port, repeat, budgetMs = RETRY_BUDGET_MS }: Persistence, send: () => Promise<PortAnswer>): Promise<PortAnswer> {
	const started = port.now();
	for (let made = 1; ; made += 1) {
		const answer = port.cancelled() ? ({ kind: 'cancelled' } as const) : await send();
		const wait = waitBeforeRetry({ repeat, made, answer, elapsedMs: port.now() - started, budgetMs, random: Math.random() });
		if (wait === undefined) return answer;
		await port.pause(wait);
	}
}

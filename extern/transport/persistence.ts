import type { Port, PortAnswer } from '../port';
import { type Repeat, waitBeforeRetry } from './retry';

/** Whether and how long to repeat a call. */
export interface Persistence {
	readonly port: Pick<Port, 'now' | 'pause' | 'cancelled'>;
	readonly repeat: Repeat;
	/** For the call with all its repeats, in milliseconds. */
	readonly budgetMs: number;
	/** Narrows what is repeated, where a service means something else by its answers. */
	readonly mayPass?: (answer: PortAnswer) => boolean;
}

/**
 * Sends until an answer is worth reading or the patience ends; what may have had its effect is not
 * repeated (see {@link waitBeforeRetry}).
 * @returns the last answer; `cancelled` when the execution was stopped before one
 */
export async function persistently({ port, repeat, budgetMs, mayPass = () => true }: Persistence, send: () => Promise<PortAnswer>): Promise<PortAnswer> {
	const started = port.now();
	for (let made = 1; ; made += 1) {
		if (port.cancelled()) return { kind: 'cancelled' };
		const answer = await send();
		const wait = mayPass(answer) ? waitBeforeRetry({ repeat, made, answer, elapsedMs: port.now() - started, budgetMs, random: Math.random() }) : undefined;
		if (wait === undefined) return answer;
		await port.pause(wait);
	}
}

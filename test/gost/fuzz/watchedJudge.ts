import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Question, Verdict } from './judge';

/** One question to our readers. */
export interface Case {
	readonly question: Question;
	readonly file: Uint8Array;
	readonly content: Uint8Array;
}

const startLimitMs = 60_000;

/** Our readers in a thread of bounded memory, with a clock beside it: one that hangs is stopped and a new one goes on. */
export class WatchedJudge {
	private worker?: Worker;
	private arrived: Verdict[] = [];
	private failure?: Error;
	private wake = () => {};

	/**
	 * The verdicts in the order of the cases.
	 *
	 * @param limitMs how long one case may take; what takes longer counts as a crash.
	 */
	async verdicts(cases: Case[], limitMs: number): Promise<Verdict[]> {
		const verdicts: Verdict[] = [];
		while (verdicts.length < cases.length) {
			const worker = this.worker ?? (await this.start());
			worker.postMessage(cases.slice(verdicts.length));
			while (verdicts.length < cases.length) {
				const verdict = await this.next(limitMs);
				verdicts.push(verdict ?? { accepts: false, crashed: true, reason: this.failure?.message ?? `took more than ${limitMs} ms` });
				if (verdict) continue;
				await this.stop();
				break;
			}
		}
		return verdicts;
	}

	async stop(): Promise<void> {
		await this.worker?.terminate();
		this.worker = undefined;
		this.arrived = [];
		this.failure = undefined;
	}

	private async start(): Promise<Worker> {
		const worker = new Worker(join(__dirname, 'judge.worker.mjs'), { resourceLimits: { maxOldGenerationSizeMb: 256 } });
		await once(worker, 'message', { signal: AbortSignal.timeout(startLimitMs) });
		worker.on('message', (verdict: Verdict) => {
			this.arrived.push(verdict);
			this.wake();
		});
		worker.on('error', (error) => {
			this.failure = error;
			this.wake();
		});
		this.worker = worker;
		return worker;
	}

	/** The next verdict, or nothing when none came in time or the thread broke down. */
	private async next(limitMs: number): Promise<Verdict | undefined> {
		if (this.arrived.length === 0 && !this.failure) {
			await new Promise<void>((resolve) => {
				const clock = setTimeout(resolve, limitMs);
				this.wake = () => {
					clearTimeout(clock);
					resolve();
				};
			});
		}
		return this.arrived.shift();
	}
}

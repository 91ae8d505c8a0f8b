import type { Extern } from '../client';

/** A stage of a filing that came to an end, or is waited for. */
export interface StageDone {
	readonly stage: 'draft' | 'documents' | 'check' | 'sign' | 'prepare' | 'send';
	/** `done`; `waiting` when the task of the service still runs; `sent` when the draft was sent meanwhile. */
	readonly outcome: string;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	readonly finishedAt: string;
	/** Task of the service, where there was one. */
	readonly taskId?: string;
	/** What Kontur's support asks for, one for each call. */
	readonly traceIds: readonly string[];
}

/** Notes what was done when, and by which calls. A stage that fails is not in it: the error tells of that one. */
export class StageLog {
	readonly done: StageDone[] = [];

	constructor(private readonly extern: Extern) {}

	async stage<T>(stage: StageDone['stage'], work: () => Promise<T>): Promise<T> {
		const before = this.extern.traces.length;
		const startedAt = this.now();
		const made = await work();
		const { kind = 'done', taskId } = taskIn(made);
		this.done.push({ stage, outcome: kind, startedAt, finishedAt: this.now(), taskId, traceIds: this.extern.traces.slice(before).map(({ traceId }) => traceId) });
		return made;
	}

	private now(): string {
		return new Date(this.extern.port.now()).toISOString();
	}
}

function taskIn(made: unknown): { kind?: string; taskId?: string } {
	if (typeof made !== 'object' || made === null || !('kind' in made) || typeof made.kind !== 'string') return {};
	return { kind: made.kind, taskId: 'taskId' in made && typeof made.taskId === 'string' ? made.taskId : undefined };
}

/** Background tasks and the locks they hold. */

import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';

export interface TaskProblem {
	id: string;
	'status-code': number;
	message: string;
	'trace-id': string;
}

export type TaskOutcome = { result: unknown } | { error: TaskProblem };

export interface Task {
	id: string;
	/** What it belongs to: the draft, document or docflow whose path shows the task. */
	ownerId: string;
	/** urn:task-type:… */
	type: string;
	state: 'running' | 'succeed' | 'failed';
	result?: unknown;
	error?: TaskProblem;
	/** How far it has come, where the service tells. */
	progress?: string;
	/** The object that may not be changed meanwhile. */
	lock: string;
	startedAt: Date;
}

export interface TaskStart {
	ownerId: string;
	type: string;
	lock: string;
	/** Does the work at the end of the simulated duration. */
	work: () => TaskOutcome;
}

export class Tasks {
	#tasks = new Map<string, Task>();
	#locks = new Map<string, Task>();
	#byOwner = new Map<string, Task[]>();
	/** Simulated milliseconds that a task takes. */
	duration: number;

	constructor(
		private readonly clock: Clock,
		duration: number,
	) {
		this.duration = duration;
	}

	/** Starts a task; the caller has made sure that nothing holds the lock. */
	start(start: TaskStart): Task {
		const task = this.open(start);
		this.clock.after(this.duration, () => this.finish(task, start.work));
		return task;
	}

	/** A task that runs until it is finished from outside. */
	open({ ownerId, type, lock }: Omit<TaskStart, 'work'>): Task {
		const task: Task = {
			id: randomUUID(),
			ownerId,
			type,
			state: 'running',
			lock,
			startedAt: this.clock.now(),
		};
		this.#tasks.set(task.id, task);
		this.#locks.set(lock, task);
		this.#byOwner.set(ownerId, [task, ...this.of(ownerId)]);
		return task;
	}

	finish(task: Task, work: () => TaskOutcome): void {
		const outcome = outcomeOf(work);
		this.#locks.delete(task.lock);
		if ('error' in outcome) Object.assign(task, { state: 'failed', error: outcome.error });
		else Object.assign(task, { state: 'succeed', result: outcome.result });
	}

	find(ownerId: string, id: string): Task | undefined {
		const task = this.#tasks.get(id.toLowerCase());
		return task?.ownerId === ownerId ? task : undefined;
	}

	/** Newest first. */
	of(ownerId: string): Task[] {
		return this.#byOwner.get(ownerId) ?? [];
	}

	running(lock: string): Task | undefined {
		return this.#locks.get(lock);
	}

	clear(): void {
		this.#tasks.clear();
		this.#locks.clear();
		this.#byOwner.clear();
	}
}

/** A task that breaks ends as failed, like a real one, and does not take the process down. */
function outcomeOf(work: () => TaskOutcome): TaskOutcome {
	try {
		return work();
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return {
			error: {
				id: 'urn:error:externapi:error',
				'status-code': 500,
				message: `Внутренняя ошибка: ${message}`,
				'trace-id': randomUUID().replaceAll('-', ''),
			},
		};
	}
}

import type { Extern, Outcome } from './client';
import { ExternError, type ApiProblem } from './failure';
import type { Fields, InputOf } from './operations/fields';
import type { Operation } from './operations/operation';
import type { WireTask } from './wire/task';
import { textOf } from './wire/tolerant';

/** Pause between two looks at a task: the vendor asks for 5 s (limits §1); the first looks are closer together. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Where a background task stands. */
export type TaskState<R> =
	| { readonly kind: 'succeeded'; readonly taskId: string; readonly result: R }
	| { readonly kind: 'failed'; readonly taskId: string; readonly problem: ApiProblem }
	/** Still running when the patience ended; the task goes on and can be asked for later. */
	| { readonly kind: 'running'; readonly taskId: string };

/**
 * Waits for a background task (http-behaviour §6).
 * @param started the answer to the call that started it; it may be finished already
 * @param look reads the task again
 * @param patienceMs how long to wait; 0 does not wait at all
 * @throws ExternError `cancelled`, `unknown-outcome` when the task succeeded without saying what came of it, and those of
 * reading the task
 */
export async function awaitTask<R>(
	extern: Extern,
	started: WireTask<R>,
	look: (taskId: string) => Promise<WireTask<R>>,
	patienceMs: number,
): Promise<TaskState<R>> {
	const until = extern.port.now() + patienceMs;
	let task = started;
	for (let pause = FIRST_PAUSE_MS; !isEnded(task); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
		const left = until - extern.port.now();
		if (!(left > 0)) return { kind: 'running', taskId: task.id };
		await extern.port.pause(Math.min(pause, left));
		task = { ...(await look(task.id)), id: task.id };
	}
	return stateOf(task);
}

/** A background task that was started, by us or by somebody who was faster. */
export interface Started<R> {
	readonly task: WireTask<R>;
	readonly joined: boolean;
}

/**
 * Starts a background task, or joins the one that already runs: a 409 names it
 * (limits §5), so a second caller waits for the first one's work instead of repeating it.
 * @param type the task type that may be joined, e.g. `urn:task-type:check`
 * @throws ExternError `locked` when another kind of work holds the object
 */
export async function startOrJoin<F extends Fields, R, S>(
	extern: Extern,
	operation: Operation<F, WireTask<R>, S>,
	input: InputOf<F>,
	type: string,
): Promise<Started<R>> {
	return startedOrJoined(await extern.attempt(operation, input), type);
}

/** As {@link startOrJoin}, from what an attempt to start the task came to. */
export function startedOrJoined<R>(outcome: Outcome<WireTask<R>>, type: string): Started<R> {
	if (outcome.ok) return { task: outcome.value, joined: false };
	const joined = runningTask<R>(outcome.error, type);
	if (joined) return { task: joined, joined: true };
	throw outcome.error;
}

function runningTask<R>({ failure }: ExternError, type: string): WireTask<R> | undefined {
	if (failure.kind !== 'locked' || !failure.task || failure.task.type?.toLowerCase() !== type.toLowerCase()) return undefined;
	return { id: failure.task.id, 'task-state': 'running', 'task-type': type };
}

/** A state that is not known yet is no end: what still runs must not be taken for failed. */
function isEnded(task: WireTask<unknown>): boolean {
	return task['task-state'] === 'succeed' || task['task-state'] === 'failed';
}

function stateOf<R>(task: WireTask<R>): TaskState<R> {
	const result = task['task-result'];
	if (task['task-state'] === 'succeed') {
		if (typeof result === 'object' && result !== null) return { kind: 'succeeded', taskId: task.id, result };
		throw new ExternError({ kind: 'unknown-outcome', problem: { message: `Task ${task.id} ended without saying what came of it` } });
	}
	const { error } = task;
	return {
		kind: 'failed',
		taskId: task.id,
		problem: { id: textOf(error?.id), message: textOf(error?.message), status: Number(error?.['status-code']) || undefined, traceId: textOf(error?.['trace-id']) },
	};
}

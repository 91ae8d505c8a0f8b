import type { Extern } from '../client';
import { ExternError } from '../failure';
import type { Fields, InputOf } from '../operations/fields';
import type { Operation } from '../operations/operation';
import { awaitTask, startOrJoin } from '../tasks';
import type { WireTask } from '../wire/task';

/** A background task that ended well, or that still runs at the service when the patience ended. */
export type TaskOutcome<R> = { readonly kind: 'done'; readonly taskId: string; readonly result: R } | { readonly kind: 'waiting'; readonly taskId: string };

/** A background task: the operation that starts it, how to look at it, and its type, by which a running one is joined. */
export interface TaskKind<F extends Fields, R> {
	readonly start: Operation<F, WireTask<R>, never>;
	readonly look: (extern: Extern, input: InputOf<F>, taskId: string) => Promise<WireTask<R>>;
	/** E.g. `urn:task-type:print`. */
	readonly type: string;
}

/**
 * Starts a background task, or joins the one that already runs, and waits for its end (http-behaviour §6).
 * @param patienceMs how long to wait; 0 does not wait at all
 * @throws ExternError `refused` with the service's own words when the task failed, and those of starting and reading it
 */
export async function runTask<F extends Fields, R>(extern: Extern, kind: TaskKind<F, R>, input: InputOf<F>, patienceMs: number): Promise<TaskOutcome<R>> {
	const { task } = await startOrJoin(extern, kind.start, input, kind.type);
	const state = await awaitTask<R>(extern, task, async (taskId) => await kind.look(extern, input, taskId), patienceMs);
	if (state.kind === 'running') return { kind: 'waiting', taskId: state.taskId };
	if (state.kind === 'failed') throw new ExternError({ kind: 'refused', status: state.problem.status ?? 400, problem: state.problem }, kind.start.id);
	return { kind: 'done', taskId: state.taskId, result: state.result };
}

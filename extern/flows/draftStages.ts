import type { Extern } from '../client';
import type { ApiProblem, ProblemLine } from '../failure';
import { ExternError } from '../failure';
import { documentsOf, draftCheck, draftDocumentGet, draftGet, draftPrepare, draftSend, draftTaskGet } from '../operations/drafts';
import { awaitTask, startOrJoin, type TaskState } from '../tasks';
import type { WireDocflow } from '../wire/docflow';
import type { WireCheckResult, WirePrepareResult, WireSendFailure } from '../wire/draft';
import type { WireTask } from '../wire/task';
import { linesOf } from './checkLines';

/** A draft of an account. */
export interface DraftRef {
	readonly accountId: string;
	readonly draftId: string;
}

/** A stage that ended, or that still runs at the service. */
export type Stage<T> = ({ readonly kind: 'done'; readonly taskId: string } & T) | { readonly kind: 'waiting'; readonly taskId: string };

/** Outcome of check and prepare. */
export interface Findings {
	readonly lines: readonly ProblemLine[];
	/** Result of prepare, e.g. `ok` or `encryption-failed`. */
	readonly status?: string;
}

/** Outcome of send: the docflow, or why there is none. */
export interface SendOutcome extends Findings {
	readonly docflow?: WireDocflow;
	readonly refusal?: ApiProblem;
	/** Somebody else was sending the draft already; we only waited for the outcome. */
	readonly joined: boolean;
}

/**
 * Format and cross control of a draft (scenarios 0.5).
 * @param patienceMs how long to wait for the background task
 * @throws ExternError; `refused` when the task itself failed
 */
export async function check(extern: Extern, draft: DraftRef, patienceMs: number): Promise<Stage<Findings>> {
	const { task } = await startOrJoin(extern, draftCheck, draft, 'urn:task-type:check');
	const state = await follow<WireCheckResult>(extern, draft, task, patienceMs);
	return await whenDone(state, async (result) => ({ lines: linesOf(result.data, await fileNames(extern, draft)) }));
}

/** Signature check, compression and encryption; as {@link check}. */
export async function prepare(extern: Extern, draft: DraftRef, patienceMs: number): Promise<Stage<Findings>> {
	const { task } = await startOrJoin(extern, draftPrepare, draft, 'urn:task-type:prepare');
	const state = await follow<WirePrepareResult>(extern, draft, task, patienceMs);
	return await whenDone(state, async (result) => ({
		status: result.status,
		lines: linesOf(result['check-result'], await fileNames(extern, draft)),
	}));
}

/**
 * Hands a draft over. A business refusal comes as a succeeded task with a failure inside, or as a
 * failed task (models.md §2); both end as `refusal`.
 */
export async function send(extern: Extern, draft: DraftRef, options: { patienceMs: number; force?: boolean }): Promise<Stage<SendOutcome>> {
	const { task, joined } = await startOrJoin(extern, draftSend, { ...draft, force: options.force }, 'urn:task-type:send');
	const state = await follow<WireDocflow | WireSendFailure>(extern, draft, task, options.patienceMs);
	if (state.kind === 'failed') return { kind: 'done', taskId: state.taskId, joined, lines: [], refusal: state.problem };
	return await whenDone(state, async (result) => ({ joined, ...(await sendOutcome(extern, draft, result)) }));
}

/** Looks at a task of a draft once, or until it ended. */
export async function follow<R>(extern: Extern, draft: DraftRef, started: WireTask<R>, patienceMs: number): Promise<TaskState<R>> {
	return await awaitTask<R>(extern, started, async (taskId) => await extern.call(draftTaskGet, { ...draft, apiTaskId: taskId }), patienceMs);
}

/** Document id → file name of everything in a draft. */
export async function fileNames(extern: Extern, draft: DraftRef): Promise<Map<string, string>> {
	const names = new Map<string, string>();
	for (const documentId of documentsOf(await extern.call(draftGet, draft))) {
		const { description } = await extern.call(draftDocumentGet, { ...draft, documentId });
		if (description.filename) names.set(documentId, description.filename);
	}
	return names;
}

async function sendOutcome(extern: Extern, draft: DraftRef, result: WireDocflow | WireSendFailure): Promise<Omit<SendOutcome, 'joined'>> {
	if (!isSendFailure(result)) return { docflow: result, lines: [] };
	return {
		status: result.status,
		refusal: { id: result.id, status: Number(result['status-code']) || undefined, message: result.message },
		lines: linesOf(result['check-result'], await fileNames(extern, draft)),
	};
}

function isSendFailure(result: WireDocflow | WireSendFailure): result is WireSendFailure {
	return 'status-code' in result;
}

async function whenDone<R, T>(state: TaskState<R>, read: (result: R) => Promise<T>): Promise<Stage<T>> {
	if (state.kind === 'running') return { kind: 'waiting', taskId: state.taskId };
	if (state.kind === 'failed') throw new ExternError({ kind: 'refused', status: state.problem.status ?? 400, problem: state.problem });
	return { kind: 'done', taskId: state.taskId, ...(await read(state.result)) };
}

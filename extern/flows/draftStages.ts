import type { Extern } from '../client';
import type { ApiProblem, ProblemLine } from '../failure';
import { ExternError } from '../failure';
import { draftDocumentGet } from '../operations/draftDocuments';
import { draftTaskGet } from '../operations/draftTasks';
import type { draftIds } from '../operations/ids';
import type { Operation } from '../operations/operation';
import { documentsOf, draftCheck, draftGet, draftPrepare, draftSend } from '../operations/drafts';
import { awaitTask, startedOrJoined, startOrJoin, type TaskState } from '../tasks';
import type { WireDocflow } from '../wire/docflow';
import type { WireCheckResult, WirePrepareResult, WireSendFailure } from '../wire/draft';
import type { WireTask } from '../wire/task';
import { textOf } from '../wire/tolerant';
import { linesOf } from './checkLines';

/** A draft of an account. */
export interface DraftRef {
	readonly accountId: string;
	readonly draftId: string;
}

/** A stage that ended, or that still runs at the service. */
export type Stage<T> = ({ readonly kind: 'done'; readonly taskId: string } & T) | { readonly kind: 'waiting'; readonly taskId: string };

/** A stage before sending; none is needed where the draft was sent meanwhile, by another run or a late request of this one. */
export type StageBefore<T> = Stage<T> | { readonly kind: 'sent' };

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
export async function check(extern: Extern, draft: DraftRef, patienceMs: number): Promise<StageBefore<Findings>> {
	const task = await startUnlessSent(extern, draftCheck, draft, 'urn:task-type:check');
	if (!task) return { kind: 'sent' };
	const state = await follow<WireCheckResult>(extern, draft, task, patienceMs);
	return await whenDone(state, async ({ data }) => {
		// What cannot be read must not pass for a check without findings.
		if (typeof data !== 'object' || data === null) throw unreadable(draftCheck.id, 'The result of the check cannot be read');
		return { lines: linesOf(data, await fileNames(extern, draft)) };
	});
}

/** Signature check, compression and encryption; as {@link check}. */
export async function prepare(extern: Extern, draft: DraftRef, patienceMs: number): Promise<StageBefore<Findings>> {
	const task = await startUnlessSent(extern, draftPrepare, draft, 'urn:task-type:prepare');
	if (!task) return { kind: 'sent' };
	const state = await follow<WirePrepareResult>(extern, draft, task, patienceMs);
	return await whenDone(state, async (result) => {
		const status = textOf(result.status);
		if (!status) throw unreadable(draftPrepare.id, 'The result of preparing cannot be read');
		return { status, lines: linesOf(result['check-result'], await fileNames(extern, draft)) };
	});
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

/** The task of a stage, or undefined where the service refuses it because the draft was sent. */
async function startUnlessSent<R, S>(extern: Extern, operation: Operation<typeof draftIds, WireTask<R>, S>, draft: DraftRef, type: string): Promise<WireTask<R> | undefined> {
	const outcome = await extern.attempt(operation, draft);
	const isRefused = !outcome.ok && outcome.error.failure.kind === 'refused';
	if (isRefused && (await extern.call(draftGet, draft)).status === 'sent') return undefined;
	return startedOrJoined(outcome, type).task;
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
		const fileName = textOf(description?.filename);
		if (fileName) names.set(documentId, fileName);
	}
	return names;
}

async function sendOutcome(extern: Extern, draft: DraftRef, result: WireDocflow | WireSendFailure): Promise<Omit<SendOutcome, 'joined'>> {
	if (isSendFailure(result)) {
		return {
			status: textOf(result.status),
			refusal: { id: textOf(result.id), status: Number(result['status-code']) || undefined, message: textOf(result.message) },
			lines: linesOf(result['check-result'], await fileNames(extern, draft)),
		};
	}
	if (isDocflow(result)) return { docflow: result, lines: [] };
	// Neither may be guessed: the draft knows whether it was sent.
	throw new ExternError({ kind: 'unknown-outcome', problem: { message: 'The result of sending cannot be read' } }, draftSend.id);
}

/** models.md §2: told from a docflow by its code, its message or its check result. */
function isSendFailure(result: WireDocflow | WireSendFailure): result is WireSendFailure {
	return 'status-code' in result || 'check-result' in result || ('message' in result && !isDocflow(result));
}

function isDocflow(result: WireDocflow | WireSendFailure): result is WireDocflow {
	return 'type' in result && textOf(result.id) !== undefined && textOf(result.type) !== undefined;
}

function unreadable(operation: string, message: string): ExternError {
	return new ExternError({ kind: 'malformed', problem: { message } }, operation);
}

async function whenDone<R, T>(state: TaskState<R>, read: (result: R) => Promise<T>): Promise<Stage<T>> {
	if (state.kind === 'running') return { kind: 'waiting', taskId: state.taskId };
	if (state.kind === 'failed') throw new ExternError({ kind: 'refused', status: state.problem.status ?? 400, problem: state.problem });
	return { kind: 'done', taskId: state.taskId, ...(await read(state.result)) };
}

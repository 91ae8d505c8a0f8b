import type { Extern } from '../client';
import { ExternError, stop, type ExternFailure } from '../failure';
import { draftGet, draftSend } from '../operations/drafts';
import type { WireDraft } from '../wire/draft';
import { textOf } from '../wire/tolerant';
import { hasErrors } from './checkLines';
import type { DraftRef, Findings, Stage } from './draftStages';
import { firstOfSeries } from './series';
import { settled } from './settled';

/** How long to wait before the state of a draft is looked at again, in milliseconds. */
export const LOCK_PAUSE_MS = 1_000;
const MOST_LOST_ANSWERS = 3;

/**
 * Repeats a work on a draft as long as its failures only mean that the state has to be read again: another run
 * holds the draft (409), another run was faster, or an answer got lost. What was sent by a request whose answer
 * got lost does not pass for sent by an earlier run.
 * @param until when to give up on locks, milliseconds since 1970
 * @param work reads the state of the draft before it does anything
 * @throws ExternError whatever else the work throws
 */
export async function untilSettled<T extends { readonly kind: string; readonly alreadyFiled?: boolean }>(extern: Extern, draft: DraftRef, until: number, work: () => Promise<T>): Promise<T> {
	let sentByUs = false; // the answer was lost, the report perhaps not
	let lostAnswers = 0;
	const mayLookAgain = async (kind: ExternFailure['kind']) => {
		if (kind === 'locked') return extern.port.now() < until;
		if (kind === 'unknown-outcome') return lostAnswers < MOST_LOST_ANSWERS;
		return kind === 'refused' && (await wasOvertaken(extern, draft));
	};
	for (;;) {
		const outcome = await settled(work);
		if (outcome.ok) return sentByUs && outcome.value.kind === 'filed' ? { ...outcome.value, alreadyFiled: false } : outcome.value;
		const { kind } = outcome.error.failure;
		if (kind === 'unknown-outcome') lostAnswers += 1;
		if (kind === 'unknown-outcome' && outcome.error.operation === draftSend.id) sentByUs = true;
		if (!(await mayLookAgain(kind))) throw outcome.error;
		await extern.port.pause(LOCK_PAUSE_MS);
	}
}

/** Whether a refusal only means that another run was faster: its draft must not be changed any more. */
async function wasOvertaken(extern: Extern, draft: DraftRef): Promise<boolean> {
	const found = await findDraft(extern, draft);
	return found !== undefined && isClosed(found);
}

/**
 * Waits while another run, perhaps on another machine, works on a draft.
 * @returns the draft once it was sent; undefined when the patience ended first
 * @throws ExternError `locked` when the other run ended without sending: its work can be gone on with
 */
export async function awaitOtherRun(extern: Extern, draft: DraftRef, until: number): Promise<WireDraft | undefined> {
	while (extern.port.now() < until) {
		await extern.port.pause(LOCK_PAUSE_MS);
		const wire = await extern.call(draftGet, draft);
		if (isSent(wire)) return wire;
		if (!isBusy(wire)) throw new ExternError({ kind: 'locked', problem: { message: 'Another run worked on this draft' } });
	}
	return undefined;
}

/** A draft, or undefined when there is none of this id. */
export async function findDraft(extern: Extern, draft: DraftRef): Promise<WireDraft | undefined> {
	const outcome = await extern.attempt(draftGet, draft);
	if (outcome.ok) return outcome.value;
	const { failure } = outcome.error;
	if (failure.kind === 'refused' && failure.status === 404) return undefined;
	throw outcome.error;
}

/**
 * The first draft of a series that was not sent yet: for what is deliberately sent again.
 * @param draftOf the draft of so many repetitions
 * @throws ExternError `stopped` when all were sent
 */
export async function firstUnsent(extern: Extern, draftOf: (again: number) => DraftRef): Promise<DraftRef> {
	return await firstOfSeries(
		async (again) => {
			const found = await findDraft(extern, draftOf(again));
			return found && isSent(found) ? undefined : draftOf(again);
		},
		(times) => stop(`This was sent ${times} times already`, 'Switch off Send Again'),
	);
}

/** A background task works on the draft: nothing may be changed. */
export function isBusy({ status }: WireDraft): boolean {
	return textOf(status)?.endsWith('-in-progress') ?? false;
}

/** Whether the draft was sent, by us or by a person in the web interface. */
export function isSent({ status }: WireDraft): boolean {
	return status === 'sent' || status === 'sent-via-web';
}

/** Whether a person works on the draft in the web interface. */
export function isInWeb({ status }: WireDraft): boolean {
	return status === 'transferred-to-web';
}

/** Whether the draft must not be changed any more. */
export function isClosed(wire: WireDraft): boolean {
	return isSent(wire) || isBusy(wire) || isInWeb(wire);
}

/**
 * Lets a stage without errors pass.
 * @throws ExternError `stopped` with a line for each finding
 */
export function stopOnErrors(stage: Extract<Stage<Findings>, { kind: 'done' }>, message: string): void {
	const failed = /error|fail/i.test(stage.status ?? ''); // also what is added to `encryption-failed` and `check-protocol-has-errors` one day
	if (failed || hasErrors(stage.lines)) throw stop(message, 'Correct what the lines below name, then run this again', stage.lines);
}

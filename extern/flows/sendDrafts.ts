import type { Extern } from '../client';
import { stop, type ExternFailure } from '../failure';
import { docflowOf, draftGet, draftSend } from '../operations/drafts';
import type { Signer } from '../signing';
import type { WireDraft } from '../wire/draft';
import { textOf } from '../wire/tolerant';
import { hasErrors } from './checkLines';
import { check, prepare, send, type DraftRef, type Findings } from './draftStages';
import { settled } from './settled';
import { signUnsigned } from './signDraft';

/** A draft that was sent, or that still waits for a background task of the service. */
export type SentDraft =
	| { readonly kind: 'sent'; readonly draftId: string; readonly docflowId: string; /** An earlier run had sent it. */ readonly alreadySent: boolean }
	| { readonly kind: 'waiting'; readonly draftId: string; readonly at: 'check' | 'prepare' | 'send'; readonly taskId?: string };

const LOCK_PAUSE_MS = 1_000;
const MOST_LOST_ANSWERS = 3;

/**
 * Checks, signs and prepares all drafts of one whole, then sends them all: what is wrong with one is known before any of
 * them is sent. The state of a draft is read before each step that cannot be undone, so a second run sends nothing twice.
 * @param until milliseconds since 1970 until when to wait for the service's background tasks
 * @returns one entry for each draft in their order; with one that waits none behind it was sent
 * @throws ExternError `stopped` when the check or prepare finds errors, or a signature cannot be made
 */
export async function sendDrafts(extern: Extern, drafts: readonly DraftRef[], signer: Signer, until: number): Promise<SentDraft[]> {
	for (const draft of drafts) {
		const waiting = await again(extern, until, async () => await makeReady(extern, draft, signer, until));
		if (waiting) return [waiting];
	}
	const sent: SentDraft[] = [];
	for (const draft of drafts) {
		const lost = { answer: false };
		const outcome = await again(extern, until, async () => await sendOnce(extern, draft, until, lost), lost);
		sent.push(outcome);
		if (outcome.kind === 'waiting') break;
	}
	return sent;
}

/** Nothing is left to be done before sending, unless a task outlives the patience. */
async function makeReady(extern: Extern, draft: DraftRef, signer: Signer, until: number): Promise<SentDraft | undefined> {
	const wire = await extern.call(draftGet, draft);
	if (isSent(wire) || wire.status === 'send-in-progress') return undefined;
	const left = () => Math.max(0, until - extern.port.now());
	const checked = await check(extern, draft, left());
	if (checked.kind === 'sent') return undefined;
	if (checked.kind === 'waiting') return { ...checked, draftId: draft.draftId, at: 'check' };
	stopOnErrors(checked, 'The check of the answer found errors; nothing was sent');
	await signUnsigned(extern, draft, signer);
	const prepared = await prepare(extern, draft, left());
	if (prepared.kind === 'sent') return undefined;
	if (prepared.kind === 'waiting') return { ...prepared, draftId: draft.draftId, at: 'prepare' };
	stopOnErrors(prepared, 'Preparing the answer found errors; nothing was sent');
	return undefined;
}

async function sendOnce(extern: Extern, draft: DraftRef, until: number, lost: { readonly answer: boolean }): Promise<SentDraft> {
	const { draftId } = draft;
	const wire = await extern.call(draftGet, draft);
	if (isSent(wire)) return { kind: 'sent', draftId, docflowId: requiredDocflow(wire), alreadySent: !lost.answer };
	const outcome = await send(extern, draft, { patienceMs: Math.max(0, until - extern.port.now()) });
	if (outcome.kind === 'waiting') return { ...outcome, draftId, at: 'send' };
	if (!outcome.docflow) throw stop(outcome.refusal?.message ?? 'The draft was not sent', 'Correct what the lines below name, then run this again', outcome.lines);
	return { kind: 'sent', draftId, docflowId: outcome.docflow.id, alreadySent: outcome.joined };
}

/** Looks at the state again where another run holds the draft, or an answer was lost: that is a question, not a failure. */
async function again<T>(extern: Extern, until: number, work: () => Promise<T>, lost: { answer: boolean } = { answer: false }): Promise<T> {
	const mayLookAgain = (kind: ExternFailure['kind'], lostAnswers: number) => (kind === 'locked' ? extern.port.now() < until : kind === 'unknown-outcome' && lostAnswers <= MOST_LOST_ANSWERS);
	for (let lostAnswers = 0; ; ) {
		const outcome = await settled(work);
		if (outcome.ok) return outcome.value;
		const { failure, operation } = outcome.error;
		if (failure.kind === 'unknown-outcome') lostAnswers += 1;
		lost.answer ||= failure.kind === 'unknown-outcome' && operation === draftSend.id;
		if (!mayLookAgain(failure.kind, lostAnswers)) throw outcome.error;
		await extern.port.pause(LOCK_PAUSE_MS);
	}
}

function stopOnErrors({ status, lines }: Findings, message: string): void {
	const failed = /error|fail/i.test(status ?? '');
	if (failed || hasErrors(lines)) throw stop(message, 'Correct what the lines below name, then run this again', lines);
}

function isSent({ status }: WireDraft): boolean {
	return status === 'sent' || status === 'sent-via-web';
}

function requiredDocflow(wire: WireDraft): string {
	const docflowId = docflowOf(wire);
	if (docflowId && textOf(docflowId)) return docflowId;
	throw stop('The draft was sent, but the service does not name its docflow yet', 'Run this again in some minutes: nothing is sent twice');
}

import type { Extern } from '../client';
import { stop } from '../failure';
import { docflowOf, draftGet } from '../operations/drafts';
import type { Signer } from '../signing';
import { check, prepare, send, type DraftRef } from './draftStages';
import { isSent, stopOnErrors, untilSettled } from './draftState';
import { signUnsigned } from './signDraft';

/** A draft that was sent, or that still waits for a background task of the service. */
export type SentDraft = { readonly kind: 'filed'; readonly draftId: string; readonly docflowId: string; /** An earlier run had sent it. */ readonly alreadyFiled: boolean } | WaitingDraft;

interface WaitingDraft {
	readonly kind: 'waiting';
	readonly draftId: string;
	readonly at: 'check' | 'prepare' | 'send';
	readonly taskId?: string;
}

/**
 * Checks, signs and prepares all drafts of one whole, then sends them all: what is wrong with one is known before any of
 * them is sent. The state of a draft is read before each step that cannot be undone, so a second run sends nothing twice.
 * @param until milliseconds since 1970 until when to wait for the service's background tasks
 * @returns one entry for each draft in their order; with one that waits none behind it was sent
 * @throws ExternError `stopped` when the check or prepare finds errors, or a signature cannot be made
 */
export async function sendDrafts(extern: Extern, drafts: readonly DraftRef[], signer: Signer, until: number): Promise<SentDraft[]> {
	for (const draft of drafts) {
		const outcome = await untilSettled(extern, draft, until, async () => await makeReady(extern, draft, signer, until));
		if (outcome.kind === 'waiting') return [outcome];
	}
	const sent: SentDraft[] = [];
	for (const draft of drafts) {
		const outcome = await untilSettled(extern, draft, until, async () => await sendUnsent(extern, draft, until));
		sent.push(outcome);
		if (outcome.kind === 'waiting') break;
	}
	return sent;
}

/** Nothing is left to be done before sending, unless a task outlives the patience. */
async function makeReady(extern: Extern, draft: DraftRef, signer: Signer, until: number): Promise<{ readonly kind: 'ready' } | WaitingDraft> {
	const wire = await extern.call(draftGet, draft);
	if (isSent(wire) || wire.status === 'send-in-progress') return { kind: 'ready' };
	const left = () => Math.max(0, until - extern.port.now());
	const checked = await check(extern, draft, left());
	if (checked.kind === 'sent') return { kind: 'ready' };
	if (checked.kind === 'waiting') return { ...checked, draftId: draft.draftId, at: 'check' };
	stopOnErrors(checked, 'The check of the answer found errors; nothing was sent');
	await signUnsigned(extern, draft, signer);
	const prepared = await prepare(extern, draft, left());
	if (prepared.kind === 'sent') return { kind: 'ready' };
	if (prepared.kind === 'waiting') return { ...prepared, draftId: draft.draftId, at: 'prepare' };
	stopOnErrors(prepared, 'Preparing the answer found errors; nothing was sent');
	return { kind: 'ready' };
}

async function sendUnsent(extern: Extern, draft: DraftRef, until: number): Promise<SentDraft> {
	const { draftId } = draft;
	const wire = await extern.call(draftGet, draft);
	if (isSent(wire)) {
		const docflowId = docflowOf(wire);
		if (docflowId) return { kind: 'filed', draftId, docflowId, alreadyFiled: true };
		throw stop('The answer was sent, but the service does not name its docflow yet', 'Run this again in some minutes: nothing is sent twice');
	}
	const outcome = await send(extern, draft, { patienceMs: Math.max(0, until - extern.port.now()) });
	if (outcome.kind === 'waiting') return { ...outcome, draftId, at: 'send' };
	if (!outcome.docflow) throw stop(outcome.refusal?.message ?? 'The answer was not sent', 'Correct what the lines below name, then run this again', outcome.lines);
	return { kind: 'filed', draftId, docflowId: outcome.docflow.id, alreadyFiled: outcome.joined };
}

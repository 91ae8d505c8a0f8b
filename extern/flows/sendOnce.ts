import type { Extern } from '../client';
import { stop, type ProblemLine } from '../failure';
import { docflowOf, draftPut } from '../operations/drafts';
import type { Signer } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import type { WireDraft, WireDraftMeta } from '../wire/draft';
import { checkDraftSigner } from './draftSigner';
import { check, prepare, send, type DraftRef } from './draftStages';
import { awaitOtherRun, findDraft, isBusy, isInWeb, isSent, stopOnErrors, untilSettled } from './draftState';
import { readDocflow } from './readDocflow';
import { signUnsigned } from './signDraft';

/** A draft of a known id that is to be sent once, whatever earlier runs did with it. */
export interface OneSending {
	readonly draft: DraftRef;
	/** What it is in messages, such as "The letter". */
	readonly what: string;
	/** Requisites by which the draft is made; absent where it is there already, made by a builder. */
	readonly meta?: WireDraftMeta;
	/** Puts into the draft what it lacks, by PUT under ids that follow from the draft; absent where a builder filled it. */
	readonly fill?: () => Promise<void>;
	/** Until when background tasks are waited for, milliseconds since 1970. */
	readonly until: number;
}

/** What came of it. */
export type SentOnce =
	| { readonly kind: 'filed'; readonly draftId: string; readonly docflow: WireDocflow; readonly alreadyFiled: boolean; readonly warnings: readonly ProblemLine[] }
	/** A background task outlived the patience; running the same again goes on from there. */
	| { readonly kind: 'waiting'; readonly at: 'check' | 'prepare' | 'send' | 'draft'; readonly draftId: string; readonly taskId?: string };

/**
 * Fills, checks, signs, prepares and sends a draft (scenarios 0.5). The state of the draft is read before anything is
 * done, so a run after one that was killed goes on where that stopped, and a draft that was sent yields its docflow.
 * @throws ExternError `stopped` when check or preparing find errors, or the signer does not fit the draft
 */
export async function sendOnce(extern: Extern, sending: OneSending, signer: Signer): Promise<SentOnce> {
	return await untilSettled(extern, sending.draft, sending.until, async () => await run(extern, sending, signer));
}

async function run(extern: Extern, sending: OneSending, signer: Signer): Promise<SentOnce> {
	const { draft, what, meta, fill, until } = sending;
	const found = await findDraft(extern, draft);
	if (found && isSent(found)) return await sentBefore(extern, sending, found);
	if (found && isBusy(found)) {
		const sent = await awaitOtherRun(extern, draft, until);
		return sent ? await sentBefore(extern, sending, sent) : { kind: 'waiting', at: 'draft', draftId: draft.draftId };
	}
	if (found && isInWeb(found)) throw stop(`${what} was handed over to the Extern web interface`, 'Finish it there');
	if (meta) checkDraftSigner(extern, meta, signer);
	if (meta && found?.meta.sender.certificate?.content !== meta.sender.certificate?.content) await extern.call(draftPut, { ...draft, meta });
	await fill?.();

	const left = () => Math.max(0, until - extern.port.now());
	const checked = await check(extern, draft, left());
	if (checked.kind === 'sent') return await sentMeanwhile(extern, sending);
	if (checked.kind === 'waiting') return { ...checked, at: 'check', draftId: draft.draftId };
	stopOnErrors(checked, `The check found errors; ${inSentence(what)} was not sent`);
	await signUnsigned(extern, draft, signer);
	const prepared = await prepare(extern, draft, left());
	if (prepared.kind === 'sent') return await sentMeanwhile(extern, sending);
	if (prepared.kind === 'waiting') return { ...prepared, at: 'prepare', draftId: draft.draftId };
	stopOnErrors(prepared, `Preparing found errors; ${inSentence(what)} was not sent`);
	const sent = await send(extern, draft, { patienceMs: left() });
	if (sent.kind === 'waiting') return { ...sent, at: 'send', draftId: draft.draftId };
	if (!sent.docflow) throw stop(sent.refusal?.message ?? `${what} was not sent`, 'Correct what the lines below name', sent.lines);
	return { kind: 'filed', draftId: draft.draftId, docflow: sent.docflow, alreadyFiled: sent.joined, warnings: [...checked.lines, ...prepared.lines] };
}

async function sentMeanwhile(extern: Extern, sending: OneSending): Promise<SentOnce> {
	const wire = await findDraft(extern, sending.draft);
	if (!wire) throw stop(`${sending.what} was sent, but its draft is gone`, 'Look into the list of docflows before doing anything else');
	return await sentBefore(extern, sending, wire);
}

async function sentBefore(extern: Extern, { draft, what }: OneSending, wire: WireDraft): Promise<SentOnce> {
	const docflowId = docflowOf(wire);
	if (!docflowId) throw stop(`${what} was sent, but the service does not name its docflow yet`, 'Look into the list of docflows before doing anything else');
	const docflow = await readDocflow(extern, { accountId: draft.accountId, docflowId });
	return { kind: 'filed', draftId: draft.draftId, docflow, alreadyFiled: true, warnings: [] };
}

/** What is sent, such as "The letter", as it stands within a sentence. */
export function inSentence(what: string): string {
	return what[0].toLowerCase() + what.slice(1);
}

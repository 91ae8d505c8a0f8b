import type { Extern } from '../client';
import { nameIn } from '../docflows';
import { stop, type ProblemLine } from '../failure';
import { draftsBuilderDocumentsPrepare, draftsBuilderPut, draftsBuilderTaskGet } from '../operations/builders';
import { draftGet, draftMetaUpdate } from '../operations/drafts';
import { inventoriesList, inventoryGet } from '../operations/inventories';
import { itemsOf } from '../paging';
import type { Party } from '../report';
import type { Signer } from '../signing';
import { awaitTask, startedOrJoined } from '../tasks';
import type { WireBuilder, WireBuilderMetaRequest, WirePreparedDocuments } from '../wire/builder';
import type { WireDocflow } from '../wire/docflow';
import type { WireRecipient } from '../wire/draft';
import { textOf } from '../wire/tolerant';
import { identityOf, problemsOf, type AnswerDocument } from './answerPlan';
import { buildDrafts, failedDocuments, findBuilder, type BuilderRef } from './buildDrafts';
import { derivedId } from './derivedId';
import type { DraftRef } from './draftStages';
import { fillBuilder } from './fillBuilder';
import { readable } from './readDocflow';
import { sendDrafts, type SentDraft } from './sendDrafts';
import { firstOfSeries } from './series';

/** The file of a demand that is answered. */
export interface DemandFileRef {
	readonly accountId: string;
	readonly relatedDocflowId: string;
	readonly relatedDocumentId: string;
}

/** What answers a file of a demand, for whom, by whom, to whom. */
export interface DemandAnswer {
	readonly demand: DemandFileRef;
	readonly documents: readonly AnswerDocument[];
	readonly sender: Party;
	readonly payer: Party;
	readonly recipient: WireRecipient;
	readonly isRepresentative: boolean;
	/** Id of a machine-readable power of attorney (МЧД). */
	readonly powerOfAttorneyId?: string;
	/** Lets the service make the representation message from the payer's requisites. */
	readonly generateWarrant?: boolean;
	readonly senderIp: string;
	/** Sends what can be packed, even when a document cannot. */
	readonly goOnWithErrors?: boolean;
	/** A deliberate further answer to a file that was answered before with other documents, or with these and was refused. */
	readonly answerAgain?: boolean;
	/** How long to wait for the service's background tasks, in all. */
	readonly patienceMs: number;
}

/** What came of an answer: an inventory for each draft that it was divided into. */
export interface AnsweredDemand {
	readonly draftsBuilderId: string;
	readonly drafts: readonly SentDraft[];
	/** How many drafts the answer was divided into; absent while it is being built. */
	readonly draftCount?: number;
	/** A task of the builder that outlived the patience; answering again goes on from there. */
	readonly building?: { readonly taskId: string };
	/** Documents that are in none of the drafts, and why. */
	readonly lines: readonly ProblemLine[];
}

const REQUEST = 'urn:drafts-builder:fns534-inventory';
const PREPARING = 'urn:task-type:draftBuilderChange'; // not documented: of the types that are, the nearest

/**
 * Answers a file of a demand with documents (scenarios g.5): packs them into drafts, signs and sends each as an inventory.
 *
 * The builder's id follows from the demand and everything that is sent, those of its documents and files from it in turn,
 * and all are made with PUT. So a second run with the same files, also after a stop in the middle, meets the same builder
 * and goes on from its state; and a file of a demand that has an answer of other files already is not answered again unasked.
 * What the tax office refused is answered with other files like a file that has no answer; with the same ones only where
 * that is wanted, by the next builder of a series.
 * @throws ExternError `stopped` when files do not fit, the demand was answered before, or a check finds errors
 */
export async function answerDemand(extern: Extern, answer: DemandAnswer, signer: Signer): Promise<AnsweredDemand> {
	const until = extern.port.now() + answer.patienceMs;
	requireFittingFiles(answer.documents);
	return await firstOfSeries(
		async (again) => {
			const outcome = await answerBy(extern, builderOf(answer, again), { answer, signer, until });
			return answer.answerAgain && (await wasRefused(extern, answer.demand, outcome)) ? undefined : outcome;
		},
		(times) => stop(`The tax office has refused this answer ${times} times`, 'Read why it refuses with Inventory: Get Many and Docflow: Receive, and correct the files'),
	);
}

interface Attempt {
	readonly answer: DemandAnswer;
	readonly signer: Signer;
	/** Until when to wait for the service's background tasks, milliseconds since 1970. */
	readonly until: number;
}

/** Answers by a builder, or goes on where an earlier run with it ended. */
async function answerBy(extern: Extern, builder: BuilderRef, { answer, signer, until }: Attempt): Promise<AnsweredDemand> {
	const left = () => Math.max(0, until - extern.port.now());
	const { accountId, draftsBuilderId } = builder;
	const found = await findBuilder(extern, builder);
	if (!isBuilt(found)) {
		if (!answer.answerAgain) await requireUnanswered(extern, answer.demand);
		if (found?.status !== 'building') {
			await extern.call(draftsBuilderPut, { ...builder, meta: metaOf(answer, signer) });
			await fillBuilder(extern, builder, answer.documents);
			const checked = await prepareDocuments(extern, builder, left());
			if (checked.kind === 'waiting') return { draftsBuilderId, drafts: [], building: checked, lines: [] };
			stopOnLines(answer, checked.lines, 'Documents of the answer cannot be packed; nothing was sent', 'Correct what the lines below name, then run this again');
		}
	}
	const built = await buildDrafts(extern, builder, left());
	if (built.kind === 'waiting') return { draftsBuilderId, drafts: [], building: built, lines: [] };
	if (built.draftIds.length === 0) throw stop('Nothing of the answer can be packed; nothing was sent', 'Correct what the lines below name, then run this again', built.lines);
	stopOnLines(answer, built.lines, 'Some documents of the answer are in none of its drafts; nothing was sent', 'Correct the files that the lines below name and run this again with all files of the answer: it is packed anew');
	const drafts = built.draftIds.map((draftId): DraftRef => ({ accountId, draftId }));
	for (const draft of drafts) await nameWarrant(extern, draft, answer, signer);
	return { draftsBuilderId, drafts: await sendDrafts(extern, drafts, signer, until), draftCount: drafts.length, lines: built.lines };
}

/**
 * Lets only an answer pass whose files the service can take.
 * @throws ExternError `stopped` with a line for everything that is wrong
 */
export function requireFittingFiles(documents: readonly AnswerDocument[]): void {
	const lines = problemsOf(documents);
	if (lines.length > 0) throw stop('The files do not fit; nothing was sent', 'Correct what the lines below name, then run this again', lines);
}

/** An inventory that was sent, with its documents. */
export async function inventoryDocflow(extern: Extern, demand: DemandFileRef, inventoryId: string): Promise<WireDocflow> {
	return readable(await extern.call(inventoryGet, { ...demand, inventoryId }), inventoryId, inventoryGet.id);
}

/** @param again how often the same answer was sent before, and refused */
function builderOf({ demand: { accountId, relatedDocflowId, relatedDocumentId }, documents }: DemandAnswer, again: number): BuilderRef {
	const whose = ['answer', accountId, relatedDocflowId, relatedDocumentId, identityOf(documents)];
	return { accountId, draftsBuilderId: derivedId(...whose, ...(again > 0 ? [String(again)] : [])) };
}

/** Whether an earlier run had sent the whole answer, and the tax office refused all of it. */
async function wasRefused(extern: Extern, demand: DemandFileRef, { drafts }: AnsweredDemand): Promise<boolean> {
	for (const draft of drafts) {
		if (draft.kind !== 'filed' || !draft.alreadyFiled) return false;
		const { 'success-state': state } = await inventoryDocflow(extern, demand, draft.docflowId);
		if (nameIn(state) !== 'failed') return false;
	}
	return drafts.length > 0;
}

function isBuilt(builder: WireBuilder | undefined): boolean {
	return nameIn(builder?.status) === 'finished';
}

/** An answer of other files may be on its way; one that the tax office refused has to be sent anew. */
async function requireUnanswered(extern: Extern, demand: DemandFileRef): Promise<void> {
	const sent: string[] = [];
	for await (const { id, 'success-state': state } of itemsOf(extern, inventoriesList, demand)) {
		if (nameIn(state) !== 'failed') sent.push(id);
	}
	if (sent.length === 0) return;
	throw stop(
		'This file of the demand was answered before, with other documents; nothing was sent',
		`Look at what was sent with Inventory: Get Many. To send these files in addition, switch on Answer Again. Sent are ${sent.join(', ')}`,
	);
}

function metaOf({ demand, sender, payer, recipient, isRepresentative, generateWarrant, senderIp }: DemandAnswer, signer: Signer): WireBuilderMetaRequest {
	return {
		sender: { inn: sender.inn, kpp: sender.kpp, certificate: { content: signer.certificate }, 'is-representative': isRepresentative, ipaddress: senderIp },
		payer: { inn: payer.inn, organization: payer.kpp ? { kpp: payer.kpp } : undefined },
		recipient,
		'builder-type': REQUEST,
		'builder-data': { 'related-document': relatedTo(demand) },
		'draft-options': generateWarrant ? { 'generate-warrant': true } : undefined,
	};
}

function relatedTo({ relatedDocflowId, relatedDocumentId }: DemandFileRef) {
	return { 'related-docflow-id': relatedDocflowId, 'related-document-id': relatedDocumentId };
}

/** The look at the documents before the build; known from the official C# SDK only, so it may not be there. */
async function prepareDocuments(extern: Extern, builder: BuilderRef, patienceMs: number): Promise<{ readonly kind: 'done'; readonly lines: readonly ProblemLine[] } | { readonly kind: 'waiting'; readonly taskId: string }> {
	const start = await extern.attempt(draftsBuilderDocumentsPrepare, builder);
	if (!start.ok && start.error.failure.kind === 'refused' && [404, 405].includes(start.error.failure.status)) return { kind: 'done', lines: [] };
	const { task } = startedOrJoined<WirePreparedDocuments>(start, PREPARING);
	const state = await awaitTask<WirePreparedDocuments>(extern, task, async (apiTaskId) => await extern.call(draftsBuilderTaskGet, { ...builder, apiTaskId }), patienceMs);
	if (state.kind === 'running') return { kind: 'waiting', taskId: state.taskId };
	// Whatever is wrong with the look, the build tells as well.
	return { kind: 'done', lines: state.kind === 'succeeded' ? await failedDocuments(extern, builder, state.result['error-drafts-builder-documents']) : [] };
}

/** A power of attorney by its id is named in the drafts: the requisites of a builder have no place for it. */
async function nameWarrant(extern: Extern, draft: DraftRef, answer: DemandAnswer, signer: Signer): Promise<void> {
	const { powerOfAttorneyId } = answer;
	if (!powerOfAttorneyId) return;
	const { meta, status } = await extern.call(draftGet, draft);
	const isNamed = textOf(meta?.['additional-info']?.['machine-readable-warrant-id'])?.toLowerCase() === powerOfAttorneyId;
	if (isNamed || status === 'sent' || status.endsWith('-in-progress')) return;
	const { sender, payer, recipient, 'draft-options': options } = metaOf(answer, signer);
	const wanted = { sender, payer, recipient, 'related-document': relatedTo(answer.demand), 'draft-options': options, 'additional-info': { 'machine-readable-warrant-id': powerOfAttorneyId } };
	await extern.call(draftMetaUpdate, { ...draft, meta: wanted });
}

function stopOnLines({ goOnWithErrors }: DemandAnswer, lines: readonly ProblemLine[], message: string, advice: string): void {
	if (lines.length > 0 && !goOnWithErrors) throw stop(message, advice, lines);
}

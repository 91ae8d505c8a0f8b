import type { Extern } from '../client';
import { contentsToRead } from '../documentContent';
import { openRepliesOf } from '../operations/docflows';
import type { ReplyLink } from '../replies';
import type { Signer } from '../signing';
import type { WireDocflow, WireDocflowDocument } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import { answerOne, type SentReply } from './answerReplies';
import { readDocflow, type DocflowRef } from './readDocflow';
import { requestDocuments } from './requestDocuments';
import { settled } from './settled';

/** What an operator, or a workflow that runs by schedule, is to do with a docflow next. */
export type NextStep = 'wait-for-documents' | 'open' | 'decide' | 'read-refusal' | 'answer' | 'wait' | 'nothing';

/** What is due of a docflow now. */
export interface Due {
	/** Whether it arrived empty and nobody has asked for its documents. */
	readonly isEmpty: boolean;
	/** What authority wrote, to be read. */
	readonly documents: readonly WireDocflowDocument[];
	/** Receipts, read marks and notices of reading, which only say that it was read. */
	readonly receipts: readonly ReplyLink[];
	/** Replies that somebody has to decide about, such as accepting or declining a demand. */
	readonly decisions: readonly ReplyLink[];
}

/** What was done about it. */
export interface Received {
	readonly docflow: WireDocflow;
	/** The request for the documents that was sent now. */
	readonly requestId?: string;
	/** Receipts that were sent now. */
	readonly sent: readonly SentReply[];
	/** Replies that are owed still. */
	readonly open: readonly ReplyLink[];
	readonly nextStep: NextStep;
	/** Why a document could not be opened; it was not marked as read then. */
	readonly problem?: string;
}

interface Hands {
	/** Asked for only when something is to be signed. */
	readonly signer: () => Promise<Signer>;
	/** Hands a document over to be read; stops when it cannot be opened. */
	readonly read: (document: WireDocflowDocument) => Promise<void>;
	readonly senderIp: string;
	/** Machine-readable power of attorney, where a representative asks for documents. */
	readonly powerOfAttorneyId?: string;
}

const STATUS = 'urn:docflow-common-status:';
const SEDO = /^urn:docflow:fss-sedo-/;
/** Replies that say no more than that something was read (domain/signing.md §5); a demand's starts a term and is decided about with it. */
const RECEIPT = /^(?!fns534-demand-).*-(receipt|receipt-notification-message)$/;
/** What we or the operator wrote, and what only keeps the exchange going. */
const TECHNICAL = /-(request|request-message|subscription|(subscribe|unsubscribe)-request-for-[a-z-]+|receipt|receipt-message|reception-result|receipt-notification-message|description|inventory|confirmation|timeconf)$/;
/** Docflows of the social fund that an answer is expected to, in a docflow of its own (scenarios i.6, enums). */
const WANTS_ANSWER = /^urn:docflow:fss-sedo-(demand|pvso-notification|proactive-payments-demand|payment-details-demand|appeal|insured-person-mismatch|additional-vacation-statement-need-doc|judicial-restriction)$/;

/**
 * Does with a docflow what is due without anybody's decision (scenarios i.4): asks for the documents of one that
 * arrived empty; hands over what the authority wrote, and then marks it as read. A second run hands the documents over
 * again and sends nothing twice, since the docflow is read first and a reply's link is gone once it was sent.
 * @throws ExternError as {@link Extern.call}
 */
export async function receiveDocflow(extern: Extern, ref: DocflowRef, hands: Hands): Promise<Received> {
	const wire = await readDocflow(extern, ref);
	const { isEmpty, documents, receipts } = dueOf(wire);
	if (isEmpty) return await askForDocuments(extern, ref, hands);
	if (documents.some((document) => contentsToRead(document).length === 0)) return { docflow: wire, sent: [], open: openRepliesOf(wire), nextStep: 'wait-for-documents' };
	const problems: string[] = [];
	for (const document of documents) {
		const read = await settled(async () => await hands.read(document));
		if (read.ok) continue;
		const { failure } = read.error;
		if (failure.kind !== 'stopped') throw read.error;
		problems.push([failure.message, failure.hint].filter(Boolean).join('. '));
	}
	if (problems.length > 0) return { docflow: wire, sent: [], open: openRepliesOf(wire), nextStep: 'open', problem: problems.join('\n') };
	const sent: SentReply[] = [];
	let now = wire;
	for (const link of receipts) {
		const one = await settled(async () => await answerOne(extern, ref, link, await hands.signer(), hands.senderIp));
		now = await readDocflow(extern, ref);
		if (one.ok) sent.push(one.value);
		// Another run was faster, or the answer got lost: what counts is whether it is owed still.
		else if (openRepliesOf(now).some((open) => open.type === link.type && open.documentId === link.documentId)) throw one.error;
	}
	return { docflow: now, sent, open: openRepliesOf(now), nextStep: nextStepOf(now) };
}

/** What is due of a docflow as it is now. */
export function dueOf(wire: WireDocflow): Due {
	const replies = openRepliesOf(wire);
	return {
		isEmpty: SEDO.test(wire.type) && wire.status === `${STATUS}received` && membersOf(wire.documents).length === 0,
		documents: membersOf(wire.documents).filter(isToBeRead),
		receipts: replies.filter(({ type }) => RECEIPT.test(type)),
		decisions: replies.filter(({ type }) => !RECEIPT.test(type)),
	};
}

/** What is to be done after everything that is due was done. */
export function nextStepOf(wire: WireDocflow): NextStep {
	const { isEmpty, decisions } = dueOf(wire);
	if (isEmpty || (SEDO.test(wire.type) && wire.status === `${STATUS}arrived`)) return 'wait-for-documents';
	if (decisions.length > 0) return 'decide';
	if (wire['success-state'] === 'urn:docflow-state:failed') return 'read-refusal';
	if (WANTS_ANSWER.test(wire.type)) return 'answer';
	return isAtRest(wire) ? 'nothing' : 'wait';
}

/** Whether nothing more will come: finished, or where docflows of its kind stay (state-machines.json). */
function isAtRest({ type, status }: WireDocflow): boolean {
	const [, name = ''] = /^urn:docflow-common-status:(.*)$/.exec(status) ?? [];
	return name === 'finished' || (AT_REST[type]?.includes(name) ?? false);
}

const AT_REST: Readonly<Record<string, readonly string[]>> = {
	'urn:docflow:fns534-letter': ['delivered', 'response-processed'],
	'urn:docflow:mvd-notification': ['response-arrived'],
	'urn:docflow:stat-letter': ['delivered'],
};

async function askForDocuments(extern: Extern, ref: DocflowRef, { signer, powerOfAttorneyId }: Hands): Promise<Received> {
	const asked = await settled(async () => await requestDocuments(extern, ref, await signer(), powerOfAttorneyId));
	const docflow = asked.ok ? asked.value.docflow : await readDocflow(extern, ref);
	if (!asked.ok && dueOf(docflow).isEmpty) throw asked.error;
	return { docflow, requestId: asked.ok ? asked.value.requestId : undefined, sent: [], open: [], nextStep: 'wait-for-documents' };
}

function isToBeRead({ description, signatures }: WireDocflowDocument): boolean {
	const isOwn = membersOf(signatures).some((signature) => signature['signer-type'] === 'organization-representative');
	return !isOwn && !TECHNICAL.test(textOf(description?.type) ?? '');
}

import type { Extern } from '../client';
import { isAtRest, isIncoming, isToBeAccepted, nameIn } from '../docflows';
import { contentsToRead } from '../documentContent';
import type { OpenReply } from '../replies';
import type { Signer } from '../signing';
import type { WireDocflow, WireDocflowDocument } from '../wire/docflow';
import { membersOf } from '../wire/tolerant';
import { answerAt, owedBy, repliesToGive, type SentReply } from './answerReplies';
import { readDocflow, type DocflowRef } from './readDocflow';
import { repliesOf } from './replyPlaces';
import { requestDocuments } from './requestDocuments';
import { settled } from './settled';

/** What an operator, or a workflow that runs by schedule, is to do with a docflow next. */
export type NextStep = 'wait-for-documents' | 'ask-for-documents' | 'open' | 'decide' | 'read-refusal' | 'correct' | 'answer' | 'wait' | 'nothing';

/** What is due of a docflow now. */
export interface Due {
	/** Whether it arrived empty and nobody has asked for its documents. */
	readonly isEmpty: boolean;
	/** What authority wrote, to be read. */
	readonly documents: readonly WireDocflowDocument[];
	/** Receipts, read marks and notices of reading, which only say that it was read: what Process Replies sends as well. */
	readonly receipts: readonly OpenReply[];
	/** Replies that somebody has to decide about, such as accepting or declining a demand. */
	readonly decisions: readonly OpenReply[];
}

/** What was done about it. */
export interface Received {
	readonly docflow: WireDocflow;
	/** The request for the documents that was sent now. */
	readonly requestId?: string;
	/** Receipts that were sent now. */
	readonly sent: readonly SentReply[];
	/** Replies that are owed still. */
	readonly open: readonly OpenReply[];
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

const SEDO = /^fss-sedo-/;
/** What keeps the exchange going, and holds nothing to be read (state-machines.json). */
const TECHNICAL = /-(request-message|receipt|receipt-message|acknowledgement|reception-result|receipt-notification-message|description|inventory|confirmation|timeconf|transport-info)$/;
/** What a docflow that we began began with, after its own name (state-machines.json). */
const OWN = /^(|-(application|attachment|document|duty|epgu-notification|founding-document|founding-document-correction|message|report-attachment|report-document|report-v2|request|request-document|request-fuf|request-soap-message|(un)?subscribe-request-for-[a-z-]+|warrant))$/;
/** Docflows of ours whose answer comes to whoever asks for it once the fund has taken them in (scenarios i.7). */
const COMES_ON_REQUEST = /^fss-sedo-oved-confirmation$/;
/** Docflows of the social fund that an answer is expected to, in a docflow of its own (scenarios i.6, enums). */
const WANTS_ANSWER = /^fss-sedo-(demand|pvso-notification|proactive-payments-demand|payment-details-demand|appeal|insured-person-mismatch|additional-vacation-statement-need-doc|judicial-restriction)$/;

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
	if (documents.some((document) => contentsToRead(document).length === 0)) return { docflow: wire, sent: [], open: owedBy(wire), nextStep: 'wait-for-documents' };
	const problems: string[] = [];
	for (const document of documents) {
		const read = await settled(async () => await hands.read(document));
		if (read.ok) continue;
		const { failure } = read.error;
		if (failure.kind !== 'stopped') throw read.error;
		problems.push([failure.message, failure.hint].filter(Boolean).join('. '));
	}
	if (problems.length > 0) return { docflow: wire, sent: [], open: owedBy(wire), nextStep: 'open', problem: problems.join('\n') };
	const place = repliesOf(extern, ref.accountId, wire);
	const sent: SentReply[] = [];
	let now = wire;
	for (const link of receipts) {
		const answered = await answerAt(place, link, { signer: await hands.signer(), senderIp: hands.senderIp });
		if (answered.reply) sent.push(answered.reply);
		now = answered.docflow;
	}
	return { docflow: now, sent, open: owedBy(now), nextStep: nextStepOf(now) };
}

/** What is due of a docflow as it is now. */
export function dueOf(wire: WireDocflow): Due {
	const type = nameIn(wire.type);
	return {
		isEmpty: SEDO.test(type) && nameIn(wire.status) === 'received' && membersOf(wire.documents).length === 0,
		documents: membersOf(wire.documents).filter((document) => isToBeRead(document, type)),
		receipts: repliesToGive(wire),
		decisions: owedBy(wire).filter(({ needsDecision }) => needsDecision),
	};
}

/** What is to be done after everything that is due was done. */
export function nextStepOf(wire: WireDocflow): NextStep {
	const { isEmpty, decisions } = dueOf(wire);
	const type = nameIn(wire.type);
	if (isEmpty || (SEDO.test(type) && nameIn(wire.status) === 'arrived')) return 'wait-for-documents';
	// Whether it was asked cannot be seen in the docflow, and asking again is too much for a schedule of minutes.
	if (COMES_ON_REQUEST.test(type) && nameIn(wire.status) === 'delivered') return 'ask-for-documents';
	if (decisions.length > 0 || isToBeAccepted(wire)) return 'decide';
	const outcome = nameIn(wire['success-state']);
	if (outcome === 'failed') return 'read-refusal';
	if (outcome === 'warning') return 'correct';
	if (WANTS_ANSWER.test(type)) return 'answer';
	return isAtRest(wire.type, wire.status) ? 'nothing' : 'wait';
}

async function askForDocuments(extern: Extern, ref: DocflowRef, { signer, powerOfAttorneyId }: Hands): Promise<Received> {
	const asked = await settled(async () => await requestDocuments(extern, ref, await signer(), powerOfAttorneyId));
	const docflow = asked.ok ? asked.value.docflow : await readDocflow(extern, ref);
	if (!asked.ok && dueOf(docflow).isEmpty) throw asked.error;
	return { docflow, requestId: asked.ok ? asked.value.requestId : undefined, sent: [], open: [], nextStep: 'wait-for-documents' };
}

function isToBeRead({ description, signatures }: WireDocflowDocument, docflowType: string): boolean {
	const type = nameIn(description?.type);
	const isSignedHere = membersOf(signatures).some((signature) => signature['signer-type'] === 'organization-representative');
	const isOwn = isSignedHere || (!isIncoming(docflowType) && type.startsWith(docflowType) && OWN.test(type.slice(docflowType.length)));
	return !isOwn && !TECHNICAL.test(type);
}

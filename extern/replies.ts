import { idFromHref } from './transport/origin';
import type { WireLink } from './wire/core';
import { membersOf, textOf } from './wire/tolerant';

/** A reply that is owed to a document of a docflow. */
export interface ReplyLink {
	/** Name of the reply document's type without `urn:document:`. */
	readonly type: string;
	readonly documentId: string;
}

/** A reply that is owed still. */
export interface OpenReply extends ReplyLink {
	/** Set where only a person can tell which of several replies is right, such as accepting or refusing a demand. */
	readonly needsDecision?: true;
}

/** Replies that only confirm that something came: receipts, notices of reading, acknowledgements (api/schemas/state-machines.json). */
const CONFIRMATION = /(receipt|receipt-notification-message|acknowledgement)$/;
const VERDICT = /-(positive|negative)$/;

/**
 * The replies that links ask for: every link `reply`, whose type stands in its name and whose
 * document in its address (scenarios 0.6). The links decide, not the docflow's status.
 * @param links links of a docflow or of one of its documents
 * @param documentId the document, when the links are its own
 */
export function replyLinksOf(links: readonly WireLink[] | undefined, documentId?: string): ReplyLink[] {
	return membersOf(links)
		.filter((link) => link.rel === 'reply')
		.map((link) => ({ type: typeOf(link), documentId: idFromHref(link.href, 'documents') ?? documentId }))
		.filter((reply): reply is ReplyLink => Boolean(reply.type && reply.documentId));
}

/**
 * The same replies, those marked that must not be given blindly: a verdict, and one of several to the same document that
 * are no mere confirmations. A single reply of a kind that is not known yet leaves nothing to choose.
 */
export function withDecisions(open: readonly ReplyLink[]): OpenReply[] {
	const choices = open.filter(({ type }) => !CONFIRMATION.test(type));
	const isChoice = (reply: ReplyLink) => VERDICT.test(reply.type) || choices.some((other) => other !== reply && other.documentId === reply.documentId);
	return open.map((reply) => (choices.includes(reply) && isChoice(reply) ? { ...reply, needsDecision: true } : reply));
}

function typeOf({ name, href }: WireLink): string | undefined {
	const query = textOf(href)?.split('#', 1)[0].split('?')[1];
	const type = textOf(name) ?? new URLSearchParams(query).get('documentType');
	return type?.replace(/^urn:document:/i, '');
}

import type { Extern } from '../client';
import type { ExternError } from '../failure';
import { openRepliesOf } from '../operations/docflows';
import { type OpenReply, type ReplyLink, withDecisions } from '../replies';
import type { Signer } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import { textOf } from '../wire/tolerant';
import { readDocflow, type DocflowRef } from './readDocflow';
import { docflowReplies, repliesOf, type ReplyPlace } from './replyPlaces';
import { settled } from './settled';
import { isSentUnsigned, signatureFor } from './signReply';

/** A reply that was sent. */
export interface SentReply extends ReplyLink {
	readonly replyId: string;
	readonly fileName?: string;
}

/** What a docflow owes and got. */
export interface Answered {
	readonly docflow: WireDocflow;
	readonly sent: readonly SentReply[];
	/** Replies that are owed still; those that need a decision were not touched. */
	readonly open: readonly OpenReply[];
}

/** Who answers, and from where. */
export interface Answering {
	readonly signer: Signer;
	readonly senderIp: string;
}

const MOST_ROUNDS = 200; // the answers to a report about many persons are read one by one (scenarios i.5)
const MOST_LOST_ANSWERS = 3;

/**
 * Answers every reply link of a docflow: generates, signs, sends, and looks again until none is
 * left (scenarios 0.6). What a person has to decide is left open. A reply that somebody else sent
 * meanwhile is not sent twice, since its link is gone when the docflow is read again.
 * @throws ExternError as {@link Extern.call}, and `stopped` when a signature cannot be made or does not fit
 */
export async function answerReplies(extern: Extern, docflow: DocflowRef, signer: Signer, senderIp: string): Promise<Answered> {
	const { failure, ...answered } = await answerAll(extern, docflow.accountId, await readDocflow(extern, docflow), { signer, senderIp });
	if (failure) throw failure;
	return answered;
}

/**
 * As {@link answerReplies}, from a docflow that was read already; a failure does not hide what was sent before it.
 * @param first the docflow with its documents
 */
export async function answerAll(extern: Extern, accountId: string, first: WireDocflow, by: Answering): Promise<Answered & { readonly failure?: ExternError }> {
	const place = repliesOf(extern, accountId, first);
	const sent: SentReply[] = [];
	const done: ReplyLink[] = [];
	let wire = first;
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		const link = repliesToGive(wire).find((open) => !done.some((one) => isSame(one, open)));
		if (!link) break;
		const outcome = await settled(async () => await answerAt(place, link, by));
		if (!outcome.ok) return { docflow: wire, sent, open: owedBy(wire), failure: outcome.error };
		done.push(link);
		if (outcome.value.reply) sent.push(outcome.value.reply);
		wire = outcome.value.docflow;
	}
	return { docflow: wire, sent, open: owedBy(wire) };
}

/** Every reply that a docflow owes, those marked that need a decision. */
export function owedBy(wire: WireDocflow): OpenReply[] {
	return withDecisions(openRepliesOf(wire));
}

/**
 * The replies that can be given without asking anybody, for whatever answers by itself: Receive, and Process Replies of
 * one docflow and of many. The receipt of a demand is one of them: it only says that the demand came, and the term runs
 * from the day of sending (Tax Code of Russia, article 23 §5.1). Accepting or refusing the demand is the decision.
 */
export function repliesToGive(wire: WireDocflow): OpenReply[] {
	return owedBy(wire).filter(({ needsDecision }) => !needsDecision);
}

/** Generates, signs and sends one reply; what wants no signature is sent without. */
export async function answerOne(extern: Extern, docflow: DocflowRef, link: ReplyLink, signer: Signer, senderIp: string): Promise<SentReply> {
	const tried = await tryToAnswer(docflowReplies(extern, docflow), link, { signer, senderIp });
	if (tried.failure) throw tried.failure;
	return tried.reply;
}

/** What came of one reply: the docflow as it is then, and the reply, unless another run was faster with it. */
export interface AnsweredAt {
	readonly docflow: WireDocflow;
	readonly reply?: SentReply;
}

/**
 * Gives one reply and reads the docflow again. Where the answer to sending is lost, or the reply is refused, the docflow
 * tells whether it arrived: a link that is gone was answered, by this run or by another one.
 * @param declineCodes why a demand is refused
 * @throws ExternError as {@link answerReplies}
 */
export async function answerAt(place: ReplyPlace, link: ReplyLink, by: Answering, declineCodes?: readonly string[]): Promise<AnsweredAt> {
	for (let tries = 1; ; tries += 1) {
		const { reply, failure } = await tryToAnswer(place, link, by, declineCodes);
		if (failure && !mayHaveArrived(failure)) throw failure;
		const docflow = await place.read();
		if (!failure) return { docflow, reply };
		const isLost = failure.failure.kind === 'unknown-outcome';
		const isAnswered = !openRepliesOf(docflow).some((open) => isSame(open, link));
		if (isAnswered) return { docflow, reply: isLost ? reply : undefined };
		if (!isLost || tries >= MOST_LOST_ANSWERS) throw failure;
	}
}

/** A reply that was sent, or why not; where only sending failed, both. */
type Tried = { readonly reply: SentReply; readonly failure?: undefined } | { readonly reply?: SentReply; readonly failure: ExternError };

async function tryToAnswer(place: ReplyPlace, link: ReplyLink, { signer, senderIp }: Answering, declineCodes?: readonly string[]): Promise<Tried> {
	const made = await settled(async () => await signedReply(place, link, signer, declineCodes));
	if (!made.ok) return { failure: made.error };
	const sent = await place.send(link, made.value.replyId, senderIp);
	return sent.ok ? { reply: made.value } : { reply: made.value, failure: sent.error };
}

async function signedReply(place: ReplyPlace, link: ReplyLink, signer: Signer, declineCodes?: readonly string[]): Promise<SentReply> {
	const reply = await place.generate(link, signer.certificate, declineCodes);
	if (!isSentUnsigned(link.type, reply)) await place.attach(link, reply.id, await signatureFor(reply, signer));
	return { documentId: link.documentId, type: link.type, replyId: reply.id, fileName: textOf(reply.filename) };
}

function mayHaveArrived({ failure: { kind } }: ExternError): boolean {
	return kind === 'unknown-outcome' || kind === 'refused' || kind === 'locked';
}

function isSame(one: ReplyLink, other: ReplyLink): boolean {
	return one.documentId === other.documentId && one.type === other.type;
}

import type { Extern } from '../client';
import { openRepliesOf } from '../operations/docflows';
import { replyGenerate, replySend, replySignaturePut } from '../operations/replies';
import type { ReplyLink } from '../replies';
import type { Signer } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import { textOf } from '../wire/tolerant';
import { readDocflow, type DocflowRef } from './readDocflow';
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
	/** Replies that are owed still. */
	readonly open: readonly ReplyLink[];
}

const MOST_ROUNDS = 10; // an answer may bring the next question; no documented docflow has more than three

/**
 * Answers every reply link of a docflow: generates, signs, sends, and looks again until none is
 * left (scenarios 0.6). A reply that somebody else sent meanwhile is not sent twice, since its
 * link is gone when the docflow is read again.
 */
export async function answerReplies(extern: Extern, docflow: DocflowRef, signer: Signer, senderIp: string): Promise<Answered> {
	const sent: SentReply[] = [];
	let wire = await readDocflow(extern, docflow);
	for (let round = 0; round < MOST_ROUNDS && openRepliesOf(wire).length > 0; round += 1) {
		const [link] = openRepliesOf(wire).filter((open) => !sent.some((done) => done.documentId === open.documentId && done.type === open.type));
		if (!link) break;
		sent.push(await answerOne(extern, docflow, link, signer, senderIp));
		wire = await readDocflow(extern, docflow);
	}
	return { docflow: wire, sent, open: openRepliesOf(wire) };
}

/** Generates, signs and sends one reply; what wants no signature is sent without. */
export async function answerOne(extern: Extern, docflow: DocflowRef, link: ReplyLink, signer: Signer, senderIp: string): Promise<SentReply> {
	const document = { ...docflow, documentId: link.documentId };
	const reply = await extern.call(replyGenerate, { ...document, replyType: link.type, certificate: signer.certificate });
	if (!isSentUnsigned(link.type, reply)) {
		await extern.call(replySignaturePut, { ...document, replyId: reply.id, signature: await signatureFor(reply, signer) });
	}
	await extern.call(replySend, { ...document, replyId: reply.id, senderIp });
	return { ...link, replyId: reply.id, fileName: textOf(reply.filename) };
}

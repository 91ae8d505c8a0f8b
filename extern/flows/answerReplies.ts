import type { Extern } from '../client';
import { ExternError, stop } from '../failure';
import { openRepliesOf } from '../operations/docflows';
import { replyGenerate, replySend, replySignaturePut } from '../operations/replies';
import { sourceOf } from '../contents';
import type { ReplyLink } from '../replies';
import { requireFit, type Signer } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import type { WireReply } from '../wire/reply';
import { textOf } from '../wire/tolerant';
import { readDocflow, type DocflowRef } from './readDocflow';

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

/** Generates, signs and sends one reply. */
export async function answerOne(extern: Extern, docflow: DocflowRef, link: ReplyLink, signer: Signer, senderIp: string): Promise<SentReply> {
	const document = { ...docflow, documentId: link.documentId };
	const reply = await extern.call(replyGenerate, { ...document, replyType: link.type, certificate: signer.certificate });
	await signReply(extern, document, reply, signer);
	await extern.call(replySend, { ...document, replyId: reply.id, senderIp });
	return { ...link, replyId: reply.id, fileName: textOf(reply.filename) };
}

/** Signs the content of a reply and attaches the signature. */
export async function signReply(extern: Extern, document: DocflowRef & { documentId: string }, reply: WireReply, signer: Signer): Promise<void> {
	if (reply['data-to-sign']) {
		throw stop('This reply wants a raw signature', 'Raw signatures are not supported yet; answer it in the Extern web interface');
	}
	const content = textOf(reply.content);
	if (!content) throw new ExternError({ kind: 'malformed', problem: { message: 'The reply came without its content' } }, replyGenerate.id);
	const bytes = Buffer.from(content, 'base64');
	const toSign = { fileName: textOf(reply.filename) ?? reply.id, chunks: () => sourceOf(bytes).chunks() };
	const signature = await signer.sign(toSign, 'detached');
	await requireFit(signature, toSign);
	await extern.call(replySignaturePut, { ...document, replyId: reply.id, signature });
}

/** Making a reply to a document and sending it, whatever the path that asks for it. */

import { randomUUID } from 'node:crypto';
import { readCertificate, type Certificate } from '../../gost';
import { answer, dueReplies, signatureOfReply, type Paper } from '../authorities/exchange';
import { xmlOf } from '../authorities/papers';
import { printedForm } from '../authorities/printedForm';
import { isSignedRaw, rawSignature } from '../authorities/rawSignature';
import { robotReads } from '../authorities/robots';
import { titles } from '../authorities/titles';
import { signatureProblem } from '../authorities/verdict';
import type { Docflow, Reply } from '../world/docflows';
import type { Call } from './call';
import { placeOf, type Place } from './docflowPlaces';
import { badRequest, notFound } from './problems';

export interface ReplyOrder {
	/** Without urn:document: */
	type: string;
	certificate: Certificate;
	/** Why a demand is declined. */
	reasons?: string[];
	room?: Reply['room'];
}

/** A reply that waits for its signature. Throws 400 when the document does not wait for such a reply. */
export function makeReply(call: Call, place: Place, { type, certificate, reasons = [], room = 'replies' }: ReplyOrder): Reply {
	const { docflow, document } = place;
	assertAvailable(call, place, type);
	const { prefix, title, text } = titles(type);
	const { fileId, bytes } = xmlOf(call.world, docflow, { type, prefix, title, text: [text, ...reasons].join(' ') });
	const reply: Reply = {
		id: randomUUID(),
		documentId: document.id,
		type,
		room,
		filename: `${fileId}.xml`,
		content: bytes,
		printContent: printedForm([type, fileId]),
		certificate: certificate.der,
		wantedSignature: signatureOfReply(call.world, docflow, document, type),
		sent: false,
	};
	docflow.replies.set(reply.id, reply);
	return reply;
}

/** Throws 400 when it was sent before or is not signed as it has to be. */
export function sendReply(call: Call, { docflow, document }: Place, reply: Reply): void {
	if (!dueReplies(call.world, docflow, document).includes(reply.type))
		throw badRequest('Ответный документ этого типа уже отправлен');
	assertSigned(call, docflow, reply);
	reply.sent = true;
	answer(call.world, docflow, { document, replyType: reply.type, paper: paperOf(reply) });
	robotReads(call.world, docflow, reply.type);
}

/** The reply of the path. Throws 404. */
export function replyOf(call: Call): Place & { reply: Reply } {
	const place = placeOf(call);
	const reply = place.docflow.replies.get(call.param('replyId'));
	if (!reply || reply.documentId !== place.document.id) throw notFound('Ответный документ', call.param('replyId'));
	return { ...place, reply };
}

/** The reply of the path, for a change. Throws 400 after sending. */
export function unsentReply(call: Call): Place & { reply: Reply } {
	const found = replyOf(call);
	if (found.reply.sent) throw badRequest('Ответный документ уже отправлен');
	return found;
}

/** A small body that has to hold something. Throws 400. */
export async function filledBytes(call: Call, complaint: string): Promise<Buffer> {
	const bytes = await call.bytes();
	if (bytes.length === 0) throw badRequest(complaint);
	return bytes;
}

function assertAvailable({ world }: Call, { docflow, document }: Place, type: string): void {
	if (document.sentReplies.includes(type)) throw badRequest(`Ответный документ ${type} уже отправлен`);
	if (!dueReplies(world, docflow, document).includes(type))
		throw badRequest(`Для документа ${document.id} нельзя сформировать ответный документ ${type}`);
}

function assertSigned(call: Call, docflow: Docflow, { signature, content, certificate, wantedSignature }: Reply): void {
	if (wantedSignature === 'none') return;
	if (!signature) throw badRequest('Ответный документ не подписан');
	if (wantedSignature === 'cms-detached') return assertSignedDetached(call, docflow, { signature, content, certificate });
	if (!isSignedRaw(call.world, { certificate, content, signature: rawSignature(signature) }))
		throw badRequest('Подпись не соответствует данным для подписания: нужна подпись без CMS над data-to-sign');
}

function assertSignedDetached(
	{ world }: Call,
	{ accountId }: Docflow,
	{ signature, content, certificate }: Pick<Reply, 'content' | 'certificate'> & { signature: Uint8Array },
): void {
	const held = world.contents.put(accountId, content);
	const problem = signatureProblem(world, signature, {
		thumbprints: [readCertificate(certificate).thumbprint],
		contentId: held.id,
	});
	world.contents.discard(held.id);
	if (problem) throw badRequest(problem);
}

function paperOf({ type, filename, content, signature }: Reply): Paper {
	return {
		type: `urn:document:${type}`,
		filename,
		contentType: 'application/xml',
		bytes: content,
		signatures: signature ? [{ id: randomUUID(), content: signature, signerType: 'organization-representative' }] : [],
	};
}

/** Replies as they were sent in 2018: by their type, without a certificate, the whole reply sent back with its signature. */

import type { Docflow, Reply } from '../world/docflows';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { certificateInside } from './draftSignatures';
import { placeOf, type Place } from './docflowPlaces';
import { docflowPath, documentPath, replyPath, wireDocflow } from './docflowWire';
import { badRequest, notFound } from './problems';
import { replyCertificate } from './replyCertificates';
import { makeReply, sendReply } from './replying';
import { base64, filled } from './wire';

interface SentReply {
	id?: string;
	signature?: { 'content-data'?: string } | null;
	'sender-ip'?: string | null;
}

export const legacyReplyHandlers: Handlers = {
	'legacy-reply-generate-2018': (call) => {
		const place = placeOf(call);
		const { senderCertificate } = place.docflow;
		if (!senderCertificate) throw badRequest('У документооборота нет сертификата отправителя');
		const certificate = replyCertificate(call, place.docflow, base64(senderCertificate));
		const reply = makeReply(call, place, { type: call.param('documentType'), certificate });
		return { status: 200, body: wireLegacyReply(call.world, place, reply) };
	},
	'legacy-reply-send-2018': (call) => {
		const place = placeOf(call);
		const sent = call.body<SentReply>();
		if (!sent['sender-ip']) throw badRequest('Не указан IP-адрес отправителя', { 'sender-ip': 'required' });
		const reply = replyOf(call, place, sent);
		const signature = Buffer.from(sent.signature?.['content-data'] ?? '', 'base64');
		if (signature.length > 0) sign(call, place.docflow, { reply, signature });
		sendReply(call, place, reply);
		return { status: 200, body: wireDocflow(call.world, place.docflow) };
	},
};

/** The reply that was sent back, of the type of the path. Throws 404. */
function replyOf(call: Call, { docflow, document }: Place, { id = '' }: SentReply): Reply {
	const reply = docflow.replies.get(id.toLowerCase());
	if (!reply || reply.documentId !== document.id || reply.type !== call.param('documentType'))
		throw notFound('Ответный документ', id);
	return reply;
}

/** Whoever signed is who the reply was made for, as long as his certificate does. */
function sign(call: Call, docflow: Docflow, { reply, signature }: { reply: Reply; signature: Uint8Array }): void {
	const signer = certificateInside(signature);
	if (signer) reply.certificate = replyCertificate(call, docflow, base64(signer.der)).der;
	reply.signature = signature;
}

function wireLegacyReply(world: World, { docflow, document }: Place, reply: Reply) {
	const { id, type, content, printContent, filename } = reply;
	return filled({
		id,
		content: base64(content),
		'print-form-content': base64(printContent),
		filename,
		links: [
			{ rel: 'self', href: world.href(replyPath(docflow, reply)) },
			{ rel: 'send', href: `${world.href(documentPath(docflow, document))}/reply/${type}/send` },
			{ rel: 'docflow', href: world.href(docflowPath(docflow)) },
		],
	});
}

/** The older way to reply to the pension fund: a reply is a package whose document comes encrypted and goes back plain. */

import { encryptFor } from '../../gost';
import type { Docflow, Reply } from '../world/docflows';
import type { World } from '../world/world';
import type { Answer, Call, Handlers } from './call';
import { placeOf } from './docflowPlaces';
import { docflowPath, replyPath, wireDocflow } from './docflowWire';
import { badRequest, notFound } from './problems';
import { replyCertificate } from './replyCertificates';
import { confirmReply, replyCloudSigningHandlers } from './replyCloudSigning';
import { filledBytes, makeReply, replyOf, sendReply, unsentReply } from './replying';
import { base64, filled } from './wire';

const PENSION_FUND = /^urn:docflow:pfr-/;

export const pfrReplyHandlers: Handlers = {
	'pfr-reply-generate': (call) => {
		const place = placeOf(call);
		const { 'certificate-base64': content } = call.body<{ 'certificate-base64': string }>();
		if (!PENSION_FUND.test(place.docflow.type)) throw badRequest('Метод предназначен только для документооборотов ПФР');
		const certificate = replyCertificate(call, place.docflow, content);
		const reply = makeReply(call, place, { type: call.text('documentType') ?? '', certificate, room: 'pfr-replies' });
		reply.encrypted = encryptFor([certificate], reply.content);
		return answerWith(call, place.docflow, reply);
	},
	'pfr-reply-get': (call) => {
		const { docflow, reply } = replyOf(call);
		return answerWith(call, docflow, reply);
	},
	'pfr-reply-document-decrypted-content-put': async (call) => {
		const content = await filledBytes(call, 'Контент ответного документа пуст');
		replyDocumentOf(call).content = content;
		return { status: 200 };
	},
	'pfr-reply-document-signature-put': async (call) => {
		const signature = await filledBytes(call, 'Подпись пуста');
		replyDocumentOf(call).signature = signature;
		return { status: 200 };
	},
	'pfr-reply-send': (call) => {
		call.body<{ 'sender-ip': string }>();
		const { reply, ...place } = unsentReply(call);
		sendReply(call, place, reply);
		return { status: 200, body: wireDocflow(call.world, place.docflow) };
	},
	'pfr-reply-cloud-sign': replyCloudSigningHandlers['reply-cloud-sign'],
	'pfr-reply-cloud-sign-confirm': (call) => {
		confirmReply(call, replyOf(call).reply);
		return { status: 200, body: { links: [] } };
	},
	'pfr-reply-task-get': replyCloudSigningHandlers['reply-task-get'],
};

/** The document of the path, which is the only one of its reply. Throws 404, and 400 after sending. */
function replyDocumentOf(call: Call): Reply {
	const { reply } = unsentReply(call);
	const id = call.param('replyDocumentId');
	if (reply.id !== id) throw notFound('Документ ответа', id);
	return reply;
}

function answerWith({ world }: Call, docflow: Docflow, reply: Reply): Answer {
	const { id } = reply;
	const href = world.href(replyPath(docflow, reply));
	return {
		status: 200,
		body: {
			id,
			documents: [wireReplyDocument(world, docflow, reply)],
			'docflow-id': docflow.id,
			links: [
				{ rel: 'self', href },
				{ rel: 'send', href: `${href}/send` },
				{ rel: 'docflow', href: world.href(docflowPath(docflow)) },
			],
		},
	};
}

function wireReplyDocument(world: World, docflow: Docflow, reply: Reply) {
	const { id, documentId, encrypted, signature } = reply;
	const href = `${world.href(replyPath(docflow, reply))}/documents/${id}`;
	return filled({
		id,
		'reply-id': id,
		'docflow-id': docflow.id,
		'document-id': documentId,
		'encrypted-content': encrypted && base64(encrypted),
		'decrypted-content': { rel: 'decrypted-content', href: `${href}/decrypted-content` },
		signature: signature && base64(signature),
		links: [
			{ rel: 'save-decrypted-content', href: `${href}/decrypted-content` },
			{ rel: 'save-signature', href: `${href}/signature` },
		],
	});
}

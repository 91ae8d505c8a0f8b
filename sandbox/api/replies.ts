/** Reply documents: generate, sign, send. */

import { randomUUID } from 'node:crypto';
import { readCertificate, type Certificate } from '../../gost';
import { answer, dueReplies, signatureOfReply } from '../authorities/exchange';
import { xmlOf } from '../authorities/papers';
import { printedForm } from '../authorities/printedForm';
import { robotReads } from '../authorities/robots';
import { titles } from '../authorities/titles';
import { certificateProblem, signatureProblem } from '../authorities/verdict';
import type { Docflow, Reply } from '../world/docflows';
import type { Call, Handlers } from './call';
import { placeOf, type Place } from './docflowPlaces';
import { wireDocflow, wireReply } from './docflowWire';
import { badRequest, notFound } from './problems';

/** Reasons that FNS knows for declining a demand (domain: demand_decline_codes). */
const DECLINE_CODES = new Set(['0300300001', '0300300030', '0400100005', '0100100004', '0100300003']);

export const replyHandlers: Handlers = {
	'reply-generate': (call) => {
		const place = placeOf(call);
		const type = availableReply(call, place);
		const certificate = replyCertificate(
			call,
			place.docflow,
			call.body<{ 'certificate-base64': string }>()['certificate-base64'],
		);
		const reply = newReply(call, place, { type, certificate });
		place.docflow.replies.set(reply.id, reply);
		return { status: 201, body: wireReply(call.world, place.docflow, reply) };
	},
	'reply-get': (call) => {
		const { docflow, reply } = replyOf(call);
		return { status: 200, body: wireReply(call.world, docflow, reply) };
	},
	'reply-content-put': async (call) => {
		const content = await call.bytes();
		const { docflow, reply } = unsentReply(call);
		if (content.length === 0) throw badRequest('Контент ответного документа пуст');
		reply.content = content;
		return { status: 200, body: wireReply(call.world, docflow, reply) };
	},
	'reply-signature-put': async (call) => {
		const signature = await call.bytes();
		const { docflow, reply } = unsentReply(call);
		if (signature.length === 0) throw badRequest('Подпись пуста');
		reply.signature = signature;
		return { status: 200, body: wireReply(call.world, docflow, reply) };
	},
	'reply-send': (call) => {
		call.body<{ 'sender-ip': string }>();
		const { docflow, document, reply } = unsentReply(call);
		if (!dueReplies(call.world, docflow, document).includes(reply.type))
			throw badRequest('Ответный документ этого типа уже отправлен');
		const wanted = signatureOfReply(call.world, docflow, document, reply.type);
		if (wanted === 'cms-detached') checkSignature(call, docflow, reply);
		reply.sent = true;
		answer(call.world, docflow, { document, replyType: reply.type, paper: paperOf(reply) });
		robotReads(call.world, docflow, reply.type);
		return { status: 200, body: wireDocflow(call.world, docflow) };
	},
};

/** The reply type that was asked for, if the document waits for it. Throws 400. */
function availableReply(call: Call, { docflow, document }: Place): string {
	const type = call.text('documentType') ?? '';
	const unknownCode = call.texts('declineNoticeErrorCode').find((code) => !DECLINE_CODES.has(code));
	if (unknownCode) throw badRequest(`Неизвестный код ошибки отказа ${unknownCode}`, { declineNoticeErrorCode: 'unknown' });
	if (document.sentReplies.includes(type)) throw badRequest(`Ответный документ ${type} уже отправлен`);
	if (!dueReplies(call.world, docflow, document).includes(type))
		throw badRequest(`Для документа ${document.id} нельзя сформировать ответный документ ${type}`);
	return type;
}

/** The certificate a reply is made for. Throws 400 with the reason why it does not do. */
function replyCertificate(call: Call, { senderInn }: Docflow, base64: string): Certificate {
	const certificate = parsed(base64);
	const problem = certificateProblem(call.world, certificate);
	if (problem) throw badRequest(problem, { 'certificate-base64': 'invalid' });
	const { innLegal, inn } = certificate.subject;
	if (senderInn !== (innLegal ?? inn) && innLegal !== undefined)
		throw badRequest(`ИНН в сертификате ${innLegal} не совпадает с ИНН отправителя ${senderInn}`, {
			'certificate-base64': 'inn-mismatch',
		});
	if (innLegal === undefined && senderInn.length === 12 && senderInn !== inn)
		throw badRequest(`ИНН в сертификате ${inn ?? '(нет)'} не совпадает с ИНН отправителя ${senderInn}`, {
			'certificate-base64': 'inn-mismatch',
		});
	if (innLegal === undefined && senderInn.length === 10)
		throw badRequest('Сертификат физического лица не подходит: ИНН организации-отправителя в нём нет', {
			'certificate-base64': 'inn-mismatch',
		});
	return certificate;
}

function parsed(base64: string): Certificate {
	try {
		return readCertificate(Buffer.from(base64, 'base64'));
	} catch {
		throw badRequest('Не удалось прочитать сертификат', { 'certificate-base64': 'unreadable' });
	}
}

function newReply(
	call: Call,
	{ docflow, document }: Place,
	{ type, certificate }: { type: string; certificate: Certificate },
): Reply {
	const { fileId, bytes } = xmlOf(call.world, docflow, { type, ...titles(type) });
	return {
		id: randomUUID(),
		documentId: document.id,
		type,
		filename: `${fileId}.xml`,
		content: bytes,
		printContent: printedForm([type, fileId]),
		certificate: certificate.der,
		sent: false,
	};
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

function checkSignature(call: Call, { accountId }: Docflow, { signature, content, certificate }: Reply): void {
	if (!signature) throw badRequest('Ответный документ не подписан');
	const held = call.world.contents.put(accountId, content);
	const problem = signatureProblem(call.world, signature, {
		thumbprints: [readCertificate(certificate).thumbprint],
		contentId: held.id,
	});
	call.world.contents.discard(held.id);
	if (problem) throw badRequest(problem);
}

function paperOf({ type, filename, content, signature }: Reply) {
	return {
		type: `urn:document:${type}`,
		filename,
		contentType: 'application/xml',
		bytes: content,
		signatures: signature ? [{ id: randomUUID(), content: signature, signerType: 'organization-representative' as const }] : [],
	};
}

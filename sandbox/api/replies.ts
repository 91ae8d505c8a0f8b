/** Reply documents: generate, sign, send. */

import type { Call, Handlers } from './call';
import { placeOf } from './docflowPlaces';
import { wireDocflow, wireReply } from './docflowWire';
import { badRequest } from './problems';
import { replyCertificate } from './replyCertificates';
import { filledBytes, makeReply, replyOf, sendReply, unsentReply } from './replying';

/** Reasons that FNS knows for declining a demand (domain: demand_decline_codes). */
const DECLINE_CODES = new Set(['0300300001', '0300300030', '0400100005', '0100100004', '0100300003']);

export const replyHandlers: Handlers = {
	'reply-generate': (call) => {
		const place = placeOf(call);
		const reasons = knownReasons(call);
		const { 'certificate-base64': base64 } = call.body<{ 'certificate-base64': string }>();
		const certificate = replyCertificate(call, place.docflow, base64);
		const reply = makeReply(call, place, { type: call.text('documentType') ?? '', certificate, reasons });
		return { status: 201, body: wireReply(call.world, place.docflow, reply) };
	},
	'reply-get': (call) => {
		const { docflow, reply } = replyOf(call);
		return { status: 200, body: wireReply(call.world, docflow, reply) };
	},
	'reply-content-put': async (call) => {
		const content = await filledBytes(call, 'Контент ответного документа пуст');
		const { docflow, reply } = unsentReply(call);
		reply.content = content;
		return { status: 200, body: wireReply(call.world, docflow, reply) };
	},
	'reply-signature-put': async (call) => {
		const signature = await filledBytes(call, 'Подпись пуста');
		const { docflow, reply } = unsentReply(call);
		reply.signature = signature;
		return { status: 200, body: wireReply(call.world, docflow, reply) };
	},
	'reply-send': (call) => {
		call.body<{ 'sender-ip': string }>();
		const { reply, ...place } = unsentReply(call);
		sendReply(call, place, reply);
		return { status: 200, body: wireDocflow(call.world, place.docflow) };
	},
};

/** Throws 400. */
function knownReasons(call: Call): string[] {
	const reasons = call.texts('declineNoticeErrorCode');
	const unknown = reasons.find((code) => !DECLINE_CODES.has(code));
	if (unknown) throw badRequest(`Неизвестный код ошибки отказа ${unknown}`, { declineNoticeErrorCode: 'unknown' });
	return reasons;
}

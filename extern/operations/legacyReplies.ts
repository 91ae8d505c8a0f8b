import type { WireDocflow } from '../wire/docflow';
import type { WireLegacyReply } from '../wire/reply';
import { textOf } from '../wire/tolerant';
import { docflowOutline } from './docflows';
import { bytes, guid, optional, text } from './fields';
import { docflowDocumentIds } from './ids';
import { jsonBody, object, operation, post } from './operation';
import { words, yesNo, type Outline } from './outline';
import { USUAL_SENDER_IP } from './replies';

const OLD = { deprecated: true, inferred: true, source: 'docs of 2018, "Работа с ДО"' };

const legacyReply: Outline<WireLegacyReply> = {
	replyId: words('Id of the reply', (wire) => wire.id),
	fileName: words('Name of the reply\'s file', (wire) => wire.filename),
	isSigned: yesNo('Whether it holds a signature', (wire) => textOf(wire.signature?.['content-data']) !== undefined),
};

/** Makes a reply as it was made in 2018, without naming a certificate. Making it again makes another one; only sending counts. */
export const legacyReplyGenerate2018 = operation({
	...OLD,
	id: 'legacy-reply-generate-2018',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/reply/{documentType}/generate'),
	input: { ...docflowDocumentIds, documentType: text() },
	answer: object<WireLegacyReply>(),
	outline: legacyReply,
	repeat: 'safe',
});

/** Sends it: the whole reply goes back, with its signature and the sender's address filled in. */
export const legacyReplySend2018 = operation({
	...OLD,
	id: 'legacy-reply-send-2018',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/reply/{documentType}/send'),
	input: {
		...docflowDocumentIds,
		documentType: text(),
		replyId: guid('Docflow: Reply: Generate 2018 Reply'),
		content: bytes('the file of the reply'),
		signature: bytes('a signature file'),
		fileName: optional(text()),
		senderIp: optional(text()),
	},
	payload: ({ replyId, content, signature, fileName, senderIp }) =>
		jsonBody({
			id: replyId,
			content: Buffer.from(content).toString('base64'),
			filename: fileName,
			signature: { 'content-data': Buffer.from(signature).toString('base64') },
			'sender-ip': senderIp ?? USUAL_SENDER_IP,
		}),
	answer: object<WireDocflow>(),
	outline: docflowOutline,
	irreversible: true,
});

import type { WireDocflow, WireReply } from '../wire/docflow';
import { docflowOutline } from './docflows';
import { base64, bytes, guid, text } from './fields';
import { docflowDocumentIds } from './ids';
import { bytesBody, get, jsonBody, object, operation, post, put } from './operation';
import { words, yesNo, type Outline } from './outline';

const replyIds = { ...docflowDocumentIds, replyId: guid('Docflow: Generate Reply') };

const reply: Outline<WireReply> = {
	replyId: words('Id of the reply', (wire) => wire.id),
	docflowId: words('Id of the docflow', (wire) => wire['docflow-id']),
	documentId: words('Id of the document that is answered', (wire) => wire['document-id']),
	fileName: words('Name of the reply\'s file', (wire) => wire.filename),
	isSigned: yesNo('Whether a signature is attached', (wire) => wire.signature !== undefined),
};

/** Makes the document of a reply. Making it again makes another one; only sending counts. */
export const replyGenerate = operation({
	id: 'reply-generate',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/generate-reply'),
	input: { ...docflowDocumentIds, replyType: text(), certificate: base64('Account: Get Certificates') },
	query: ({ replyType }) => ({ documentType: replyType }),
	payload: ({ certificate }) => jsonBody({ 'certificate-base64': certificate }),
	answer: object<WireReply>(),
	outline: reply,
	repeat: 'safe',
	source: 'dc, "ответные документы"',
});

export const replyGet = operation({
	id: 'reply-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}'),
	input: replyIds,
	answer: object<WireReply>(),
	outline: reply,
	source: 'dc, "ответные документы"',
});

/** Attaches the signature of a reply: raw bytes, unlike a draft's (signing.md §3). */
export const replySignaturePut = operation({
	id: 'reply-signature-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/signature'),
	input: { ...replyIds, signature: bytes('a signature file') },
	payload: ({ signature }) => bytesBody(signature, 'application/pgp-signature'),
	answer: object<WireReply>(),
	outline: reply,
	source: 'dc, "ответные документы"',
});

/** Sends a reply to the authority. */
export const replySend = operation({
	id: 'reply-send',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/send'),
	input: { ...replyIds, senderIp: text() },
	payload: ({ senderIp }) => jsonBody({ 'sender-ip': senderIp }),
	answer: object<WireDocflow>(),
	outline: docflowOutline,
	irreversible: true,
	source: 'dc, "ответные документы"',
});

import type { WireSignEnd, WireSignStart } from '../wire/cloud';
import type { WireDocflow } from '../wire/docflow';
import type { WirePfrReply, WirePfrReplyDocument } from '../wire/reply';
import type { WireTask } from '../wire/task';
import { membersOf, textOf } from '../wire/tolerant';
import { signEndOutline, signStartOutline } from './replySigning';
import { docflowOutline } from './docflows';
import { base64, bytes, guid, optional, text } from './fields';
import { docflowDocumentIds } from './ids';
import { bytesBody, get, jsonBody, nothing, object, operation, post, put } from './operation';
import { parts, words, yesNo, type Outline } from './outline';
import { USUAL_SENDER_IP } from './replies';
import { taskOutline } from './tasks';

/** The older way to reply to the pension fund: a reply is a package, each file of which is decrypted, given back and signed (signing.md §5). */
const OLD = { deprecated: true, inferred: true, source: 'extern-java-sdk, DocflowsApi; dc, "ответные документы"' };

const replyIds = { ...docflowDocumentIds, replyId: guid('Docflow: Reply: Generate PFR Reply') };
/** Names one file of a reply. */
export const replyDocumentIds = { ...replyIds, replyDocumentId: guid('Docflow: Reply: Generate PFR Reply') };

/** One file alone, where the answer is not the package: the Java SDK types reading a reply so. */
type PfrReplyAnswer = WirePfrReply & Partial<WirePfrReplyDocument>;

const replyDocument: Outline<WirePfrReplyDocument> = {
	replyDocumentId: words('Id of the file', (wire) => wire.id),
	documentId: words('Id of the document that it belongs to', (wire) => wire['document-id']),
	isSigned: yesNo('Whether a signature is attached', (wire) => textOf(wire.signature) !== undefined),
};

const pfrReply: Outline<PfrReplyAnswer> = {
	replyId: words('Id of the reply', (wire) => wire['reply-id'] ?? wire.id),
	docflowId: words('Id of the docflow', (wire) => wire['docflow-id']),
	replyDocumentId: words('Id of its first file', (wire) => filesOf(wire)[0]?.id),
	files: parts('Its files: the protocol and every appendix', replyDocument, filesOf),
};

/** The files of a reply, whether it came as a package or as one file. */
export function filesOf(wire: PfrReplyAnswer): readonly WirePfrReplyDocument[] {
	return wire['reply-id'] === undefined ? membersOf(wire.documents) : [wire];
}

/** Makes a reply. Making it again makes another one; only sending counts. */
export const pfrReplyGenerate = operation({
	...OLD,
	id: 'pfr-reply-generate',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-generate-reply'),
	input: { ...docflowDocumentIds, replyType: text(), certificate: base64('Account: Certificate: Get Many') },
	query: ({ replyType }) => ({ documentType: replyType }),
	payload: ({ certificate }) => jsonBody({ 'certificate-base64': certificate }),
	answer: object<PfrReplyAnswer>(),
	outline: pfrReply,
	repeat: 'safe',
});

export const pfrReplyGet = operation({
	...OLD,
	id: 'pfr-reply-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-replies/{replyId}'),
	input: replyIds,
	answer: object<PfrReplyAnswer>(),
	outline: pfrReply,
});

/** Gives a file of the reply back decrypted. */
export const pfrReplyDocumentDecryptedContentPut = operation({
	...OLD,
	id: 'pfr-reply-document-decrypted-content-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-replies/{replyId}/documents/{replyDocumentId}/decrypted-content'),
	input: { ...replyDocumentIds, content: bytes('the decrypted file') },
	payload: ({ content }) => bytesBody(content, 'application/octet-stream'),
	answer: nothing(),
});

export const pfrReplyDocumentSignaturePut = operation({
	...OLD,
	id: 'pfr-reply-document-signature-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-replies/{replyId}/documents/{replyDocumentId}/signature'),
	input: { ...replyDocumentIds, signature: bytes('a signature file') },
	payload: ({ signature }) => bytesBody(signature, 'application/octet-stream'),
	answer: nothing(),
});

export const pfrReplySend = operation({
	...OLD,
	id: 'pfr-reply-send',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-replies/{replyId}/send'),
	input: { ...replyIds, senderIp: optional(text()) },
	payload: ({ senderIp }) => jsonBody({ 'sender-ip': senderIp ?? USUAL_SENDER_IP }),
	answer: object<WireDocflow>(),
	outline: docflowOutline,
	irreversible: true,
});

export const pfrReplyCloudSign = operation({
	...OLD,
	id: 'pfr-reply-cloud-sign',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-replies/{replyId}/cloud-sign'),
	input: replyIds,
	answer: object<WireSignStart>(),
	outline: signStartOutline,
});

export const pfrReplyCloudSignConfirm = operation({
	...OLD,
	id: 'pfr-reply-cloud-sign-confirm',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-replies/{replyId}/cloud-sign-confirm'),
	input: { ...replyIds, requestId: text(), code: text() },
	query: ({ requestId, code }) => ({ requestId, code }),
	answer: object<WireSignEnd>(),
	outline: signEndOutline,
});

export const pfrReplyTaskGet = operation({
	...OLD,
	id: 'pfr-reply-task-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/pfr-replies/{replyId}/tasks/{apiTaskId}'),
	input: { ...replyIds, apiTaskId: guid('Docflow: Reply: Sign PFR Reply in the Cloud') },
	answer: object<WireTask<never>>(),
	outline: taskOutline,
});

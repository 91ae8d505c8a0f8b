import type { WireSignEnd, WireSignStart } from '../wire/cloud';
import type { WireDocflow } from '../wire/docflow';
import type { WireReply } from '../wire/reply';
import type { WireTask } from '../wire/task';
import { textOf } from '../wire/tolerant';
import { signEndOutline, signStartOutline } from './replySigning';
import { docflowOutline } from './docflows';
import { base64, bytes, choice, flag, guid, list, optional, text } from './fields';
import { docflowDocumentIds } from './ids';
import { bytesBody, get, jsonBody, object, operation, post, put } from './operation';
import { words, yesNo, type Outline } from './outline';
import { taskOutline } from './tasks';

const SOURCE = 'dc, "ответные документы"';

/** What names a reply in a path. */
export const replyIds = { ...docflowDocumentIds, replyId: guid('Docflow: Reply: Generate') };

/** The service wants an address and looks at none; whoever keeps a record of his own fills it in. */
export const USUAL_SENDER_IP = '127.0.0.1';

/** The simplified output of a reply. */
export const replyOutline: Outline<WireReply> = {
	replyId: words('Id of the reply', (wire) => wire.id),
	docflowId: words('Id of the docflow', (wire) => wire['docflow-id']),
	documentId: words('Id of the document that is answered', (wire) => wire['document-id']),
	fileName: words('Name of the reply\'s file', (wire) => wire.filename),
	isSigned: yesNo('Whether a signature is attached', (wire) => textOf(wire.signature) !== undefined),
	wantsRawSignature: yesNo('Whether the data to sign are signed instead of the file, and without CMS around', (wire) => textOf(wire['data-to-sign']) !== undefined),
};

/** Makes the document of a reply. Making it again makes another one; only sending counts. */
export const replyGenerate = operation({
	id: 'reply-generate',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/generate-reply'),
	input: { ...docflowDocumentIds, replyType: text(), certificate: base64('Account: Certificate: Get Many'), declineCodes: optional(list(choice([]))) },
	query: ({ replyType, declineCodes }) => ({ documentType: replyType, declineNoticeErrorCode: declineCodes }),
	payload: ({ certificate }) => jsonBody({ 'certificate-base64': certificate }),
	answer: object<WireReply>(),
	outline: replyOutline,
	repeat: 'safe',
	source: SOURCE,
});

export const replyGet = operation({
	id: 'reply-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}'),
	input: replyIds,
	answer: object<WireReply>(),
	outline: replyOutline,
	source: SOURCE,
});

/** Replaces the file of a reply; a signature of the old one does not fit it any more. */
export const replyContentPut = operation({
	id: 'reply-content-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/content'),
	input: { ...replyIds, content: bytes('the file of the reply') },
	payload: ({ content }) => bytesBody(content, 'application/octet-stream'),
	answer: object<WireReply>(),
	outline: replyOutline,
	source: SOURCE,
});

/** Attaches the signature of a reply: raw bytes, unlike a draft's (signing.md §3). */
export const replySignaturePut = operation({
	id: 'reply-signature-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/signature'),
	input: { ...replyIds, signature: bytes('a signature file') },
	payload: ({ signature }) => bytesBody(signature, 'application/pgp-signature'),
	answer: object<WireReply>(),
	outline: replyOutline,
	source: SOURCE,
});

/** Sends a reply to the authority. */
export const replySend = operation({
	id: 'reply-send',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/send'),
	input: { ...replyIds, senderIp: optional(text()) },
	payload: ({ senderIp }) => jsonBody({ 'sender-ip': senderIp ?? USUAL_SENDER_IP }),
	answer: object<WireDocflow>(),
	outline: docflowOutline,
	irreversible: true,
	source: SOURCE,
});

/** Begins to sign a reply with a key that Kontur keeps. Receipts could do without a code once (signing.md §7). */
export const replyCloudSign = operation({
	id: 'reply-cloud-sign',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/cloud-sign'),
	input: { ...replyIds, forceConfirmation: optional(flag()) },
	query: ({ forceConfirmation }) => ({ forceConfirmation }),
	answer: object<WireSignStart>(),
	outline: signStartOutline,
	inferred: true,
	source: SOURCE,
});

/** Confirms it with the code of the SMS. */
export const replyCloudSignConfirm = operation({
	id: 'reply-cloud-sign-confirm',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/cloud-sign-confirm'),
	input: { ...replyIds, requestId: text(), code: text() },
	query: ({ requestId, code }) => ({ requestId, code }),
	answer: object<WireSignEnd>(),
	outline: signEndOutline,
	inferred: true,
	source: SOURCE,
});

/** The task that signs in the cloud. */
export const replyTaskGet = operation({
	id: 'reply-task-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/tasks/{apiTaskId}'),
	input: { ...replyIds, apiTaskId: guid('Docflow: Reply: Sign in the Cloud') },
	answer: object<WireTask<never>>(),
	outline: taskOutline,
	source: SOURCE,
});

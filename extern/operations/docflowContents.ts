import type { WireContentRef, WireDecryptionStart } from '../wire/decryption';
import { base64, flag, guid, optional, text } from './fields';
import { docflowDocumentIds } from './ids';
import { base64Text, get, jsonBody, object, operation, post, put } from './operation';
import { urn, words, type Outline } from './outline';

const contentRef: Outline<WireContentRef> = {
	contentId: words('Id of the plain content', (wire) => wire['content-id']),
};

const decryption: Outline<WireDecryptionStart> = {
	requestId: words('Id to confirm the decryption with', (wire) => wire['request-id']),
	confirmType: urn('How it is confirmed', (wire) => wire['confirm-type']),
	taskId: words('Id of the task that decrypts', (wire) => wire['decryption-task-id'] ?? wire['task-id']),
};

const confirmation = { ...docflowDocumentIds, requestId: text(), code: text(), unzip: optional(flag()) };

/** Saves the plain content that the subscriber got by decrypting; the service unzips it. */
export const docflowDocumentDecryptedContentPut = operation({
	id: 'docflow-document-decrypted-content-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/decrypted-content'),
	input: { ...docflowDocumentIds, contentId: guid('Upload') },
	payload: ({ contentId }) => jsonBody({ 'content-id': contentId }),
	answer: object<WireContentRef>(),
	outline: contentRef,
	source: 'dc, "методы API для документов ДО"',
});

/** Up to 64 MB; the content service has no such limit. */
export const docflowDocumentDecryptedContentGet = operation({
	id: 'docflow-document-decrypted-content-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/decrypted-content'),
	input: docflowDocumentIds,
	answer: base64Text(),
	deprecated: true,
	source: 'dc, "методы API для документов ДО"',
});

/** Up to 64 MB; the content service has no such limit. */
export const docflowDocumentEncryptedContentGet = operation({
	id: 'docflow-document-encrypted-content-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/encrypted-content'),
	input: docflowDocumentIds,
	answer: base64Text(),
	deprecated: true,
	source: 'dc, "методы API для документов ДО"',
});

/** Decryption by a certificate whose key the service keeps. Of the two names that the clients of the vendor give the certificate, the newer one. */
export const docflowDocumentDecryptContent = operation({
	id: 'docflow-document-decrypt-content',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/decrypt-content'),
	input: { ...docflowDocumentIds, certificate: base64('Account: Get Certificates'), unzipIfCan: optional(flag()) },
	query: ({ unzipIfCan }) => ({ unzipIfCan }),
	payload: ({ certificate }) => jsonBody({ 'certificate-base64': certificate }),
	answer: object<WireDecryptionStart>(),
	outline: decryption,
	inferred: true,
	source: 'dc, "методы API для документов ДО"; extern-java-sdk',
});

export const docflowDocumentConfirmContentDecryption = operation({
	id: 'docflow-document-confirm-content-decryption',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/confirm-content-decryption'),
	input: confirmation,
	query: ({ requestId, code, unzip }) => ({ requestId, code, unzip }),
	answer: object<WireContentRef>(),
	outline: contentRef,
	inferred: true,
	source: 'dc, "методы API для документов ДО"',
});

/** The older confirmation: it answers the file itself. */
export const docflowDocumentDecryptContentConfirm = operation({
	id: 'docflow-document-decrypt-content-confirm',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/decrypt-content-confirm'),
	input: confirmation,
	query: ({ requestId, code, unzip }) => ({ requestId, code, unzip }),
	answer: base64Text(),
	inferred: true,
	deprecated: true,
	source: 'extern-java-sdk, DocflowsApi',
});

import type { WireDataToSign, WireDraftDocument } from '../wire/draft';
import type { WirePrintResult, WireTask } from '../wire/task';
import { membersOf, textOf } from '../wire/tolerant';
import { bytes, guid, json } from './fields';
import { draftDocumentIds, draftIds } from './ids';
import { base64Text, bytesBody, get, jsonBody, nothing, object, operation, patch, post, put, remove, task } from './operation';
import { count, urn, words, type Outline } from './outline';
import { printTaskOutline, taskOutline } from './tasks';

const draftDocument: Outline<WireDraftDocument> = {
	documentId: words('Id of the document', (wire) => wire.id),
	fileName: words('Name of the file', (wire) => wire.description.filename),
	documentType: urn('What kind of document the service recognised', (wire) => wire.description.type),
	formName: words('Name of the form', (wire) => wire.description.properties?.FormName),
	knd: words('Code of the form (КНД)', (wire) => wire.description.properties?.['КНД']),
	period: words('Period of the report', (wire) => wire.description.properties?.Period),
	correctionNumber: words('Correction number', (wire) => wire.description.properties?.CorrectionNumber),
	contentId: words('Id of the plain content', plainContentOf),
	dataToSignContentId: words('Id of the bytes to sign, for documents signed inside the XML', (wire) => wire['data-to-sign-content-id']),
	signatureCount: count('Number of signatures', (wire) => wire.signatures?.length ?? 0),
};

const dataToSign: Outline<WireDataToSign> = {
	dataToSignContentId: words('Id of the content that is to be signed', (wire) => wire['decrypted-content-id']),
};

/** Adds a file that was uploaded before. */
export const draftDocumentCreate = operation({
	id: 'draft-document-create',
	request: post('/v1/{accountId}/drafts/{draftId}/documents'),
	input: { ...draftIds, document: json() },
	payload: ({ document }) => jsonBody(document),
	answer: object<WireDraftDocument>(),
	outline: draftDocument,
	source: 'drafts, "документы черновика"',
});

/** Creates or replaces the document of an id that the caller chose. */
export const draftDocumentPut = operation({
	id: 'draft-document-put',
	request: put('/v1/{accountId}/drafts/{draftId}/documents/{documentId}'),
	input: { ...draftDocumentIds, document: json() },
	payload: ({ document }) => jsonBody(document),
	answer: object<WireDraftDocument>(),
	outline: draftDocument,
	source: 'drafts, "документы черновика"',
});

export const draftDocumentGet = operation({
	id: 'draft-document-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}'),
	input: draftDocumentIds,
	answer: object<WireDraftDocument>(),
	outline: draftDocument,
	source: 'drafts, "документы черновика"',
});

export const draftDocumentDelete = operation({
	id: 'draft-document-delete',
	request: remove('/v1/{accountId}/drafts/{draftId}/documents/{documentId}'),
	input: draftDocumentIds,
	answer: nothing(),
	irreversible: true,
	source: 'drafts, "документы черновика"',
});

/** Makes the printed form of a document. A GET, but it starts a task; started again meanwhile, it names the one that runs. */
export const draftDocumentPrint = operation({
	id: 'draft-document-print',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/print'),
	input: draftDocumentIds,
	query: () => ({ deferred: true }), // deferred=false is refused since May 2022
	answer: task<WireTask<WirePrintResult>>(),
	outline: taskOutline,
	source: 'drafts, "DraftDocumentsController"',
});

/** A task of printing, with the content of its PDF. */
export const draftDocumentTaskGet = operation({
	id: 'draft-document-task-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/tasks/{apiTaskId}'),
	input: { ...draftDocumentIds, apiTaskId: guid('Draft: Document: Print') },
	answer: object<WireTask<WirePrintResult>>(),
	outline: printTaskOutline,
	source: 'drafts, "DraftDocumentsController"',
});

/**
 * Writes the number of the order into a notification for the police and answers where the bytes to sign lie.
 * Must be repeated after any change of the draft.
 */
export const draftDocumentDataToSign = operation({
	id: 'draft-document-data-to-sign',
	request: patch('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/data-to-sign'),
	input: draftDocumentIds,
	answer: object<WireDataToSign>(),
	outline: dataToSign,
	repeat: 'safe', // the vendor asks for it again after each change
	inferred: true,
	source: 'scenarios, "MVD/mvd-notification"',
});

/** The only signature of a document, as before a document could have several. */
export const draftDocumentSignatureContentGet = operation({
	id: 'draft-document-signature-content-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signature'),
	input: draftDocumentIds,
	answer: base64Text(),
	source: 'drafts, "DraftDocumentsController"',
});

/** Sets the only signature of a document: raw bytes, unlike one of several (signing.md §3). */
export const draftDocumentSignaturePut = operation({
	id: 'draft-document-signature-put',
	request: put('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signature'),
	input: { ...draftDocumentIds, signature: bytes('a signature file') },
	payload: ({ signature }) => bytesBody(signature, 'application/octet-stream'),
	answer: nothing(),
	source: 'scenarios, "device_api/loks"',
});

/** The plain bytes of a document; the content service does the same for files of any size. */
export const draftDocumentDecryptedContentGet = operation({
	id: 'draft-document-decrypted-content-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/decrypted-content'),
	input: draftDocumentIds,
	answer: base64Text(),
	deprecated: true,
	source: 'drafts, "DraftDocumentsController"',
});

/** The bytes that go to the authority; there are none before prepare. */
export const draftDocumentEncryptedContentGet = operation({
	id: 'draft-document-encrypted-content-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/encrypted-content'),
	input: draftDocumentIds,
	answer: base64Text(),
	deprecated: true,
	source: 'drafts, "DraftDocumentsController"',
});

/** Id of a document's plain content. */
export function plainContentOf(wire: WireDraftDocument): string | undefined {
	return textOf(membersOf(wire.contents).find((content) => !content.encrypted)?.['content-id']);
}

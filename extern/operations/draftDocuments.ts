import type { WireDraftDocument } from '../wire/draft';
import type { WirePrintResult, WireTask } from '../wire/task';
import { membersOf, textOf } from '../wire/tolerant';
import { guid, json } from './fields';
import { draftDocumentIds, draftIds } from './ids';
import { get, jsonBody, nothing, object, operation, post, put, remove, task } from './operation';
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

/** Id of a document's plain content. */
export function plainContentOf(wire: WireDraftDocument): string | undefined {
	return textOf(membersOf(wire.contents).find((content) => !content.encrypted)?.['content-id']);
}

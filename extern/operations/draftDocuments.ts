import type { WireDraftDocument } from '../wire/draft';
import { membersOf, textOf } from '../wire/tolerant';
import { json } from './fields';
import { draftDocumentIds, draftIds } from './ids';
import { get, jsonBody, nothing, object, operation, post, put, remove } from './operation';
import { count, urn, words, type Outline } from './outline';

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

/** Id of a document's plain content. */
export function plainContentOf(wire: WireDraftDocument): string | undefined {
	return textOf(membersOf(wire.contents).find((content) => !content.encrypted)?.['content-id']);
}

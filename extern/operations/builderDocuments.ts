import type { WireBuilderDocument, WireBuilderDocumentMeta } from '../wire/builder';
import { json } from './fields';
import { builderDocumentIds, builderIds } from './ids';
import { array, get, jsonBody, nothing, object, operation, post, put, remove } from './operation';
import { anything, urn, words, type Outline } from './outline';

const meta: Outline<WireBuilderDocumentMeta> = {
	builderType: urn('What the builder makes', (wire) => wire['builder-type']),
	documentData: anything('What the document is, as the service keeps it', (wire) => wire['builder-data']),
};

const document: Outline<WireBuilderDocument> = {
	documentId: words('Id of the document in the builder', (wire) => wire.id),
	draftsBuilderId: words('Id of the builder', (wire) => wire['drafts-builder-id']),
	builderType: urn('What the builder makes', (wire) => wire.meta['builder-type']),
	documentData: anything('What the document is, as the service keeps it', (wire) => wire.meta['builder-data']),
};

export const builderDocumentsList = operation({
	id: 'drafts-builder-documents-list',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents'),
	input: builderIds,
	answer: array<readonly WireBuilderDocument[]>(),
	outline: document,
	source: 'builder, "методы билдера"',
});

/** Adds a document: what belongs together, such as the pages of one scan. Its files come after. */
export const builderDocumentCreate = operation({
	id: 'drafts-builder-document-create',
	request: post('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents'),
	input: { ...builderIds, meta: json() },
	payload: ({ meta: details }) => jsonBody(details),
	answer: object<WireBuilderDocument>(),
	outline: document,
	inferred: true,
	source: 'builder, "методы билдера"',
});

/** Creates or replaces the document of an id that the caller chose. */
export const builderDocumentPut = operation({
	id: 'drafts-builder-document-put',
	request: put('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}'),
	input: { ...builderDocumentIds, meta: json() },
	payload: ({ meta: details }) => jsonBody(details),
	answer: object<WireBuilderDocument>(),
	outline: document,
	inferred: true,
	source: 'builder, "методы билдера"',
});

export const builderDocumentGet = operation({
	id: 'drafts-builder-document-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}'),
	input: builderDocumentIds,
	answer: object<WireBuilderDocument>(),
	outline: document,
	source: 'builder, "методы билдера"',
});

export const builderDocumentDelete = operation({
	id: 'drafts-builder-document-delete',
	request: remove('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}'),
	input: builderDocumentIds,
	answer: nothing(),
	irreversible: true,
	inferred: true,
	source: 'builder, "методы билдера"',
});

export const builderDocumentMetaGet = operation({
	id: 'drafts-builder-document-meta-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/meta'),
	input: builderDocumentIds,
	answer: object<WireBuilderDocumentMeta>(),
	outline: meta,
	source: 'builder, "методы билдера"',
});

export const builderDocumentMetaUpdate = operation({
	id: 'drafts-builder-document-meta-update',
	request: put('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/meta'),
	input: { ...builderDocumentIds, meta: json() },
	payload: ({ meta: details }) => jsonBody(details),
	answer: object<WireBuilderDocumentMeta>(),
	outline: meta,
	source: 'builder, "методы билдера"',
});

import type { WireBuilderFile, WireBuilderFileMeta } from '../wire/builder';
import { integer, json, optional } from './fields';
import { builderDocumentIds, builderFileIds } from './ids';
import { array, base64Text, get, jsonBody, nothing, object, operation, post, put, remove } from './operation';
import { anything, urn, words, yesNo, type Outline } from './outline';

const meta: Outline<WireBuilderFileMeta> = {
	fileName: words('Name of the file', (wire) => wire['file-name']),
	builderType: urn('What the builder makes', (wire) => wire['builder-type']),
	fileData: anything('Place of the file in its document, as the service keeps it', (wire) => wire['builder-data']),
};

const file: Outline<WireBuilderFile> = {
	fileId: words('Id of the file in the builder', (wire) => wire.id),
	documentId: words('Id of its document in the builder', (wire) => wire['drafts-builder-document-id']),
	draftsBuilderId: words('Id of the builder', (wire) => wire['drafts-builder-id']),
	fileName: words('Name of the file', (wire) => wire.meta['file-name']),
	contentId: words('Id of the content', (wire) => wire['content-id']),
	hasSignature: yesNo('Whether the signature of a counterparty is attached', (wire) => Boolean(wire['signature-content-link'])),
	builderType: urn('What the builder makes', (wire) => wire.meta['builder-type']),
	fileData: anything('Place of the file in its document, as the service keeps it', (wire) => wire.meta['builder-data']),
};

export const builderFilesList = operation({
	id: 'drafts-builder-files-list',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files'),
	input: builderDocumentIds,
	answer: array<readonly WireBuilderFile[]>(),
	outline: file,
	source: 'builder, "методы билдера"',
});

/** Adds a file that was uploaded before; a document takes up to 99. */
export const builderFileCreate = operation({
	id: 'drafts-builder-file-create',
	request: post('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files'),
	input: { ...builderDocumentIds, file: json() },
	payload: ({ file: added }) => jsonBody(added),
	answer: object<WireBuilderFile>(),
	outline: file,
	inferred: true,
	source: 'builder, "методы билдера"',
});

/** Has the service write a file from a JSON contract. Known from the official C# SDK only, which does not say which contracts there are. */
export const builderFileGenerate = operation({
	id: 'drafts-builder-file-generate',
	request: post('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/generate'),
	input: { ...builderDocumentIds, contract: json(), version: optional(integer()) },
	query: ({ version }) => ({ version }),
	payload: ({ contract }) => jsonBody(contract),
	answer: object<WireBuilderFile>(),
	outline: file,
	source: 'extern-csharp-sdk, DraftsBuilderClient',
});

/** Creates or replaces the file of an id that the caller chose. */
export const builderFilePut = operation({
	id: 'drafts-builder-file-put',
	request: put('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/{fileId}'),
	input: { ...builderFileIds, file: json() },
	payload: ({ file: replacing }) => jsonBody(replacing),
	answer: object<WireBuilderFile>(),
	outline: file,
	source: 'builder, "методы билдера"',
});

export const builderFileGet = operation({
	id: 'drafts-builder-file-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/{fileId}'),
	input: builderFileIds,
	answer: object<WireBuilderFile>(),
	outline: file,
	source: 'builder, "методы билдера"',
});

export const builderFileDelete = operation({
	id: 'drafts-builder-file-delete',
	request: remove('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/{fileId}'),
	input: builderFileIds,
	answer: nothing(),
	irreversible: true,
	inferred: true,
	source: 'builder, "методы билдера"',
});

export const builderFileMetaGet = operation({
	id: 'drafts-builder-file-meta-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/{fileId}/meta'),
	input: builderFileIds,
	answer: object<WireBuilderFileMeta>(),
	outline: meta,
	source: 'builder, "методы билдера"',
});

export const builderFileMetaUpdate = operation({
	id: 'drafts-builder-file-meta-update',
	request: put('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/{fileId}/meta'),
	input: { ...builderFileIds, meta: json() },
	payload: ({ meta: details }) => jsonBody(details),
	answer: object<WireBuilderFileMeta>(),
	outline: meta,
	source: 'builder, "методы билдера"',
});

/** The signature of a counterparty that came with the file. Drafts are signed after the build. */
export const builderFileSignatureGet = operation({
	id: 'drafts-builder-file-signature-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/{fileId}/signature'),
	input: builderFileIds,
	answer: base64Text(),
	source: 'builder, "методы билдера"',
});

/** Replaced by the contents service; files up to 64 MB, on the test stand up to 32 MB. */
export const builderFileContentGet = operation({
	id: 'drafts-builder-file-content-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/{documentId}/files/{fileId}/content'),
	input: builderFileIds,
	answer: base64Text(),
	deprecated: true,
	source: 'builder, "методы билдера"',
});

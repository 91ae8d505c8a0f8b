import type { WireDraftDocument } from '../wire/draft';
import { draftDocumentCreate } from './draftDocuments';
import { integer, json, optional, text } from './fields';
import { draftDocumentIds, draftIds } from './ids';
import { jsonBody, nothing, object, operation, post } from './operation';

const contract = { contractType: text(), version: optional(integer()), contract: json() };

/** Has the service write a document from a JSON contract and puts it into the draft: requests for information, subscriptions, applications. */
export const draftBuildDocument = operation({
	id: 'draft-build-document',
	request: post('/v1/{accountId}/drafts/{draftId}/build-document'),
	input: { ...draftIds, ...contract },
	query: ({ contractType, version }) => ({ type: contractType, version }),
	payload: ({ contract: filledIn }) => jsonBody(filledIn),
	answer: object<WireDraftDocument>(),
	outline: draftDocumentCreate.outline,
	source: 'drafts, "формирование документа по контракту"',
});

/** As {@link draftBuildDocument}, into a document that is there already. */
export const draftDocumentBuild = operation({
	id: 'draft-document-build',
	request: post('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/build'),
	input: { ...draftDocumentIds, ...contract },
	query: ({ contractType, version }) => ({ type: contractType, version }),
	payload: ({ contract: filledIn }) => jsonBody(filledIn),
	answer: nothing(),
	repeat: 'safe', // the same contract fills the same document again
	source: 'drafts, "формирование документа по контракту"',
});

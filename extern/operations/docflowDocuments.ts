import { replyLinksOf } from '../replies';
import type { WireDocflowDocument } from '../wire/docflow';
import { membersOf } from '../wire/tolerant';
import { guid } from './fields';
import { docflowDocumentIds, docflowIds } from './ids';
import { array, base64Text, get, object, operation } from './operation';
import { texts, urn, words, type Outline } from './outline';

/** The simplified output of a document, alone or inside its docflow. */
export const documentOutline: Outline<WireDocflowDocument> = {
	documentId: words('Id of the document', (wire) => wire.id),
	documentType: urn('Kind of document', (wire) => wire.description.type),
	fileName: words('Name of the file', (wire) => wire.description.filename),
	sentAt: words('When it was sent or came, UTC', (wire) => wire['send-date']),
	contentId: words('Id of the plain content, absent when there is only an encrypted one', plainContentOf),
	encryptedContentId: words('Id of the encrypted content', encryptedContentOf),
	signatureIds: texts('Ids of its signatures', (wire) => wire.signatures?.map(({ id }) => id)),
	replyTypes: texts('Replies that are owed to this document', (wire) => replyLinksOf(wire.links, wire.id).map(({ type }) => type)),
};

export const docflowDocumentsList = operation({
	id: 'docflow-documents-list',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents'),
	input: docflowIds,
	answer: array<readonly WireDocflowDocument[]>(),
	outline: documentOutline,
	source: 'dc, "методы API для документов ДО"',
});

export const docflowDocumentGet = operation({
	id: 'docflow-document-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}'),
	input: docflowDocumentIds,
	answer: object<WireDocflowDocument>(),
	outline: documentOutline,
	source: 'dc, "методы API для документов ДО"',
});

export const docflowDocumentSignatureContentGet = operation({
	id: 'docflow-document-signature-content-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/signatures/{signatureId}/content'),
	input: { ...docflowDocumentIds, signatureId: guid('Docflow: Get') },
	answer: base64Text(),
	source: 'dc, "методы API для документов ДО"',
});

/** Id of a document's plain content, if the service holds one. */
export function plainContentOf(wire: WireDocflowDocument): string | undefined {
	return contentsOf(wire).find((one) => !one.encrypted)?.['content-id'];
}

function encryptedContentOf(wire: WireDocflowDocument): string | undefined {
	return contentsOf(wire).find((one) => one.encrypted)?.['content-id'];
}

function contentsOf(wire: WireDocflowDocument) {
	return membersOf(wire.content?.['docflow-document-contents']);
}

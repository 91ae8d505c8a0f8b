import { patchOf } from '../notes';
import { replyLinksOf } from '../replies';
import type { WireRecognized } from '../wire/demand';
import type { WireDocflowDocument, WireDocumentDescription } from '../wire/docflow';
import type { WirePrintResult, WireTask } from '../wire/task';
import { membersOf } from '../wire/tolerant';
import { choice, day, guid, json, list, optional, text } from './fields';
import { docflowDocumentIds, docflowIds } from './ids';
import { array, get, jsonBody, object, operation, patch, post, task } from './operation';
import { anything, count, texts, urn, words, yesNo, type Outline } from './outline';
import { taskOutline } from './tasks';

const description: Outline<WireDocumentDescription> = {
	documentType: urn('Kind of document', (wire) => wire.type),
	fileName: words('Name of the file', (wire) => wire.filename),
	contentType: words('Kind of file', (wire) => wire['content-type']),
	size: count('Size of the plain file in bytes', (wire) => wire['decrypted-content-size']),
	encryptedFor: texts('Serial numbers of the certificates that can decrypt it', (wire) => wire['encrypted-certificates']?.map((one) => one['serial-number'])),
	canBePrinted: words('Whether it has a printed form: yes, no or unknown', (wire) => wire['support-print']),
	canBeRecognized: yesNo('Whether its text can be recognised', (wire) => wire['support-recognition']),
	relatedDocflowCount: count('Number of docflows that answer it', (wire) => wire['related-docflows-count']),
	requisites: anything('What was recognised in it or noted about it', (wire) => wire.requisites),
};

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
	requisites: anything('What was recognised in it or noted about it', (wire) => (isFilled(wire.description.requisites) ? wire.description.requisites : undefined)),
};

const recognized: Outline<WireRecognized> = {
	demandNumber: words('Number of the demand', (wire) => wire['demand-number']),
	demandKnd: words('Code of the form of the demand', (wire) => wire['demand-knd']),
	demandDate: words('Date of the demand', (wire) => wire['demand-date']?.slice(0, 10)),
	receiptDeadline: words('Last day to confirm its receipt', (wire) => wire['receipt-deadline-date']?.slice(0, 10)),
	replyDeadline: words('Last day to answer it', (wire) => wire['reply-deadline-date']?.slice(0, 10)),
	demandInns: texts('INNs that it names', (wire) => wire['demand-inn-list']),
};

const documentTask: Outline<WireTask<WirePrintResult>> = {
	...taskOutline,
	printContentId: words('Id of the content with the PDF, once it is printed', (wire) => (decrypts(wire) ? undefined : wire['task-result']?.['content-id'])),
	contentId: words('Id of the plain content, once it is decrypted', (wire) => (decrypts(wire) ? wire['task-result']?.['content-id'] : undefined)),
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

export const docflowDocumentDescriptionGet = operation({
	id: 'docflow-document-description-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/description'),
	input: docflowDocumentIds,
	answer: object<WireDocumentDescription>(),
	outline: description,
	source: 'dc, "методы API для документов ДО"',
});

/** Notes something about a file of a demand. */
export const docflowDocumentPatch = operation({
	id: 'docflow-document-patch',
	request: patch('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}'),
	input: {
		...docflowDocumentIds,
		assigneeId: optional(guid('Docflow: Demand: Get Assignees')),
		demandStatus: optional(choice(['in-progress', 'done'])),
		comment: optional(text()),
		commentColor: optional(choice([])),
		labels: optional(list(text())),
		demandNumber: optional(text()),
		demandDate: optional(day()),
		clear: optional(list(choice(['assignees', 'comment', 'demand-date', 'demand-number', 'labels']))),
		otherChanges: optional(json()),
	},
	payload({ assigneeId, demandStatus, comment, commentColor, labels, demandNumber, demandDate, clear, otherChanges }) {
		return jsonBody(patchOf({ assigneeId, demandStatus, comment, commentColor, labels, demandNumber, demandDate, clear, otherChanges }));
	},
	answer: object<WireDocflowDocument>(),
	outline: documentOutline,
	source: 'dc, "методы API для документов ДО"',
});

/** Reads the PDF of a demand; what was found is kept in the document's requisites as well. */
export const docflowDocumentRecognize = operation({
	id: 'docflow-document-recognize',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/recognize'),
	input: { ...docflowDocumentIds, contentId: guid('Upload') },
	payload: ({ contentId }) => jsonBody({ 'content-id': contentId }),
	answer: object<WireRecognized>(),
	outline: recognized,
	repeat: 'safe', // the same file is read the same way
	source: 'dc, "методы API для документов ДО"',
});

/** Makes the printed form of a document from its plain content, which the service compares with the signature first. */
export const docflowDocumentPrint = operation({
	id: 'docflow-document-print',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/print'),
	input: { ...docflowDocumentIds, contentId: guid('Docflow: Document: Get') },
	query: () => ({ deferred: true }), // deferred=false is refused since May 2022
	payload: ({ contentId }) => jsonBody({ 'content-id': contentId }),
	answer: task<WireTask<WirePrintResult>>(),
	outline: taskOutline,
	repeat: 'safe', // printing once more changes nothing
	source: 'dc, "методы API для документов ДО"',
});

/** A task that prints a document or decrypts it in the cloud; both end with a content. */
export const docflowDocumentTaskGet = operation({
	id: 'docflow-document-task-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/tasks/{apiTaskId}'),
	input: { ...docflowDocumentIds, apiTaskId: guid('Docflow: Document: Print') },
	answer: object<WireTask<WirePrintResult>>(),
	outline: documentTask,
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

function isFilled(requisites: object | null | undefined): boolean {
	return requisites !== null && requisites !== undefined && Object.keys(requisites).length > 0;
}

function decrypts({ 'task-type': type }: WireTask<WirePrintResult>): boolean {
	return type?.toLowerCase() === 'urn:task-type:initdocumentdecryptionoperation';
}

import { idFromHref } from '../transport/origin';
import type {
	WireCheckResult,
	WireDraft,
	WireDraftDocument,
	WireDraftMeta,
	WireDraftsPage,
	WirePrepareResult,
	WireSendFailure,
} from '../wire/draft';
import type { WireSignature } from '../wire/core';
import type { WireDocflow } from '../wire/docflow';
import type { WireTask, WireTaskPage } from '../wire/task';
import { membersOf, textOf } from '../wire/tolerant';
import { base64, flag, guid, json, optional } from './fields';
import { base64Text, get, jsonBody, nothing, object, operation, pages, post, put, remove, task } from './operation';
import { anything, count, texts, urn, words, type Outline } from './outline';

const ids = {
	accountId: guid('Account: Get Many'),
	draftId: guid('Draft: Create'),
};
const documentIds = { ...ids, documentId: guid('Draft: Add Document') };

const draft: Outline<WireDraft> = {
	draftId: words('Id of the draft', (wire) => wire.id),
	draftStatus: urn('Status of the draft', (wire) => wire.status),
	docflowId: words('Id of the docflow, once the draft was sent', docflowOf),
	documentIds: texts('Ids of the documents in the draft', documentsOf),
	senderInn: words('INN of the sender', (wire) => wire.meta.sender.inn),
	payerInn: words('INN of the payer', (wire) => wire.meta.payer.inn),
	payerKpp: words('KPP of the payer', (wire) => wire.meta.payer.organization?.kpp),
	recipientCode: words('Code of the authority', ({ meta: { recipient } }) => Object.values(recipient).find((code) => typeof code === 'string')),
};

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

const signature: Outline<WireSignature> = {
	signatureId: words('Id of the signature', (wire) => wire.id),
	signer: words('Who signed, as the certificate names him', (wire) => wire.title),
	thumbprint: words('Thumbprint of the certificate', (wire) => wire['signature-certificate-thumbprint']),
	signerType: words('Whose signature it is', (wire) => wire['signer-type']),
};

const taskOutline: Outline<WireTask<unknown>> = {
	taskId: words('Id of the task', (wire) => wire.id),
	taskState: urn('State of the task', (wire) => wire['task-state']),
	taskType: urn('What the task does', (wire) => wire['task-type']),
	result: anything('What the task produced, as the service sent it', (wire) => (isObject(wire['task-result']) ? wire['task-result'] : undefined)),
	problem: anything('Why it did not succeed', (wire) => wire.error),
};

/** Drafts of an account, newest as the service orders them. */
export const draftsList = operation({
	id: 'drafts-list',
	request: get('/v1/{accountId}/drafts'),
	input: { accountId: ids.accountId },
	answer: pages<WireDraftsPage>({ most: 100, items: draftsOf, total: (page) => page['total-count'] }),
	outline: draft,
	inferred: true, // the name of the item list is not documented
	source: 'drafts, "методы работы с черновиками"',
});

/** Creates a draft; the service answers 201 with status `new`. */
export const draftCreate = operation({
	id: 'draft-create',
	request: post('/v1/{accountId}/drafts'),
	input: { accountId: ids.accountId, meta: json() },
	payload: ({ meta }) => jsonBody(meta),
	answer: object<WireDraft>(),
	outline: draft,
	source: 'drafts, "методы работы с черновиками"',
});

/** Creates the draft of an id that the caller chose, or replaces its requisites: flows use this one, since a repeat makes no second draft. */
export const draftPut = operation({
	id: 'draft-put',
	request: put('/v1/{accountId}/drafts/{draftId}'),
	input: { ...ids, meta: json() },
	payload: ({ meta }) => jsonBody(meta),
	answer: object<WireDraft>(),
	outline: draft,
	source: 'drafts, "методы работы с черновиками"',
});

export const draftGet = operation({
	id: 'draft-get',
	request: get('/v1/{accountId}/drafts/{draftId}'),
	input: ids,
	answer: object<WireDraft>(),
	outline: draft,
	source: 'drafts, "методы работы с черновиками"',
});

export const draftDelete = operation({
	id: 'draft-delete',
	request: remove('/v1/{accountId}/drafts/{draftId}'),
	input: ids,
	answer: nothing(),
	irreversible: true,
	source: 'drafts, "методы работы с черновиками"',
});

export const draftMetaGet = operation({
	id: 'draft-meta-get',
	request: get('/v1/{accountId}/drafts/{draftId}/meta'),
	input: ids,
	answer: object<WireDraftMeta>(),
	source: 'drafts, "методы работы с черновиками"',
});

/** Format and cross control. A draft with errors succeeds as a task; the errors are in the result. */
export const draftCheck = operation({
	id: 'draft-check',
	request: post('/v1/{accountId}/drafts/{draftId}/check'),
	input: ids,
	query: () => ({ deferred: true }), // deferred=false is refused since May 2022
	answer: task<WireTask<WireCheckResult>>(),
	outline: taskOutline,
	repeat: 'safe', // a second check of the same draft changes nothing
	source: 'drafts, "проверка, подготовка, отправка"',
});

/** Signature check, compression, encryption. */
export const draftPrepare = operation({
	id: 'draft-prepare',
	request: post('/v1/{accountId}/drafts/{draftId}/prepare'),
	input: ids,
	query: () => ({ deferred: true }),
	answer: task<WireTask<WirePrepareResult>>(),
	outline: taskOutline,
	repeat: 'safe',
	source: 'drafts, "проверка, подготовка, отправка"',
});

/** Hands the draft over to the authority. Possible once. */
export const draftSend = operation({
	id: 'draft-send',
	request: post('/v1/{accountId}/drafts/{draftId}/send'),
	input: { ...ids, force: optional(flag()) },
	query: ({ force }) => ({ deferred: true, force: force ?? false }),
	answer: task<WireTask<WireDocflow | WireSendFailure>>(),
	outline: taskOutline,
	irreversible: true,
	source: 'drafts, "проверка, подготовка, отправка"',
});

export const draftTasksList = operation({
	id: 'draft-tasks-list',
	request: get('/v1/{accountId}/drafts/{draftId}/tasks'),
	input: { ...ids, includeReleased: optional(flag()) },
	query: ({ includeReleased }) => ({ includeReleased }),
	answer: pages<WireTaskPage>({ most: 100, items: (page) => page['api-task-page-items'], total: (page) => page['total-count'] }),
	outline: taskOutline,
	source: 'drafts, "задачи"',
});

/** A task with its result. The result's shape depends on what was started. */
export const draftTaskGet = operation({
	id: 'draft-task-get',
	request: get('/v1/{accountId}/drafts/{draftId}/tasks/{apiTaskId}'),
	input: { ...ids, apiTaskId: guid('Send: Check, Prepare or Send') },
	answer: object<WireTask<never>>(),
	outline: taskOutline,
	source: 'drafts, "задачи"',
});

/** Adds a file that was uploaded before. */
export const draftDocumentCreate = operation({
	id: 'draft-document-create',
	request: post('/v1/{accountId}/drafts/{draftId}/documents'),
	input: { ...ids, document: json() },
	payload: ({ document }) => jsonBody(document),
	answer: object<WireDraftDocument>(),
	outline: draftDocument,
	source: 'drafts, "документы черновика"',
});

/** Creates or replaces the document of an id that the caller chose. */
export const draftDocumentPut = operation({
	id: 'draft-document-put',
	request: put('/v1/{accountId}/drafts/{draftId}/documents/{documentId}'),
	input: { ...documentIds, document: json() },
	payload: ({ document }) => jsonBody(document),
	answer: object<WireDraftDocument>(),
	outline: draftDocument,
	source: 'drafts, "документы черновика"',
});

export const draftDocumentGet = operation({
	id: 'draft-document-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}'),
	input: documentIds,
	answer: object<WireDraftDocument>(),
	outline: draftDocument,
	source: 'drafts, "документы черновика"',
});

export const draftDocumentDelete = operation({
	id: 'draft-document-delete',
	request: remove('/v1/{accountId}/drafts/{draftId}/documents/{documentId}'),
	input: documentIds,
	answer: nothing(),
	irreversible: true,
	source: 'drafts, "документы черновика"',
});

/** Attaches a signature: base64 in JSON, unlike a reply's (signing.md §3). */
export const draftSignatureCreate = operation({
	id: 'draft-signature-create',
	request: post('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures'),
	input: { ...documentIds, signature: base64('a signature file') },
	payload: ({ signature: content }) => jsonBody({ 'base64-content': content, 'is-third-party-signature': false }),
	answer: object<WireSignature>(),
	outline: signature,
	source: 'drafts, "подпись в черновике"',
});

/** Creates or replaces the signature of an id that the caller chose: a repeat attaches no second one. */
export const draftSignaturePut = operation({
	id: 'draft-signature-put',
	request: put('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}'),
	input: { ...documentIds, signatureId: guid('Sign'), signature: base64('a signature file') },
	payload: ({ signature: content }) => jsonBody({ 'base64-content': content, 'is-third-party-signature': false }),
	answer: object<WireSignature>(),
	outline: signature,
	source: 'drafts, "подпись в черновике"',
});

export const draftSignatureGet = operation({
	id: 'draft-signature-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}'),
	input: { ...documentIds, signatureId: guid('Sign') },
	answer: object<WireSignature>(),
	outline: signature,
	source: 'drafts, "подпись в черновике"',
});

export const draftSignatureDelete = operation({
	id: 'draft-signature-delete',
	request: remove('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}'),
	input: { ...documentIds, signatureId: guid('Sign') },
	answer: nothing(),
	irreversible: true,
	source: 'drafts, "подпись в черновике"',
});

export const draftSignatureContentGet = operation({
	id: 'draft-signature-content-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}/content'),
	input: { ...documentIds, signatureId: guid('Sign') },
	answer: base64Text(),
	source: 'drafts, "подпись в черновике"',
});

/** Ids of the documents that a draft links to. */
export function documentsOf(wire: WireDraft): string[] {
	return membersOf(wire.documents).map(({ href }) => idFromHref(href, 'documents')).filter((id) => id !== undefined);
}

/** Id of the docflow that a sent draft became. */
export function docflowOf(wire: WireDraft): string | undefined {
	return textOf(wire['docflow-id']) ?? membersOf(wire.docflows).map(({ href }) => idFromHref(href, 'docflows')).find((id) => id !== undefined);
}

/** Id of a document's plain content. */
export function plainContentOf(wire: WireDraftDocument): string | undefined {
	return textOf(membersOf(wire.contents).find((content) => !content.encrypted)?.['content-id']);
}

function draftsOf(page: WireDraftsPage): readonly WireDraft[] {
	if (page.drafts) return page.drafts;
	const list = Object.entries(page).find(([name, value]) => name !== 'page-links' && Array.isArray(value));
	return list ? (list[1] as readonly WireDraft[]) : [];
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}


import { replyLinksOf, type ReplyLink } from '../replies';
import { momentOfSending } from '../calendar';
import type { WireDocflow, WireDocflowDocument, WireDocflowPage, WireReply } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import { base64, bytes, choice, dateTime, flag, guid, list, optional, text } from './fields';
import { array, base64Text, bytesBody, get, jsonBody, object, operation, pages, post, put } from './operation';
import { count, parts, summarise, texts, urn, words, yesNo, type Outline, type View } from './outline';

const ids = { accountId: guid('Account: Get Many'), docflowId: guid('Send: Send, or the trigger') };
const documentIds = { ...ids, documentId: guid('Docflow: Get') };
const replyIds = { ...documentIds, replyId: guid('Docflow: Generate Reply') };

const document: Outline<WireDocflowDocument> = {
	documentId: words('Id of the document', (wire) => wire.id),
	documentType: urn('Kind of document', (wire) => wire.description.type),
	fileName: words('Name of the file', (wire) => wire.description.filename),
	sentAt: words('When it was sent or came, UTC', (wire) => wire['send-date']),
	contentId: words('Id of the plain content, absent when there is only an encrypted one', plainContentOf),
	encryptedContentId: words('Id of the encrypted content', encryptedContentOf),
	signatureIds: texts('Ids of its signatures', (wire) => wire.signatures?.map(({ id }) => id)),
	replyTypes: texts('Replies that are owed to this document', (wire) => replyLinksOf(wire.links, wire.id).map(({ type }) => type)),
};

const docflow: Outline<WireDocflow> = {
	docflowId: words('Id of the docflow', (wire) => wire.id),
	organizationId: words('Id of the organization', (wire) => wire['organization-id']),
	docflowType: urn('Kind of docflow', (wire) => wire.type),
	status: urn('Stage of the exchange', (wire) => wire.status),
	state: urn('Outcome so far', (wire) => wire['success-state']),
	form: words('Name of the form', (wire) => wire.description?.['form-version']?.['form-shortname'] ?? wire.description?.['form-version']?.['form-fullname']),
	knd: words('Code of the form', (wire) => wire.description?.['form-version']?.knd ?? wire.description?.['form-version']?.okud),
	periodBegin: words('First day of the period', (wire) => wire.description?.['period-begin']?.slice(0, 10)),
	periodEnd: words('Last day of the period', (wire) => wire.description?.['period-end']?.slice(0, 10)),
	correctionNumber: count('Correction number', (wire) => wire.description?.['correction-number']),
	payer: words('INN and KPP of the payer', (wire) => wire.description?.['payer-inn']),
	recipientCode: words('Code of the authority', (wire) => wire.description?.['final-recipient'] ?? wire.description?.recipient),
	sentAt: words('When it was sent, UTC', (wire) => momentOfSending(wire['send-date'])),
	changedAt: words('When it last changed, UTC', (wire) => wire['last-change-date']),
	draftId: words('Draft that it came from', (wire) => wire.description?.['original-draft-id']),
	needsReply: yesNo('Whether a reply is owed', (wire) => openRepliesOf(wire).length > 0),
	documents: parts('Documents of the docflow', document, (wire) => wire.documents),
};

const reply: Outline<WireReply> = {
	replyId: words('Id of the reply', (wire) => wire.id),
	docflowId: words('Id of the docflow', (wire) => wire['docflow-id']),
	documentId: words('Id of the document that is answered', (wire) => wire['document-id']),
	fileName: words('Name of the reply\'s file', (wire) => wire.filename),
	isSigned: yesNo('Whether a signature is attached', (wire) => wire.signature !== undefined),
};

/** Docflows by filter. Without a type the service hides many kinds (limits §6). */
export const docflowsList = operation({
	id: 'docflows-list',
	request: get('/v1/{accountId}/docflows'),
	input: {
		accountId: ids.accountId,
		type: optional(list(choice([]))),
		finished: optional(flag()),
		incoming: optional(flag()),
		updatedFrom: optional(dateTime()),
		updatedTo: optional(dateTime()),
		orgId: optional(guid('Organization: Get Many')),
		innKpp: optional(text()),
		orderBy: optional(choice(['ascending', 'descending'])),
	},
	query: ({ type, finished, incoming, updatedFrom, updatedTo, orgId, innKpp, orderBy }) => ({
		type: type?.map((urnOrName) => urnOrName.replace(/^urn:docflow:/i, '')), // query values carry no urn prefix
		finished,
		incoming,
		updatedFrom,
		updatedTo,
		orgId,
		innKpp,
		orderBy,
	}),
	answer: pages<WireDocflowPage>({ most: 1000, items: (page) => page['docflows-page-item'], total: (page) => page['total-count'] }),
	outline: docflow,
	source: 'dc, "методы API для ДО"',
});

export const docflowGet = operation({
	id: 'docflow-get',
	request: get('/v1/{accountId}/docflows/{docflowId}'),
	input: ids,
	answer: object<WireDocflow>(),
	outline: docflow,
	source: 'dc, "методы API для ДО"',
});

export const docflowDocumentsList = operation({
	id: 'docflow-documents-list',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents'),
	input: ids,
	answer: array<readonly WireDocflowDocument[]>(),
	outline: document,
	source: 'dc, "методы API для документов ДО"',
});

export const docflowDocumentGet = operation({
	id: 'docflow-document-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}'),
	input: documentIds,
	answer: object<WireDocflowDocument>(),
	outline: document,
	source: 'dc, "методы API для документов ДО"',
});

export const docflowDocumentSignatureContentGet = operation({
	id: 'docflow-document-signature-content-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/signatures/{signatureId}/content'),
	input: { ...documentIds, signatureId: guid('Docflow: Get') },
	answer: base64Text(),
	source: 'dc, "методы API для документов ДО"',
});

/** Makes the document of a reply. Making it again makes another one; only sending counts. */
export const replyGenerate = operation({
	id: 'reply-generate',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/generate-reply'),
	input: { ...documentIds, replyType: text(), certificate: base64('Account: Get Certificates') },
	query: ({ replyType }) => ({ documentType: replyType }),
	payload: ({ certificate }) => jsonBody({ 'certificate-base64': certificate }),
	answer: object<WireReply>(),
	outline: reply,
	repeat: 'safe',
	source: 'dc, "ответные документы"',
});

export const replyGet = operation({
	id: 'reply-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}'),
	input: replyIds,
	answer: object<WireReply>(),
	outline: reply,
	source: 'dc, "ответные документы"',
});

/** Attaches the signature of a reply: raw bytes, unlike a draft's (signing.md §3). */
export const replySignaturePut = operation({
	id: 'reply-signature-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/signature'),
	input: { ...replyIds, signature: bytes('a signature file') },
	payload: ({ signature }) => bytesBody(signature, 'application/pgp-signature'),
	answer: object<WireReply>(),
	outline: reply,
	source: 'dc, "ответные документы"',
});

/** Sends a reply to the authority. */
export const replySend = operation({
	id: 'reply-send',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/replies/{replyId}/send'),
	input: { ...replyIds, senderIp: text() },
	payload: ({ senderIp }) => jsonBody({ 'sender-ip': senderIp }),
	answer: object<WireDocflow>(),
	outline: docflow,
	irreversible: true,
	source: 'dc, "ответные документы"',
});

/** The simplified output of a docflow, for flows that end with one. */
export function summariseDocflow(wire: WireDocflow, view: View): Record<string, unknown> {
	return summarise(docflow, wire, view);
}

/** Every reply that a docflow owes, each once: the links stand at its documents, at itself, or at both (scenarios 0.6). */
export function openRepliesOf(wire: WireDocflow): ReplyLink[] {
	const all = [...membersOf(wire.documents).flatMap((one) => replyLinksOf(one.links, textOf(one.id))), ...replyLinksOf(wire.links)];
	return [...new Map(all.map((reply) => [`${reply.documentId} ${reply.type}`, reply])).values()];
}

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

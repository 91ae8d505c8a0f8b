import { idFromHref } from '../transport/origin';
import type { WireCheckResult, WireDraft, WireDraftMeta, WireDraftsPage, WirePrepareResult, WireRecipient, WireSendFailure } from '../wire/draft';
import type { WireDocflow } from '../wire/docflow';
import type { WireTask } from '../wire/task';
import { isObject, membersOf, textOf } from '../wire/tolerant';
import { flag, json, optional } from './fields';
import { accountIds, draftIds } from './ids';
import { anyAnswer, get, jsonBody, nothing, object, operation, pages, post, put, remove, task } from './operation';
import { texts, urn, words, type Outline } from './outline';
import { taskOutline } from './tasks';

const draft: Outline<WireDraft> = {
	draftId: words('Id of the draft', (wire) => wire.id),
	draftStatus: urn('Status of the draft', (wire) => wire.status),
	docflowId: words('Id of the docflow, once the draft was sent', docflowOf),
	documentIds: texts('Ids of the documents in the draft', documentsOf),
	senderInn: words('INN of the sender', (wire) => wire.meta.sender.inn),
	payerInn: words('INN of the payer', (wire) => wire.meta.payer.inn),
	payerKpp: words('KPP of the payer', (wire) => wire.meta.payer.organization?.kpp),
	recipientCode: words('Code of the authority', ({ meta: { recipient } }) => authorityCodeOf(recipient)),
};

/** Drafts of an account, newest as the service orders them. */
export const draftsList = operation({
	id: 'drafts-list',
	request: get('/v1/{accountId}/drafts'),
	input: accountIds,
	answer: pages<WireDraftsPage>({ most: 100, items: draftsOf, total: (page) => page['total-count'] }),
	outline: draft,
	inferred: true, // the name of the item list is not documented
	source: 'drafts, "методы работы с черновиками"',
});

/** Creates a draft; the service answers 201 with status `new`. */
export const draftCreate = operation({
	id: 'draft-create',
	request: post('/v1/{accountId}/drafts'),
	input: { ...accountIds, meta: json() },
	payload: ({ meta }) => jsonBody(meta),
	answer: object<WireDraft>(),
	outline: draft,
	source: 'drafts, "методы работы с черновиками"',
});

/** Creates the draft of an id that the caller chose, or replaces its requisites: flows use this one, since a repeat makes no second draft. */
export const draftPut = operation({
	id: 'draft-put',
	request: put('/v1/{accountId}/drafts/{draftId}'),
	input: { ...draftIds, meta: json() },
	payload: ({ meta }) => jsonBody(meta),
	answer: object<WireDraft>(),
	outline: draft,
	source: 'drafts, "методы работы с черновиками"',
});

export const draftGet = operation({
	id: 'draft-get',
	request: get('/v1/{accountId}/drafts/{draftId}'),
	input: draftIds,
	answer: object<WireDraft>(),
	outline: draft,
	source: 'drafts, "методы работы с черновиками"',
});

export const draftDelete = operation({
	id: 'draft-delete',
	request: remove('/v1/{accountId}/drafts/{draftId}'),
	input: draftIds,
	answer: nothing(),
	irreversible: true,
	source: 'drafts, "методы работы с черновиками"',
});

export const draftMetaGet = operation({
	id: 'draft-meta-get',
	request: get('/v1/{accountId}/drafts/{draftId}/meta'),
	input: draftIds,
	answer: object<WireDraftMeta>(),
	source: 'drafts, "методы работы с черновиками"',
});

/** Replaces all requisites of a draft: what is left out is gone. */
export const draftMetaUpdate = operation({
	id: 'draft-meta-update',
	request: put('/v1/{accountId}/drafts/{draftId}/meta'),
	input: { ...draftIds, meta: json() },
	payload: ({ meta }) => jsonBody(meta),
	answer: object<WireDraftMeta>(),
	source: 'drafts, "методы работы с черновиками"',
});

/** Hands a draft over to the web interface, where a person goes on with it; the API cannot take it back. */
export const draftCreateWebDraft = operation({
	id: 'draft-create-web-draft',
	request: post('/v1/{accountId}/drafts/{draftId}/create-web-draft'),
	input: draftIds,
	answer: anyAnswer(), // the docs promise a link to the web draft and show none
	irreversible: true,
	inferred: true,
	source: 'drafts, "методы работы с черновиками"',
});

/** Format and cross control. A draft with errors succeeds as a task; the errors are in the result. */
export const draftCheck = operation({
	id: 'draft-check',
	request: post('/v1/{accountId}/drafts/{draftId}/check'),
	input: draftIds,
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
	input: draftIds,
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
	input: { ...draftIds, force: optional(flag()) },
	query: ({ force }) => ({ deferred: true, force: force ?? false }),
	answer: task<WireTask<WireDocflow | WireSendFailure>>(),
	outline: taskOutline,
	irreversible: true,
	source: 'drafts, "проверка, подготовка, отправка"',
});

/** Ids of the documents that a draft links to. */
export function documentsOf(wire: WireDraft): string[] {
	return membersOf(wire.documents).map(({ href }) => idFromHref(href, 'documents')).filter((id) => id !== undefined);
}

/** Id of the docflow that a sent draft became. */
export function docflowOf(wire: WireDraft): string | undefined {
	return textOf(wire['docflow-id']) ?? membersOf(wire.docflows).map(({ href }) => idFromHref(href, 'docflows')).find((id) => id !== undefined);
}

/** Beside the authority there may be an inspection that forwards to it. */
function authorityCodeOf(recipient: WireRecipient): string | undefined {
	return Object.entries(recipient).flatMap(([name, code]) => (name !== 'mri-code' && typeof code === 'string' ? [code] : []))[0];
}

/** The address of a web draft, wherever the answer has it. */
export function webDraftAddress(answer: unknown): string | undefined {
	if (typeof answer === 'string') return /^https?:\/\//.test(answer) ? answer : undefined;
	return isObject(answer) ? Object.values(answer).map(webDraftAddress).find((address) => address !== undefined) : undefined;
}

function draftsOf(page: WireDraftsPage): readonly WireDraft[] {
	if (page.drafts) return page.drafts;
	const list = Object.entries(page).find(([name, value]) => name !== 'page-links' && Array.isArray(value));
	return list ? (list[1] as readonly WireDraft[]) : [];
}

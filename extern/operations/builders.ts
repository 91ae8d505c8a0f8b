import type { WireBuilder, WireBuilderMeta, WireBuiltDrafts, WirePreparedDocuments } from '../wire/builder';
import type { WireTask } from '../wire/task';
import { guid, json } from './fields';
import { accountIds, builderIds } from './ids';
import { get, jsonBody, nothing, object, operation, post, put, remove, task } from './operation';
import { anything, urn, words, type Outline } from './outline';
import { taskOutline } from './tasks';

const meta: Outline<WireBuilderMeta> = {
	builderType: urn('What the builder makes', (wire) => wire['builder-type']),
	senderInn: words('INN of the sender', (wire) => wire.sender.inn),
	payerInn: words('INN of the payer', (wire) => wire.payer.inn),
	payerKpp: words('KPP of the payer', (wire) => wire.payer.organization?.kpp),
	recipientCode: words('Code of the authority', ({ recipient }) => Object.values(recipient).find((code) => typeof code === 'string')),
	builderData: anything('What belongs to this type of builder, as the service keeps it', (wire) => wire['builder-data']),
};

const builder: Outline<WireBuilder> = {
	draftsBuilderId: words('Id of the builder', (wire) => wire.id),
	builderStatus: urn('Whether the builder is open, being built or built', (wire) => wire.status),
	builderType: { ...meta.builderType, read: (wire) => wire.meta['builder-type'] },
	senderInn: words('INN of the sender', (wire) => wire.meta.sender.inn),
	payerInn: words('INN of the payer', (wire) => wire.meta.payer.inn),
	payerKpp: words('KPP of the payer', (wire) => wire.meta.payer.organization?.kpp),
	recipientCode: words('Code of the authority', (wire) => Object.values(wire.meta.recipient).find((code) => typeof code === 'string')),
	builderData: anything('What belongs to this type of builder, as the service keeps it', (wire) => wire.meta['builder-data']),
};

/** Opens a builder: it packs, divides and converts files into drafts. */
export const draftsBuilderCreate = operation({
	id: 'drafts-builder-create',
	request: post('/v1/{accountId}/drafts/builders'),
	input: { ...accountIds, meta: json() },
	payload: ({ meta: requisites }) => jsonBody(requisites),
	answer: object<WireBuilder>(),
	outline: builder,
	inferred: true,
	source: 'builder, "методы билдера"',
});

/** Creates the builder of an id that the caller chose, or replaces its requisites: a repeat opens no second one. */
export const draftsBuilderPut = operation({
	id: 'drafts-builder-put',
	request: put('/v1/{accountId}/drafts/builders/{draftsBuilderId}'),
	input: { ...builderIds, meta: json() },
	payload: ({ meta: requisites }) => jsonBody(requisites),
	answer: object<WireBuilder>(),
	outline: builder,
	inferred: true,
	source: 'builder, "методы билдера"',
});

export const draftsBuilderGet = operation({
	id: 'drafts-builder-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}'),
	input: builderIds,
	answer: object<WireBuilder>(),
	outline: builder,
	source: 'builder, "методы билдера"',
});

export const draftsBuilderDelete = operation({
	id: 'drafts-builder-delete',
	request: remove('/v1/{accountId}/drafts/builders/{draftsBuilderId}'),
	input: builderIds,
	answer: nothing(),
	irreversible: true,
	inferred: true,
	source: 'builder, "методы билдера"',
});

export const draftsBuilderMetaGet = operation({
	id: 'drafts-builder-meta-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/meta'),
	input: builderIds,
	answer: object<WireBuilderMeta>(),
	outline: meta,
	source: 'builder, "методы билдера"',
});

export const draftsBuilderMetaUpdate = operation({
	id: 'drafts-builder-meta-update',
	request: put('/v1/{accountId}/drafts/builders/{draftsBuilderId}/meta'),
	input: { ...builderIds, meta: json() },
	payload: ({ meta: requisites }) => jsonBody(requisites),
	answer: object<WireBuilderMeta>(),
	outline: meta,
	source: 'builder, "методы билдера"',
});

/**
 * Turns the builder into drafts. One way: afterwards the builder only reads. Documents with errors do not fail the
 * task, they are left out of the drafts and named in its result.
 */
export const draftsBuilderBuild = operation({
	id: 'drafts-builder-build',
	request: post('/v1/{accountId}/drafts/builders/{draftsBuilderId}/build'),
	input: builderIds,
	query: () => ({ deferred: true }), // deferred=false is refused since May 2022
	answer: task<WireTask<WireBuiltDrafts>>(),
	outline: taskOutline,
	irreversible: true,
	source: 'builder, "методы билдера"',
});

/** Looks the documents over before the build, which cannot be taken back. Known from the official C# SDK only. */
export const draftsBuilderDocumentsPrepare = operation({
	id: 'drafts-builder-documents-prepare',
	request: post('/v1/{accountId}/drafts/builders/{draftsBuilderId}/documents/prepare'),
	input: builderIds,
	answer: task<WireTask<WirePreparedDocuments>>(),
	outline: taskOutline,
	repeat: 'safe', // a second look at the same documents changes nothing
	inferred: true,
	source: 'extern-csharp-sdk, DraftsBuilderClient',
});

/** A task of a builder with its result. The result's shape depends on what was started. */
export const draftsBuilderTaskGet = operation({
	id: 'drafts-builder-task-get',
	request: get('/v1/{accountId}/drafts/builders/{draftsBuilderId}/tasks/{apiTaskId}'),
	input: { ...builderIds, apiTaskId: guid('Draft: Builder: Build or Check Documents') },
	answer: object<WireTask<never>>(),
	outline: taskOutline,
	source: 'builder, "методы билдера"',
});

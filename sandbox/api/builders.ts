/** Drafts builders themselves: create, read, change, delete. */

import { randomUUID } from 'node:crypto';
import { kindOf } from '../authorities/building/kinds';
import type { BuilderMeta, DraftsBuilder } from '../world/builders';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { assertReadable, wireParties } from './drafts';
import { badRequest, locked, notFound } from './problems';
import { filled } from './wire';

export const builderHandlers: Handlers = {
	'drafts-builder-create': (call) => ({ status: 201, body: wireBuilder(call.world, createBuilder(call, randomUUID())) }),
	'drafts-builder-get': (call) => ({ status: 200, body: wireBuilder(call.world, builderOf(call)) }),
	'drafts-builder-put': (call) => {
		const known = call.world.builders.find(call.account().id, call.param('draftsBuilderId'));
		const builder = known ? changeMeta(call) : createBuilder(call, call.param('draftsBuilderId'));
		return { status: 200, body: wireBuilder(call.world, builder) };
	},
	'drafts-builder-delete': (call) => {
		call.world.builders.delete(changeableBuilder(call));
		return { status: 204 };
	},
	'drafts-builder-meta-get': (call) => ({ status: 200, body: wireMeta(call.world, builderOf(call)) }),
	'drafts-builder-meta-update': (call) => ({ status: 200, body: wireMeta(call.world, changeMeta(call)) }),
};

/** The builder of the path. Throws 404. */
export function builderOf(call: Call): DraftsBuilder {
	const builder = call.world.builders.find(call.account().id, call.param('draftsBuilderId'));
	if (!builder) throw notFound('Конструктор черновиков', call.param('draftsBuilderId'));
	return builder;
}

/** The builder of the path, for a change. Throws 409 while a task works on it and 400 once it is built. */
export function changeableBuilder(call: Call): DraftsBuilder {
	const builder = builderOf(call);
	const task = call.world.tasks.running(builderLock(builder));
	if (task) throw locked(task);
	if (builder.status === 'finished') throw badRequest('Черновики уже собраны: изменить конструктор нельзя, создайте новый');
	return builder;
}

export function builderLock({ accountId, id }: DraftsBuilder): string {
	return `builder ${accountId} ${id}`;
}

export function builderPath({ accountId, id }: DraftsBuilder): string {
	return `/${accountId}/drafts/builders/${id}`;
}

function createBuilder(call: Call, id: string): DraftsBuilder {
	const account = call.account();
	const meta = judgedMeta(call);
	const userId = call.caller.user?.id ?? null;
	return call.world.builders.add({ id, accountId: account.id, userId, meta, status: 'new', documents: [] });
}

function changeMeta(call: Call): DraftsBuilder {
	const builder = changeableBuilder(call);
	const meta = judgedMeta(call);
	if (meta['builder-type'] !== builder.meta['builder-type'] && builder.documents.length > 0)
		throw badRequest('Тип конструктора нельзя изменить: в нём уже есть документы', { 'builder-type': 'unchangeable' });
	builder.meta = meta;
	return builder;
}

function judgedMeta(call: Call): BuilderMeta {
	const meta = call.body<BuilderMeta>();
	const kind = kindOf(meta['builder-type']);
	if (!kind) throw badRequest(`Неизвестный тип конструктора ${meta['builder-type']}`, { 'builder-type': 'unknown' });
	if (!kind.recipients.some((code) => meta.recipient[code]))
		throw badRequest(`Не указан получатель: нужен ${kind.recipients.join(' или ')}`, { recipient: 'required' });
	const certificate = meta.sender.certificate?.content;
	if (certificate) assertReadable(certificate);
	assertRelated(call, meta);
	return meta;
}

function assertRelated(call: Call, meta: BuilderMeta): void {
	const related = meta['builder-data']?.['related-document'];
	if (!related) return;
	const docflow = call.world.docflows.find(call.account().id, related['related-docflow-id']);
	if (!docflow) throw notFound('Документооборот', related['related-docflow-id']);
	const documentId = related['related-document-id'].toLowerCase();
	if (!docflow.documents.some(({ id }) => id === documentId)) throw notFound('Документ', documentId);
}

function wireBuilder(world: World, builder: DraftsBuilder) {
	return { id: builder.id, meta: wireMeta(world, builder), status: builder.status };
}

function wireMeta(world: World, { accountId, meta }: DraftsBuilder) {
	return {
		...wireParties(world, accountId, meta),
		'builder-type': meta['builder-type'],
		...filled({ 'builder-data': meta['builder-data'] && filled({ ...meta['builder-data'] }) }),
	};
}

/** What works on a drafts builder in the background: the look at its documents, and the build. */

import { buildDrafts, readinessOf, type DocumentError } from '../authorities/building/build';
import type { DraftsBuilder } from '../world/builders';
import type { TaskOutcome } from '../world/tasks';
import type { World } from '../world/world';
import { builderLock, builderOf, changeableBuilder } from './builders';
import type { Answer, Call, Handlers } from './call';
import { wireTask } from './draftTasks';
import { badRequest, notFound } from './problems';

export const builderTaskHandlers: Handlers = {
	'drafts-builder-build': (call) => {
		call.demandDeferred();
		const builder = filledBuilder(call);
		builder.status = 'building';
		return start(call, builder, { type: 'draftBuilderBuild', work: build });
	},
	// The type of this task is not documented: of the known ones this comes nearest.
	'drafts-builder-documents-prepare': (call) =>
		start(call, filledBuilder(call), { type: 'draftBuilderChange', work: prepareDocuments }),
	'drafts-builder-task-get': (call) => {
		const task = call.world.tasks.find(taskOwner(builderOf(call)), call.param('apiTaskId'));
		if (!task) throw notFound('Задача', call.param('apiTaskId'));
		return { status: 200, body: wireTask(task) };
	},
};

interface Job {
	type: string;
	work: (world: World, builder: DraftsBuilder) => TaskOutcome;
}

function filledBuilder(call: Call): DraftsBuilder {
	const builder = changeableBuilder(call);
	if (builder.documents.length === 0) throw badRequest('В конструкторе нет документов');
	return builder;
}

function start({ world }: Call, builder: DraftsBuilder, { type, work }: Job): Answer {
	const task = world.tasks.start({
		ownerId: taskOwner(builder),
		type: `urn:task-type:${type}`,
		lock: builderLock(builder),
		work: () => work(world, builder),
	});
	return { status: 202, body: wireTask(task) };
}

function taskOwner({ accountId, id }: DraftsBuilder): string {
	return `builder ${accountId} ${id}`;
}

/** A build that made no draft leaves the builder open, so that its documents can be mended. */
function build(world: World, builder: DraftsBuilder): TaskOutcome {
	builder.status = 'new';
	const { drafts, errors } = buildDrafts(world, builder);
	if (drafts.length > 0) builder.status = 'finished';
	return { result: { 'draft-ids': drafts.map(({ id }) => id), 'error-drafts-builder-documents': errors.map(wireError) } };
}

function prepareDocuments(world: World, builder: DraftsBuilder): TaskOutcome {
	return { result: { 'error-drafts-builder-documents': readinessOf(world, builder).errors.map(wireError) } };
}

function wireError({ documentId, message }: DocumentError) {
	return { 'document-id': documentId, 'error-message': message };
}

/** Printed forms of draft and docflow documents: background tasks that end in a PDF content. */

import { printedForm } from '../authorities/printedForm';
import { unpacked } from '../authorities/packing';
import { createHash } from 'node:crypto';
import type { World } from '../world/world';
import type { Answer, Call, Handlers } from './call';
import { uploadedContent } from './docflowDocuments';
import { placeOf } from './docflowPlaces';
import { draftDocumentOf, printLock } from './draftDocumentOfPath';
import { draftOf } from './drafts';
import { wireTask } from './draftTasks';
import { ApiProblem, badRequest, locked, notFound } from './problems';

export const printingHandlers: Handlers = {
	'draft-document-print': (call) => {
		call.demandDeferred();
		const draft = draftOf(call);
		const document = draftDocumentOf(call, draft);
		if (!document.file?.knd) throw unsupported();
		return startPrinting(call, {
			ownerId: document.id,
			type: 'print',
			accountId: draft.accountId,
			lines: ['Draft', document.filename],
		});
	},
	'draft-document-task-get': (call) => readTask(call, draftDocumentOf(call, draftOf(call)).id),
	'docflow-document-print': (call) => {
		call.demandDeferred();
		const { docflow, document } = placeOf(call);
		const { 'content-id': contentId } = call.body<{ 'content-id': string }>();
		const plain = unpacked(call.world.contents.read(uploadedContent(call, contentId).id));
		if (document.contentType !== 'application/xml') throw unsupported();
		if (createHash('sha256').update(plain).digest('hex') !== document.plainSha256)
			throw badRequest('Переданный контент не соответствует подписи документа', { 'content-id': 'signature mismatch' });
		return startPrinting(call, {
			ownerId: document.id,
			type: 'docflowPrint',
			accountId: docflow.accountId,
			lines: [docflow.type, document.type, document.filename],
		});
	},
	'docflow-document-task-get': (call) => readTask(call, placeOf(call).document.id),
};

interface Printing {
	ownerId: string;
	type: string;
	accountId: string;
	lines: string[];
}

function startPrinting(call: Call, { ownerId, type, accountId, lines }: Printing): Answer {
	const { world } = call;
	const lock = printLock({ id: ownerId });
	const running = world.tasks.running(lock);
	if (running) throw locked(running);
	const task = world.tasks.start({
		ownerId,
		type: `urn:task-type:${type}`,
		lock,
		work: () => ({ result: { 'content-id': print(world, accountId, lines) } }),
	});
	return { status: 202, body: wireTask(task) };
}

function print(world: World, accountId: string, lines: string[]): string {
	return world.contents.put(accountId, printedForm(lines)).id;
}

export function readTask(call: Call, ownerId: string): Answer {
	const task = call.world.tasks.find(ownerId, call.param('apiTaskId'));
	if (!task) throw notFound('Задача', call.param('apiTaskId'));
	return { status: 200, body: wireTask(task) };
}

function unsupported(): ApiProblem {
	return new ApiProblem({
		status: 400,
		code: 'documentPrintUnsupported',
		message: 'Печать документа этого вида не поддерживается',
	});
}

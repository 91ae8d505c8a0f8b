/** Which document of a draft a call is about. */

import type { Draft, DraftDocument } from '../world/drafts';
import type { Call } from './call';
import { locked, notFound } from './problems';

/** The document of the path. Throws 404. */
export function draftDocumentOf(call: Call, draft: Draft): DraftDocument {
	const id = call.param('documentId');
	const document = draft.documents.find((candidate) => candidate.id === id);
	if (!document) throw notFound('Документ', id);
	return document;
}

/** The document of the path, for a change. Throws 409 while it is being printed. */
export function changeableDocument(call: Call, draft: Draft): DraftDocument {
	const document = draftDocumentOf(call, draft);
	const task = call.world.tasks.running(printLock(document));
	if (task) throw locked(task);
	return document;
}

export function printLock({ id }: { id: string }): string {
	return `print ${id}`;
}

/** What the path of a call names: a docflow, a document of it; an inventory is found through the demand it answers. */

import { isShown } from '../authorities/gosuslugi';
import type { Docflow, DocflowDocument } from '../world/docflows';
import type { Call } from './call';
import { notFound } from './problems';

/** The answer to a demand. */
export const INVENTORY = 'urn:docflow:fns534-inventory';

export interface Place {
	docflow: Docflow;
	document: DocflowDocument;
}

/** The docflow of the path, be it an inventory or any other. Throws 404. */
export function docflowOf(call: Call): Docflow {
	return call.has('inventoryId') ? inventoryOf(call) : visibleDocflow(call, call.param('docflowId'));
}

/** Docflow and document of the path. Throws 404. */
export function placeOf(call: Call): Place {
	return documentIn(call, docflowOf(call), call.param('documentId'));
}

/** Docflow and document that others are related to. Throws 404. */
export function relatedPlaceOf(call: Call): Place {
	return documentIn(call, visibleDocflow(call, call.param('relatedDocflowId')), call.param('relatedDocumentId'));
}

/** The inventories that were sent in answer to a document. */
export function inventoriesOf({ world }: Call, { document, docflow }: Place): Docflow[] {
	return world.docflows
		.of(docflow.accountId)
		.filter(({ type, related }) => type === INVENTORY && related?.docflowId === docflow.id && related.documentId === document.id);
}

/** A user's own docflows are those that he sent and those that came in. */
export function concerns({ caller: { user } }: Call, { userId, incoming }: Docflow): boolean {
	return user === null || incoming || userId === null || userId === user.id;
}

function visibleDocflow(call: Call, id: string): Docflow {
	const account = call.account();
	const docflow = call.world.docflows.find(account.id, id);
	if (!docflow || !(concerns(call, docflow) || call.isAdministratorOf(account))) throw notFound('Документооборот', id);
	return docflow;
}

function inventoryOf(call: Call): Docflow {
	const id = call.param('inventoryId');
	const inventory = inventoriesOf(call, relatedPlaceOf(call)).find((candidate) => candidate.id === id);
	if (!inventory) throw notFound('Опись', id);
	return visibleDocflow(call, inventory.id);
}

function documentIn({ world }: Call, docflow: Docflow, id: string): Place {
	const document = docflow.documents.find((candidate) => candidate.id === id && isShown(world, docflow, candidate));
	if (!document) throw notFound('Документ', id);
	return { docflow, document };
}

import type { Extern } from '../client';
import { docflowDocumentPrint, docflowDocumentTaskGet } from '../operations/docflowDocuments';
import type { InputOf } from '../operations/fields';
import type { inventoryIds } from '../operations/ids';
import { inventoryDocumentPrint, inventoryDocumentTaskGet, inventoryGet } from '../operations/inventories';
import type { WireDocflow } from '../wire/docflow';
import type { WirePrintResult } from '../wire/task';
import { docflowPlace, type DocumentPlace, inventoryPlace } from './documentPlaces';
import { type DocflowRef, readDocflow } from './readDocflow';
import { runTask, type TaskOutcome } from './runTask';

/** A printing that runs already is joined by this type (limits §5). */
const PRINTING = 'urn:task-type:docflowPrint';

/** A docflow whose papers are archived, wherever it lies. */
export interface ArchivePlace {
	readonly extern: Extern;
	readonly accountId: string;
	read(): Promise<WireDocflow>;
	document(documentId: string): DocumentPlace;
	/** Prints a document from its plain content, or joins the printing that runs already. */
	print(documentId: string, contentId: string, patienceMs: number): Promise<TaskOutcome<WirePrintResult>>;
}

/** A docflow of its own. */
export function archiveDocflowPlace(extern: Extern, ref: DocflowRef): ArchivePlace {
	return {
		extern,
		accountId: ref.accountId,
		read: async () => await readDocflow(extern, ref),
		document: (documentId) => docflowPlace(extern, { ...ref, documentId }),
		print: async (documentId, contentId, patienceMs) =>
			await runTask(
				extern,
				{ start: docflowDocumentPrint, look: async (_, ids, apiTaskId) => await extern.call(docflowDocumentTaskGet, { ...ids, apiTaskId }), type: PRINTING },
				{ ...ref, documentId, contentId },
				patienceMs,
			),
	};
}

/** An inventory, which is reached through the demand that it answers. */
export function archiveInventoryPlace(extern: Extern, ids: InputOf<typeof inventoryIds>): ArchivePlace {
	return {
		extern,
		accountId: ids.accountId,
		read: async () => await extern.call(inventoryGet, ids),
		document: (documentId) => inventoryPlace(extern, { ...ids, documentId }),
		print: async (documentId, contentId, patienceMs) =>
			await runTask(
				extern,
				{ start: inventoryDocumentPrint, look: async (_, of, apiTaskId) => await extern.call(inventoryDocumentTaskGet, { ...of, apiTaskId }), type: PRINTING },
				{ ...ids, documentId, contentId },
				patienceMs,
			),
	};
}

import type { Extern } from '../client';
import { draftDocumentBuild } from '../operations/draftContracts';
import { draftDocumentGet, draftDocumentPut, plainContentOf } from '../operations/draftDocuments';
import { documentsOf, draftGet } from '../operations/drafts';
import { derivedId } from './derivedId';
import type { DraftRef } from './draftStages';

/** A document that the service writes from a contract (contract.schema.json). */
export interface ContractDocument {
	/** E.g. `ION7`. */
	readonly contractType: string;
	readonly version?: number;
	readonly contract: object;
}

/**
 * Has the service write a document into a draft, once: the document is put empty under an id that follows from the
 * draft, and then filled, which may be repeated. What is filled already stays, since writing it again would take a
 * signature off.
 * @throws ExternError as {@link Extern.call}
 */
export async function buildContract(extern: Extern, draft: DraftRef, { contractType, version, contract }: ContractDocument): Promise<void> {
	const ref = { ...draft, documentId: derivedId('contract', draft.draftId, contractType) };
	const isThere = documentsOf(await extern.call(draftGet, draft)).includes(ref.documentId);
	if (isThere && plainContentOf(await extern.call(draftDocumentGet, ref)) !== undefined) return;
	if (!isThere) await extern.call(draftDocumentPut, { ...ref, document: {} });
	await extern.call(draftDocumentBuild, { ...ref, contractType, version, contract });
}

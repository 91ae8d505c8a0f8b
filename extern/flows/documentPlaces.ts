import type { Extern } from '../client';
import { stop } from '../failure';
import { docflowDocumentDecryptedContentPut } from '../operations/docflowContents';
import { docflowDocumentGet } from '../operations/docflowDocuments';
import { docflowDocumentSignatureContentGet } from '../operations/docflowSignatures';
import type { InputOf } from '../operations/fields';
import type { docflowDocumentIds, inventoryDocumentIds } from '../operations/ids';
import { inventoryDocumentDecryptedContentPut, inventoryDocumentSignatureContentGet, inventoryGet } from '../operations/inventories';
import type { WireContentRef } from '../wire/decryption';
import type { WireDocflowDocument } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';

/** A document that was sent or received, wherever it lies. */
export interface DocumentPlace {
	readonly accountId: string;
	read(): Promise<WireDocflowDocument>;
	/** A signature of the document, DER. */
	signature(signatureId: string): Promise<Uint8Array>;
	/** Saves its plain content, which lies at the content service already. */
	savePlain(contentId: string): Promise<WireContentRef>;
}

/** A document of a docflow. */
export function docflowPlace(extern: Extern, ids: InputOf<typeof docflowDocumentIds>): DocumentPlace {
	return {
		accountId: ids.accountId,
		read: async () => await extern.call(docflowDocumentGet, ids),
		signature: async (signatureId) => Buffer.from(await extern.call(docflowDocumentSignatureContentGet, { ...ids, signatureId }), 'base64'),
		savePlain: async (contentId) => await extern.call(docflowDocumentDecryptedContentPut, { ...ids, contentId }),
	};
}

/** A document of an inventory, which is read with its inventory: the service has no address for it alone. */
export function inventoryPlace(extern: Extern, ids: InputOf<typeof inventoryDocumentIds>): DocumentPlace {
	return {
		accountId: ids.accountId,
		async read() {
			const { documents } = await extern.call(inventoryGet, ids);
			const found = membersOf(documents).find(({ id }) => textOf(id)?.toLowerCase() === ids.documentId);
			if (!found) throw stop(`The inventory has no document ${ids.documentId}`, 'Take the document from Inventory Document: Get Many');
			return found;
		},
		signature: async (signatureId) => Buffer.from(await extern.call(inventoryDocumentSignatureContentGet, { ...ids, signatureId }), 'base64'),
		savePlain: async (contentId) => await extern.call(inventoryDocumentDecryptedContentPut, { ...ids, contentId }),
	};
}

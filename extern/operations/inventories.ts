import type { WireDocflow } from '../wire/docflow';
import * as contents from './docflowContents';
import { docflowDocumentPrint, docflowDocumentTaskGet } from './docflowDocuments';
import { docflowFilter, docflowQuery } from './docflowFilter';
import { docflowOutline, docflowPages } from './docflows';
import { docflowDocumentSignatureContentGet } from './docflowSignatures';
import { inventoryIds, relatedDocumentIds } from './ids';
import { get, object, operation } from './operation';
import { words, type Outline } from './outline';
import { inInventory } from './twin';

/** An inventory is a docflow; its own id must not take the place of the demand's, by which it is found. */
const inventory: Outline<WireDocflow> = {
	inventoryId: words('Id of the inventory', (wire) => wire.id),
	...Object.fromEntries(Object.entries(docflowOutline).filter(([key]) => key !== 'docflowId')),
};

/** Inventories that answer a file of a demand. */
export const inventoriesList = operation({
	id: 'inventories-list',
	request: get('/v1/{accountId}/docflows/{relatedDocflowId}/documents/{relatedDocumentId}/inventories'),
	input: { ...relatedDocumentIds, ...docflowFilter },
	query: (filter) => docflowQuery(filter),
	answer: docflowPages,
	outline: inventory,
	source: 'inventories, "методы до описи"',
});

export const inventoryGet = operation({
	id: 'inventory-get',
	request: get('/v1/{accountId}/docflows/{relatedDocflowId}/documents/{relatedDocumentId}/inventories/{inventoryId}'),
	input: inventoryIds,
	answer: object<WireDocflow>(),
	outline: inventory,
	source: 'inventories, "методы до описи"',
});

export const inventoryDocumentPrint = inInventory('inventory-document-print', docflowDocumentPrint);
export const inventoryDocumentTaskGet = inInventory('inventory-document-task-get', docflowDocumentTaskGet);
export const inventoryDocumentSignatureContentGet = inInventory('inventory-document-signature-content-get', docflowDocumentSignatureContentGet);
export const inventoryDocumentDecryptedContentPut = inInventory('inventory-document-decrypted-content-put', contents.docflowDocumentDecryptedContentPut);
export const inventoryDocumentDecryptedContentGet = inInventory('inventory-document-decrypted-content-get', contents.docflowDocumentDecryptedContentGet);
export const inventoryDocumentEncryptedContentGet = inInventory('inventory-document-encrypted-content-get', contents.docflowDocumentEncryptedContentGet);
export const inventoryDocumentDecryptContent = inInventory('inventory-document-decrypt-content', contents.docflowDocumentDecryptContent);
export const inventoryDocumentConfirmContentDecryption = inInventory(
	'inventory-document-confirm-content-decryption',
	contents.docflowDocumentConfirmContentDecryption,
);

import { guid } from './fields';

/** What names a thing of the service in a path, and where an operator usually gets it from. */
export const accountIds = { accountId: guid('Account: Get Many') };
export const draftIds = { ...accountIds, draftId: guid('Draft: Create') };
export const draftDocumentIds = { ...draftIds, documentId: guid('Draft: Add Document') };
export const builderIds = { ...accountIds, draftsBuilderId: guid('Draft: Builder: Create') };
export const builderDocumentIds = { ...builderIds, documentId: guid('Draft: Builder Document: Create') };
export const builderFileIds = { ...builderDocumentIds, fileId: guid('Draft: Builder File: Create') };
export const docflowIds = { ...accountIds, docflowId: guid('Send: Send, or the trigger') };
export const docflowDocumentIds = { ...docflowIds, documentId: guid('Docflow: Get') };
/** A document that other docflows answer. */
export const relatedDocumentIds = {
	...accountIds,
	relatedDocflowId: guid('Docflow: Get Many'),
	relatedDocumentId: guid('Docflow: Document: Get Many'),
};
/** An inventory belongs to a document of a demand's docflow. */
export const inventoryIds = { ...relatedDocumentIds, inventoryId: guid('Docflow: Inventory: Get Many') };
export const inventoryDocumentIds = { ...inventoryIds, documentId: guid('Docflow: Inventory Document: Get Many') };

import { inventoryReplies } from '../../../extern/operations';
import { locator, sameAccount } from '../fields';
import type { Ask, Form } from '../form';
import { replyFormsAt } from './replyOperations';

const ID: Pick<Ask, 'type' | 'required' | 'placeholder'> = { type: 'string', required: true, placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040' };

/** What leads to an inventory: the demand that it answers, the file of the demand, and the inventory itself. */
const inventoryPath: Ask[] = [
	locator({
		displayName: 'Demand',
		name: 'relatedDocflowId',
		search: 'searchDocflows',
		from: '={{ $json.relatedDocflowId }}',
		description: 'Docflow of the demand that the inventory answers. Usually comes from Inventory: Get Many.',
	}),
	{ ...ID, displayName: 'Demand File ID', name: 'relatedDocumentId', default: '={{ $json.relatedDocumentId }}', description: 'Document of the demand that the inventory answers. Usually comes from Inventory: Get Many.' },
	{ ...ID, displayName: 'Inventory ID', name: 'inventoryId', default: '={{ $json.inventoryId }}', description: 'Answer to the demand. Usually comes from Inventory: Get Many.' },
];

const inventoryDocument: Ask = { ...ID, displayName: 'Document ID', name: 'documentId', default: '={{ $json.documentId }}', description: 'Document of the inventory. Usually comes from Inventory: Get.' };

/** Replies to what the authority writes about an inventory. */
export const inventoryReplyForms: Form[] = replyFormsAt({
	resource: 'inventoryReply',
	whose: ' of an inventory',
	document: [sameAccount, ...inventoryPath, inventoryDocument],
	operations: {
		generate: inventoryReplies.inventoryReplyGenerate,
		get: inventoryReplies.inventoryReplyGet,
		contentPut: inventoryReplies.inventoryReplyContentPut,
		signaturePut: inventoryReplies.inventoryReplySignaturePut,
		send: inventoryReplies.inventoryReplySend,
		cloudSign: inventoryReplies.inventoryReplyCloudSign,
		cloudSignConfirm: inventoryReplies.inventoryReplyCloudSignConfirm,
		taskGet: inventoryReplies.inventoryReplyTaskGet,
	},
});

import { inventoryReplies } from '../../../extern/operations';
import { inventory, inventoryDocument, relatedDocflow, relatedDocument, sameAccount } from '../fields';
import type { Form } from '../form';
import { replyFormsAt } from './replyOperations';

/** Replies to what the authority writes about an inventory. */
export const inventoryReplyForms: Form[] = replyFormsAt({
	resource: 'inventoryReply',
	whose: ' of an inventory',
	document: [sameAccount, relatedDocflow, relatedDocument, inventory, inventoryDocument],
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

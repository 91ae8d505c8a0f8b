import type { WireReply } from '../wire/reply';
import { docflowDocumentIds } from './ids';
import * as replies from './replies';
import { inInventory } from './twin';

const { replyType, certificate } = replies.replyGenerate.input;
/** Without reasons for a refusal: only a demand is refused. */
const generating = { ...docflowDocumentIds, replyType, certificate };

/** Replies to documents of an inventory: the same operations in another place. */
export const inventoryReplyGenerate = inInventory<typeof generating, WireReply, WireReply>('inventory-reply-generate', {
	...replies.replyGenerate,
	input: generating,
	query: (input) => ({ documentType: input.replyType }),
	inferred: true,
});
export const inventoryReplyGet = inInventory('inventory-reply-get', replies.replyGet);
export const inventoryReplyContentPut = inInventory('inventory-reply-content-put', replies.replyContentPut);
export const inventoryReplySignaturePut = inInventory('inventory-reply-signature-put', replies.replySignaturePut);
export const inventoryReplySend = inInventory('inventory-reply-send', replies.replySend);
// No choice about the code here.
export const inventoryReplyCloudSign = inInventory('inventory-reply-cloud-sign', { ...replies.replyCloudSign, input: replies.replyIds, query: undefined });
export const inventoryReplyCloudSignConfirm = inInventory('inventory-reply-cloud-sign-confirm', replies.replyCloudSignConfirm);
export const inventoryReplyTaskGet = inInventory('inventory-reply-task-get', replies.replyTaskGet);

import type { Extern, Outcome } from '../client';
import { nameIn } from '../docflows';
import { inventoryGet } from '../operations/inventories';
import { inventoryReplyGenerate, inventoryReplySend, inventoryReplySignaturePut } from '../operations/inventoryReplies';
import { replyGenerate, replySend, replySignaturePut } from '../operations/replies';
import type { ReplyLink } from '../replies';
import type { WireDocflow } from '../wire/docflow';
import type { WireReply } from '../wire/reply';
import { textOf } from '../wire/tolerant';
import { readable, readDocflow, type DocflowRef } from './readDocflow';

/** Where the replies of a docflow are made and sent. */
export interface ReplyPlace {
	/** The docflow as it is now, with its documents. */
	read(): Promise<WireDocflow>;
	/** @param declineCodes why a demand is refused; only for the reply that refuses it */
	generate(link: ReplyLink, certificate: string, declineCodes?: readonly string[]): Promise<WireReply>;
	/** @param signature CMS in DER, or a raw value */
	attach(link: ReplyLink, replyId: string, signature: Uint8Array): Promise<void>;
	send(link: ReplyLink, replyId: string, senderIp: string): Promise<Outcome<WireDocflow>>;
}

/** The place of an ordinary docflow. */
export function docflowReplies(extern: Extern, docflow: DocflowRef): ReplyPlace {
	return {
		read: async () => await readDocflow(extern, docflow),
		generate: async ({ documentId, type }, certificate, declineCodes) => await extern.call(replyGenerate, { ...docflow, documentId, replyType: type, certificate, declineCodes: declineCodes && [...declineCodes] }),
		async attach({ documentId }, replyId, signature) {
			await extern.call(replySignaturePut, { ...docflow, documentId, replyId, signature });
		},
		send: async ({ documentId }, replyId, senderIp) => await extern.attempt(replySend, { ...docflow, documentId, replyId, senderIp }),
	};
}

/** The place of a docflow by what it is: an inventory is answered under the demand that it answers (pain-points 12). */
export function repliesOf(extern: Extern, accountId: string, wire: Pick<WireDocflow, 'id' | 'type' | 'description'>): ReplyPlace {
	const relatedDocflowId = textOf(wire.description?.['related-docflow-id']);
	const relatedDocumentId = textOf(wire.description?.['related-document-id']);
	if (nameIn(wire.type) !== 'fns534-inventory' || !relatedDocflowId || !relatedDocumentId) return docflowReplies(extern, { accountId, docflowId: wire.id });
	const inventory = { accountId, relatedDocflowId, relatedDocumentId, inventoryId: wire.id };
	return {
		read: async () => readable(await extern.call(inventoryGet, inventory), inventory.inventoryId, inventoryGet.id),
		generate: async ({ documentId, type }, certificate) => await extern.call(inventoryReplyGenerate, { ...inventory, documentId, replyType: type, certificate }),
		async attach({ documentId }, replyId, signature) {
			await extern.call(inventoryReplySignaturePut, { ...inventory, documentId, replyId, signature });
		},
		send: async ({ documentId }, replyId, senderIp) => await extern.attempt(inventoryReplySend, { ...inventory, documentId, replyId, senderIp }),
	};
}

/** Inventories: docflows that answer a demand. Everything done with them is done as with any other docflow. */

import type { Handlers } from './call';
import { decryptionHandlers } from './cloudDecryption';
import { docflowDocumentHandlers } from './docflowDocuments';
import { inventoriesOf, relatedPlaceOf } from './docflowPlaces';
import { docflowHandlers, listed } from './docflows';
import { printingHandlers } from './printing';
import { replyHandlers } from './replies';
import { replyCloudSigningHandlers } from './replyCloudSigning';

const documentHandlers = { ...docflowDocumentHandlers, ...decryptionHandlers, ...printingHandlers };
const everyReplyHandler = { ...replyHandlers, ...replyCloudSigningHandlers };

export const inventoryHandlers: Handlers = {
	'inventories-list': (call) => ({ status: 200, body: listed(call, inventoriesOf(call, relatedPlaceOf(call))) }),
	'inventory-get': docflowHandlers['docflow-get'],
	'inventory-document-print': documentHandlers['docflow-document-print'],
	'inventory-document-task-get': documentHandlers['docflow-document-task-get'],
	'inventory-document-decrypt-content': documentHandlers['docflow-document-decrypt-content'],
	'inventory-document-confirm-content-decryption': documentHandlers['docflow-document-confirm-content-decryption'],
	'inventory-document-decrypted-content-put': documentHandlers['docflow-document-decrypted-content-put'],
	'inventory-document-decrypted-content-get': documentHandlers['docflow-document-decrypted-content-get'],
	'inventory-document-encrypted-content-get': documentHandlers['docflow-document-encrypted-content-get'],
	'inventory-document-signature-content-get': documentHandlers['docflow-document-signature-content-get'],
	'inventory-reply-generate': everyReplyHandler['reply-generate'],
	'inventory-reply-get': everyReplyHandler['reply-get'],
	'inventory-reply-content-put': everyReplyHandler['reply-content-put'],
	'inventory-reply-signature-put': everyReplyHandler['reply-signature-put'],
	'inventory-reply-send': everyReplyHandler['reply-send'],
	'inventory-reply-cloud-sign': everyReplyHandler['reply-cloud-sign'],
	'inventory-reply-cloud-sign-confirm': everyReplyHandler['reply-cloud-sign-confirm'],
	'inventory-reply-task-get': everyReplyHandler['reply-task-get'],
};

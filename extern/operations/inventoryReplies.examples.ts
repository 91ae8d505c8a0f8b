import type { Examples } from './example';

export const examples: Examples = {
	'inventory-reply-generate': { given: 'a document of an inventory that wants a reply' },
	'inventory-reply-get': { given: 'a reply of an inventory' },
	'inventory-reply-content-put': { given: 'a reply of an inventory', fields: { content: 'data' } },
	'inventory-reply-signature-put': { given: 'a reply of an inventory', fields: { signature: 'signature' } },
	'inventory-reply-send': { given: 'a signed reply of an inventory', more: { senderIp: '203.0.113.10' } },
	'inventory-reply-cloud-sign': { given: 'a reply of an inventory' },
	'inventory-reply-cloud-sign-confirm': { given: 'a reply of an inventory that is signed in the cloud', fields: { code: '={{ $json.code }}' } },
	'inventory-reply-task-get': { given: 'a reply of an inventory that is signed in the cloud' },
};

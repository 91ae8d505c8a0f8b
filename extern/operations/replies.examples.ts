import type { Examples } from './example';

export const examples: Examples = {
	'reply-generate': { given: 'a demand to refuse', more: { declineCodes: ['0100300003'] } },
	'reply-get': { given: 'a reply' },
	'reply-content-put': { given: 'a reply', fields: { content: 'data' } },
	'reply-signature-put': { given: 'a reply', fields: { signature: 'signature' } },
	'reply-send': { given: 'a signed reply', more: { senderIp: '203.0.113.10' } },
	'reply-cloud-sign': { given: 'a reply', more: { forceConfirmation: true } },
	'reply-cloud-sign-confirm': { given: 'a reply that is signed in the cloud', fields: { code: '={{ $json.code }}' } },
	'reply-task-get': { given: 'a reply that is signed in the cloud' },
};

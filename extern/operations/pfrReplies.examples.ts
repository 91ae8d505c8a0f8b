import type { Examples } from './example';

export const examples: Examples = {
	'pfr-reply-generate': { given: 'a letter of the pension fund' },
	'pfr-reply-get': { given: 'a reply to the pension fund' },
	'pfr-reply-document-decrypted-content-put': { given: 'a reply to the pension fund', fields: { content: 'data' } },
	'pfr-reply-document-signature-put': { given: 'a reply to the pension fund', fields: { signature: 'signature' } },
	'pfr-reply-send': { given: 'a signed reply to the pension fund', more: { senderIp: '203.0.113.10' } },
	'pfr-reply-cloud-sign': { given: 'a reply to the pension fund' },
	'pfr-reply-cloud-sign-confirm': { given: 'a reply to the pension fund that is signed in the cloud', fields: { code: '={{ $json.code }}' } },
	'pfr-reply-task-get': { given: 'a reply to the pension fund that is signed in the cloud' },
};

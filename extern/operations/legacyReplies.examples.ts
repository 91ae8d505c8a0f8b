import type { Examples } from './example';

export const examples: Examples = {
	'legacy-reply-generate-2018': { given: 'a document that wants a reply' },
	'legacy-reply-send-2018': { given: 'a reply of 2018', fields: { content: 'data', signature: 'signature' }, more: { senderIp: '203.0.113.10' } },
};

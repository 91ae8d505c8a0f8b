import type { Examples } from './example';

export const examples: Examples = {
	'draft-signature-create': { given: 'a draft with a report', fields: { signature: 'signature' }, more: { isThirdParty: true } },
	'draft-signature-put': {
		given: 'a draft with a report',
		fields: { signatureId: '37693cfc-7480-49e4-9d87-b8c7d8b9aacd', signature: 'signature' },
		more: { isThirdParty: true },
	},
	'draft-signature-get': { given: 'a signed draft' },
	'draft-signature-delete': { given: 'a signed draft' },
	'draft-signature-content-get': { given: 'a signed draft' },
};

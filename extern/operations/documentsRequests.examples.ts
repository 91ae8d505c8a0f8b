import type { Examples } from './example';

export const examples: Examples = {
	'documents-request-generate': { given: 'an empty docflow of the social fund', more: { powerOfAttorneyId: '5f0c7a52-6a4e-4d0e-9a53-0c9f0f4b7d11' } },
	'documents-request-get': { given: 'a documents request' },
	'documents-request-signature-put': { given: 'a documents request', fields: { signature: 'signature' } },
	'documents-request-send': { given: 'a signed documents request' },
};

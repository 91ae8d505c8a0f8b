import type { Examples } from './example';

const requisites = { authority: 'fns', authorityCode: '0087', payerInn: '7736050003', payerKpp: '773601001' };

const more = {
	additionalCertificates: '={{ $json.certificate }}',
	generateWarrant: true,
	letterType: 'urn:pfr-letter-category:letter',
	parentPowerOfAttorneyId: '8f14e45f-ceea-467f-a8d1-7d3a1c4b2e90',
	payerFssNumber: '7701234567',
	payerOgrn: '1027700132195',
	payerOkpo: '00032537',
	payerPfrNumber: '087-501-012345',
	payerSfrNumber: '087-501-012345',
	payerSnils: '112-233-445 95',
	powerOfAttorneyId: '45c48cce-2e2d-4fbd-bb4e-0d6f6c5ac3f1',
	relatedDocflowId: '6512bd43-d9ca-46e0-a6b3-2c7f4d5e8a01',
	relatedDocumentId: 'c20ad4d7-6fe9-4759-8a2b-3d1e5f6a7b02',
	senderInn: '7712345678',
	senderIp: '203.0.113.10',
	senderKpp: '771201001',
	subject: 'О сверке расчётов',
	transitTaxOffice: '7700',
};

export const examples: Examples = {
	'drafts-list': { given: 'several drafts', nothing: { given: 'an account' } },
	'draft-create': { given: 'an account', fields: requisites, more },
	'draft-put': { given: 'an account', fields: { ...requisites, draftId: '3c59dc04-8e88-4024-b8be-0f3d2a7c1e55' }, more },
	'draft-get': { given: 'a draft' },
	'draft-delete': { given: 'a draft' },
	'draft-meta-get': { given: 'a draft' },
	'draft-meta-update': { given: 'a draft', fields: requisites, more },
	'draft-create-web-draft': { given: 'a draft with a report' },
	'draft-check': { given: 'a draft with a report', more: { stopOnWarnings: true } },
	'draft-prepare': { given: 'a signed draft', more: { stopOnWarnings: true } },
	'draft-send': { given: 'a prepared draft' },
};

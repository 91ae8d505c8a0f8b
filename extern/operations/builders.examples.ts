import type { Examples } from './example';

const requisites = {
	builderType: 'urn:drafts-builder:fns534-inventory',
	authorityCode: '0087',
	payerInn: '7712345678',
	payerKpp: '771201001',
	region: '77',
	subject: 'О представлении документов',
	builderData: '{}',
};

const rarely = {
	additionalCertificates: '={{ $json.certificate }}',
	answeredDocflowId: '={{ $json.docflowId }}',
	answeredDocumentId: '={{ $json.documentId }}',
	authority: 'fns',
	building: '1',
	city: 'Москва',
	district: 'Центральный',
	flat: '12',
	generateWarrant: true,
	house: '3',
	payerFssNumber: '7701234567',
	payerOgrn: '1027700132195',
	payerOkpo: '12345678',
	payerPfrNumber: '087-108-000001',
	payerSfrNumber: '087-108-000001',
	payerSnils: '112-233-445 95',
	postalCode: '101000',
	reportFileId: 'NO_PRIB_7712_7712_7712345678771201001_20250401_0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
	senderInn: '7712345678',
	senderIp: '203.0.113.10',
	senderKpp: '771201001',
	settlement: 'Заречье',
	street: 'Мясницкая',
	transitTaxOffice: '7700',
};

export const examples: Examples = {
	'drafts-builder-create': { given: 'a demand to answer with files', fields: requisites, more: rarely },
	'drafts-builder-put': { given: 'an empty builder', fields: requisites, more: rarely },
	'drafts-builder-get': { given: 'an empty builder' },
	'drafts-builder-delete': { given: 'an empty builder' },
	'drafts-builder-meta-get': { given: 'an empty builder' },
	'drafts-builder-meta-update': { given: 'an empty builder', fields: requisites, more: rarely },
	'drafts-builder-build': { given: 'a builder to build', more: { goOnWithErrors: true } },
	'drafts-builder-documents-prepare': { given: 'a builder to build', more: { goOnWithErrors: true } },
	'drafts-builder-task-get': { given: 'a builder being built' },
};

import type { Examples } from './example';

const details = { builderType: 'urn:drafts-builder:fns534-inventory' };
const place = { fileOrder: 1, isEncrypted: false };

export const examples: Examples = {
	'drafts-builder-files-list': { given: 'a builder with a file' },
	'drafts-builder-file-create': { given: 'a builder with an empty document', fields: details, more: { ...place, signature: 'sgn' } },
	'drafts-builder-file-generate': {
		given: 'a builder with an empty document',
		fields: { contract: '{ "КНД": "1115131", "Документ": { "Номер": "5" } }' },
		more: { version: 1 },
	},
	'drafts-builder-file-get': { given: 'a builder with a file' },
	'drafts-builder-file-put': { given: 'a builder with a file', fields: details, more: { ...place, signature: 'sgn' } },
	'drafts-builder-file-delete': { given: 'a builder with a file' },
	'drafts-builder-file-meta-get': { given: 'a builder with a file' },
	'drafts-builder-file-meta-update': { given: 'a builder with a file', fields: details, more: place },
	'drafts-builder-file-signature-get': { given: 'a builder with a file' },
	'drafts-builder-file-content-get': { given: 'a builder with a file' },
};

import type { Examples } from './example';

const details = {
	builderType: 'urn:drafts-builder:fns534-inventory',
	claimItemNumber: '1.01',
	inventoryDocumentKind: 'scanned',
	documentName: 'Договор поставки № 5',
	letterDocumentKind: 'attachment',
	documentData: '{}',
};

const rarely = { groupLabel: 'Договоры', fileCount: 2 };

export const examples: Examples = {
	'drafts-builder-documents-list': { given: 'a builder to build' },
	'drafts-builder-document-create': { given: 'an empty builder', fields: details, more: rarely, needed: ['claimItemNumber'] },
	'drafts-builder-document-put': { given: 'a builder with an empty document', fields: details, more: rarely, needed: ['claimItemNumber'] },
	'drafts-builder-document-get': { given: 'a builder with an empty document' },
	'drafts-builder-document-delete': { given: 'a builder with an empty document' },
	'drafts-builder-document-meta-get': { given: 'a builder with an empty document' },
	'drafts-builder-document-meta-update': { given: 'a builder with an empty document', fields: details, more: rarely, needed: ['claimItemNumber'] },
};

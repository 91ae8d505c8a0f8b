import type { Examples } from './example';

const aboutTheFile = {
	contentType: 'application/xml',
	documentType: 'urn:document:fns534-report',
	fileName: '={{ $json.fileName }}',
	isEncrypted: false,
	originalFileName: 'Декларация.xml',
	svdregCode: '011001',
};

export const examples: Examples = {
	'draft-document-create': { given: 'a draft and an uploaded report', more: aboutTheFile },
	'draft-document-put': { given: 'a draft and an uploaded report', fields: { documentId: 'b6d767d2-f8ed-4d21-a44b-0e5886680cb9' }, more: aboutTheFile },
	'draft-document-get': { given: 'a draft with a report' },
	'draft-document-delete': { given: 'a draft with a report' },
	'draft-document-print': { given: 'a draft with a report', fields: { outputField: 'pdf' } },
	'draft-document-task-get': { given: 'a report being printed' },
	'draft-document-decrypted-content-get': { given: 'a draft with a report' },
	'draft-document-encrypted-content-get': { given: 'a prepared draft' },
	'draft-document-data-to-sign': { given: 'a checked notification for the police', fields: { outputField: 'toSign' } },
	'draft-document-signature-content-get': { given: 'a signed draft' },
	'draft-document-signature-put': { given: 'a draft with a report', fields: { signature: 'signature' } },
};

import type { Examples } from './example';

export const examples: Examples = {
	'draft-document-create': {
		given: 'a draft and an uploaded report',
		more: { documentType: 'urn:document:fns534-report', fileName: '={{ $json.fileName }}' },
	},
	'draft-document-get': { given: 'a draft with a report' },
	'draft-document-delete': { given: 'a draft with a report' },
	'draft-document-print': { given: 'a draft with a report', fields: { outputField: 'pdf' } },
	'draft-document-task-get': { given: 'a report being printed' },
};

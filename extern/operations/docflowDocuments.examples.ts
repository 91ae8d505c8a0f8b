import type { Examples } from './example';

export const examples: Examples = {
	'docflow-documents-list': { given: 'a filed report' },
	'docflow-document-get': { given: 'a filed report' },
	'docflow-document-description-get': { given: 'a demand' },
	'docflow-document-recognize': { given: 'a decrypted file of a demand' },
	'docflow-document-patch': {
		given: 'a demand',
		fields: { assigneeId: '={{ $json.assigneeId }}', demandStatus: 'in-progress', comment: 'Ответить до пятницы', commentColor: 'red' },
		more: {
			clear: ['labels'],
			demandDate: '2025-04-01T00:00:00',
			demandNumber: '15-30/12345',
			labels: 'срочно, НДС',
			otherChanges: '[{"op": "replace", "path": "/description/requisites/labels/0/name", "value": "очень срочно"}]',
		},
		needed: ['comment'],
	},
	'docflow-document-print': { given: 'a filed report', fields: { outputField: 'pdf' } },
	'docflow-document-task-get': { given: 'a document being printed' },
};

import type { Examples } from './example';

export const examples: Examples = {
	'docflow-document-signatures-list': { given: 'a filed report' },
	'docflow-document-signature-get': { given: 'a filed report' },
	'docflow-document-signature-content-get': { given: 'a filed report' },
};

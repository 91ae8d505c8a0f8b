import type { Examples } from './example';

export const examples: Examples = {
	'content-upload-start': { given: 'a file', fields: { file: 'data' } },
	'content-download': { given: 'a draft and an uploaded report', fields: { outputField: 'data' }, more: { fileName: 'report.xml' } },
};

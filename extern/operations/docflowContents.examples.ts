import type { Examples } from './example';

const code = '={{ $json.code }}';

export const examples: Examples = {
	'docflow-document-decrypted-content-put': { given: 'a decrypted file of a demand' },
	'docflow-document-decrypted-content-get': { given: 'a demand whose files are decrypted' },
	'docflow-document-encrypted-content-get': { given: 'a demand' },
	'docflow-document-decrypt-content': { given: 'a demand', more: { unzipIfCan: true } },
	'docflow-document-confirm-content-decryption': { given: 'a decryption that waits for its code', fields: { code }, more: { unzip: true } },
	'docflow-document-decrypt-content-confirm': { given: 'a decryption that waits for its code', fields: { code }, more: { unzip: true } },
};

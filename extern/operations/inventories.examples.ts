import { filters, filtersOfOthers } from './docflows.examples';
import type { Examples } from './example';

const code = '={{ $json.code }}';

export const examples: Examples = {
	'inventories-list': {
		given: 'an answered demand',
		fields: { orgId: '={{ $json.organizationId }}', type: ['urn:docflow:fns534-inventory'] },
		more: filters,
		apart: filtersOfOthers,
		nothing: { given: 'a demand' },
	},
	'inventory-get': { given: 'an inventory' },
	'inventory-document-print': { given: 'a document of an inventory whose decrypted file is saved', fields: { outputField: 'pdf' } },
	'inventory-document-task-get': { given: 'a document of an inventory being printed' },
	'inventory-document-signature-content-get': { given: 'a signed document of an inventory' },
	'inventory-document-decrypted-content-put': { given: 'a decrypted document of an inventory' },
	'inventory-document-decrypted-content-get': { given: 'a document of an inventory whose decrypted file is saved' },
	'inventory-document-encrypted-content-get': { given: 'an inventory' },
	'inventory-document-decrypt-content': { given: 'an inventory', more: { unzipIfCan: true } },
	'inventory-document-confirm-content-decryption': { given: 'a decryption in an inventory that waits for its code', fields: { code }, more: { unzip: true } },
};

import type { Examples } from './example';

export const examples: Examples = {
	'draft-cloud-sign': { given: 'a draft with a report' },
	'draft-cloud-sign-confirm': { given: 'a draft that waits for the code of an SMS', fields: { code: '={{ $json.code }}' } },
};

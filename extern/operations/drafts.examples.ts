import type { Examples } from './example';

export const examples: Examples = {
	'drafts-list': { given: 'several drafts', nothing: { given: 'an account' } },
	'draft-get': { given: 'a draft' },
	'draft-delete': { given: 'a draft' },
	'draft-check': { given: 'a draft with a report', more: { stopOnWarnings: true } },
};

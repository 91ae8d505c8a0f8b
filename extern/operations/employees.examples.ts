import type { Examples } from './example';

export const examples: Examples = {
	'account-employees-list': { given: 'an account', nothing: { given: 'an account without certificates' } },
};

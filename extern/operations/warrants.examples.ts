import type { Examples } from './example';

export const examples: Examples = {
	'warrants-list': { given: 'an accounting firm', more: { forAllUsers: true, expiresWithin: 400 }, nothing: { given: 'an account without certificates' } },
};

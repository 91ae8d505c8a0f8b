import type { Examples } from './example';

export const examples: Examples = {
	'certificates-list': { given: 'an account', more: { forAllUsers: true, expiresWithin: 400 }, nothing: { given: 'an account without certificates' } },
};

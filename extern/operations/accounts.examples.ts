import type { Examples } from './example';

export const examples: Examples = {
	'accounts-list': { given: 'an account' },
	'account-get': { given: 'an account' },
	'account-create': { given: 'an account', fields: { inn: '7736050003', kpp: '773601001', organizationName: 'ООО «Новая»' }, needed: ['kpp'] },
	'account-delete': { given: 'an account without certificates' },
	'account-users-list': { given: 'an account' },
};

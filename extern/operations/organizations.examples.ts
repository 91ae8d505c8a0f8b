import type { Examples } from './example';

export const examples: Examples = {
	'organizations-list': {
		given: 'an accounting firm',
		more: { inn: '={{ $json.inn }}', kpp: '={{ $json.kpp }}' },
		several: { more: {} },
		nothing: { more: { inn: '7700000000' } },
	},
	'organization-get': { given: 'an account' },
	'organization-create': { given: 'an account', fields: { inn: '7736050003', kpp: '773601001', organizationName: 'ООО «Новая»' }, needed: ['kpp'] },
	'organization-update': { given: 'an account', fields: { organizationName: 'ООО «Переименованная»' } },
	'organization-delete': { given: 'an added organization' },
	'organization-update-signer': { given: 'an account', fields: { signer: '{ "control-unit-code": "0087", "signer-type": "chief" }' } },
	'organization-control-unit-subscriptions-search': {
		given: 'a subscription to the social fund',
		fields: { subscriptionType: 'fss-sedo' },
		more: { registrationNumber: '={{ $json.registrationNumber }}' },
		several: { more: {} },
		nothing: { more: { registrationNumber: '000-000-000000' } },
	},
	'organization-gosuslugi-auth': { given: 'an account' },
};

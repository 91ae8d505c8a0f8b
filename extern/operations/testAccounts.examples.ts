import type { Examples } from './example';

const person = { surname: 'Примеров', firstName: 'Образец', patronymic: 'Шаблонович' };
const company = { inn: '7736050003', kpp: '773601001', organizationName: 'ООО «Проба»', ...person };

export const examples: Examples = {
	'test-tools-create-account-org': { given: 'an account', fields: company },
	'test-tools-create-account-individual': { given: 'an account', fields: { inn: '773605000313', organizationName: 'ИП Примеров О. Ш.', ...person } },
	'test-tools-create-test-user-for-trusted': { given: 'an account', fields: { phone: '9123456789', ...company } },
	'test-tools-generate-certificate': { given: 'an account', fields: company, more: { email: 'primerov@example.com', encoding: 'Unicode' } },
	'test-tools-create-nds-account': { given: 'an account', fields: { request: '{ "organizationName": "ООО «НДС»" }' } },
	'test-tools-get-cloud-sign-confirmation-code': { given: 'a confirmation that is waited for' },
};

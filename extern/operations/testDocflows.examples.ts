import type { Examples } from './example';

const others = {
	chiefName: 'Анна',
	chiefPatronymic: 'Петровна',
	chiefSurname: 'Иванова',
	senderName: 'ООО «Отправитель»',
	payerInn: '={{ $json.inn }}',
	payerKpp: '={{ $json.kpp }}',
	payerName: 'ООО «Плательщик»',
	senderCertificate: '={{ $json.certificate }}',
};

export const examples: Examples = {
	'test-tools-generate-demand': {
		given: 'a PDF for the test tools',
		fields: { taxOffice: '0087', knds: ['1165050'] },
		more: { ...others, contentId: '={{ $json.contentId }}', contentKnd: '1165013' },
	},
	'test-tools-generate-cu-letter': { given: 'a company', fields: { taxOffice: '0087', letter: 'Просим уточнить адрес.' }, more: others },
	'test-tools-generate-fns': { given: 'a company', fields: { taxOffice: '0087', state: 'finished' }, more: others },
	'test-tools-generate-docflows-suite': { given: 'a company', fields: { docflowCount: 2 }, more: others },
	'test-tools-generate-incoming-stat-letter': { given: 'a company', fields: { request: '={{ ({ accountId: $json.accountId }) }}' } },
};

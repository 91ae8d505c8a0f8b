import type { Examples } from './example';

const more = {
	chiefName: 'Анна',
	chiefPatronymic: 'Петровна',
	chiefSurname: 'Иванова',
	senderName: 'ООО «Отправитель»',
	payerInn: '={{ $json.inn }}',
	payerKpp: '={{ $json.kpp }}',
	payerName: 'ООО «Плательщик»',
	senderCertificate: '={{ $json.certificate }}',
	warrantFrom: '2025-01-09',
	warrantNumber: '1',
};

export const examples: Examples = {
	'test-tools-generate-fuf-3ndfl': { given: 'a sole trader', more },
	'test-tools-generate-fuf-envd': { given: 'a company', more },
	'test-tools-generate-fuf-nds-with-attachments': { given: 'a company', more },
	'test-tools-generate-fuf-profit-tax': { given: 'a company', more },
	'test-tools-generate-fuf-rsv': { given: 'a company', more },
	'test-tools-generate-fuf-ssch': { given: 'a company', more: { ...more, windows1251: true } },
	'test-tools-generate-nds-declarations': { given: 'a company', fields: { request: '={{ ({ sender: { inn: $json.inn, kpp: $json.kpp } }) }}' } },
	'test-tools-generate-stat-report': { given: 'a company', fields: { request: '={{ ({ payer: { inn: $json.inn } }) }}' } },
	'test-tools-generate-xml-calendar': { given: 'an account' },
	'test-tools-upload-content': { given: 'a PDF', fields: { file: 'data' } },
};

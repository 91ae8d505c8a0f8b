import type { Examples } from './example';

const contract = {
	contractType: 'ION7',
	answerFormat: 4,
	periodBegin: '2025-01-01',
	periodEnd: '2025-03-31',
	taxpayerName: 'ООО «Ромашка»',
	signerType: 'representative',
	subscriptionType: 'subscribe',
	applicant: 'company',
	applicantName: 'ООО «Ромашка»',
	snils: '112-233-445 95',
	representativeName: 'Иванова Анна Петровна',
	contract: '{}',
};

const rarely = {
	chiefName: 'Петров Иван Сергеевич',
	version: 3,
	detail: '{ "ДеталСвед": 0, "ИнфПрНач": 1 }',
	divisionKpp: '771201001',
	email: 'name@email.com',
	kbk: '18201061201010000510',
	oktmo: '45348000, 45349000',
	okved: '62.01',
	phone: '+74950000000',
	position: 'Директор',
	powerOfAttorneyId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	representativeDocument: 'Доверенность',
	senderName: 'ООО «Бухгалтер»',
	shortName: 'ООО «Ромашка»',
	taxpayerKpp: '771201001',
};

export const examples: Examples = {
	'draft-build-document': { given: 'a draft', fields: contract, more: rarely, needed: ['taxpayerName'] },
	'draft-document-build': { given: 'a draft with a report', fields: contract, more: rarely, needed: ['taxpayerName'] },
};

import { codesIn } from '../../../../extern';
import { codeOptions } from '../../codeOptions';
import type { Ask } from '../../form';

/** Whose documents the tools make: usually a company of the step before, for itself. */
export const sender: Ask[] = [
	{ displayName: 'INN', name: 'senderInn', type: 'string', required: true, default: '={{ $json.inn }}', placeholder: 'e.g. 7712345678', description: 'INN of whoever sends. Usually comes from Organization: Get Many.' },
	{ displayName: 'KPP', name: 'senderKpp', type: 'string', default: '={{ $json.kpp }}', placeholder: 'e.g. 771201001', description: 'KPP of whoever sends; empty for a sole trader. Usually comes from Organization: Get Many.' },
];

/** Whoever is not the sender. */
export const others: Ask[] = [
	{ displayName: 'Chief First Name', name: 'chiefName', type: 'string', default: '', description: 'First name of the head of the payer' },
	{ displayName: 'Chief Patronymic', name: 'chiefPatronymic', type: 'string', default: '', description: 'Patronymic of the head of the payer' },
	{ displayName: 'Chief Surname', name: 'chiefSurname', type: 'string', default: '', description: 'Surname of the head of the payer' },
	{ displayName: 'Name', name: 'senderName', type: 'string', default: '', description: 'Name of whoever sends' },
	{ displayName: 'Payer INN', name: 'payerInn', type: 'string', default: '', placeholder: 'e.g. 7712345678', description: 'INN of the payer, when a representative sends for the payer' },
	{ displayName: 'Payer KPP', name: 'payerKpp', type: 'string', default: '', placeholder: 'e.g. 771201001', description: 'KPP of the payer, when a representative sends for the payer' },
	{ displayName: 'Payer Name', name: 'payerName', type: 'string', default: '', description: 'Name of the payer' },
	{
		displayName: 'Sender Certificate',
		name: 'senderCertificate',
		type: 'string',
		default: '={{ $json.certificate }}',
		description: 'Certificate of whoever sends, in base64. Usually comes from Certificate: Get Many.',
	},
];

export const taxOffice: Ask = {
	displayName: 'Tax Office',
	name: 'taxOffice',
	type: 'options',
	options: codeOptions(codesIn('testTaxOffice')),
	default: '0087',
	description: 'Robot that plays the authority',
};

/** What a company or person is called; the tools make up what is left empty. */
export const person: Ask[] = [
	{ displayName: 'First Name', name: 'firstName', type: 'string', default: '', description: 'First name of the user' },
	{ displayName: 'Patronymic', name: 'patronymic', type: 'string', default: '', description: 'Patronymic of the user' },
	{ displayName: 'Surname', name: 'surname', type: 'string', default: '', description: 'Surname of the user' },
];

export const inn: Ask = { displayName: 'INN', name: 'inn', type: 'string', default: '', placeholder: 'e.g. 7712345678', description: 'INN; left empty, one is made up' };
export const kpp: Ask = { displayName: 'KPP', name: 'kpp', type: 'string', default: '', placeholder: 'e.g. 771201001', description: 'KPP; left empty, one is made up' };
export const organizationName: Ask = { displayName: 'Organization Name', name: 'organizationName', type: 'string', default: '', placeholder: 'e.g. ООО «Ромашка»', description: 'Name; left empty, one is made up' };

/** For tools of which only the names are documented. */
export const request: Ask = {
	displayName: 'Request (JSON)',
	name: 'request',
	type: 'json',
	required: true,
	default: '{}',
	description: 'What the tool is told, as it wants it. Its documentation names the tool without saying what it takes, so ask Kontur first.',
};

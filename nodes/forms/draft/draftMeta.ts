import { certificateContent, inputError, type WireDraftMeta } from '../../../extern';
import { base64, choice, flag, guid, list, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { authorityCode, certificate, powerOfAttorney, senderIp } from '../fields';
import type { Ask } from '../form';
import { INN, KPP } from '../requisites';

/** Authorities by the wire name of their code. */
const AUTHORITIES: Readonly<Record<string, keyof WireDraftMeta['recipient']>> = {
	fns: 'ifns-code',
	mvd: 'mvd-code',
	pfr: 'upfr-code',
	registration: 'registration-ifns-code',
	rosstat: 'togs-code',
	sedo: 'fss-code',
	sfr: 'sfr-code',
};

/** What every report needs to say about who reports for whom, and to whom. */
export const requisites: Ask[] = [
	{
		displayName: 'Authority',
		name: 'authority',
		type: 'options',
		options: [
			{ name: 'Ministry of Internal Affairs (MVD)', value: 'mvd' },
			{ name: 'Pension Fund, Until 2023 (PFR)', value: 'pfr' },
			{ name: 'Registration of Companies at the Tax Service', value: 'registration' },
			{ name: 'Social Fund (SFR)', value: 'sfr' },
			{ name: 'Social Fund, SEDO', value: 'sedo' },
			{ name: 'Statistics Service (Rosstat)', value: 'rosstat' },
			{ name: 'Tax Service (FNS)', value: 'fns' },
		],
		default: 'fns',
		description: 'Who gets the report',
	},
	authorityCode,
	{
		displayName: 'Payer INN',
		name: 'payerInn',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 7712345678',
		description: 'INN of the company or person that the report is for',
	},
	{
		displayName: 'Payer KPP',
		name: 'payerKpp',
		type: 'string',
		default: '',
		placeholder: 'e.g. 771201001',
		description: 'KPP of the payer; empty for sole traders and persons',
	},
	certificate,
];

const payerNumber = (displayName: string, name: string, placeholder: string, description: string): Ask => ({ displayName, name, type: 'string', default: '', placeholder, description });

/** Requisites that only some authorities ask for. */
export const rarely: Ask[] = [
	{ displayName: 'Additional Certificates', name: 'additionalCertificates', type: 'string', default: '', description: 'Certificates of others who sign too, as base64, separated by commas' },
	{ displayName: 'Generate Representation Message', name: 'generateWarrant', type: 'boolean', default: false, description: 'Whether Kontur.Extern makes the message about a paper power of attorney' },
	{
		displayName: 'Letter Type',
		name: 'letterType',
		type: 'options',
		options: [
			{ name: 'Administrative', value: 'urn:pfr-letter-category:administrative' },
			{ name: 'Letter', value: 'urn:pfr-letter-category:letter' },
			{ name: 'News', value: 'urn:pfr-letter-category:news' },
			{ name: 'Pension Application', value: 'urn:pfr-letter-category:pension-application' },
			{ name: 'Pension Prototype', value: 'urn:pfr-letter-category:pension-prototype' },
			{ name: 'Retroconversion', value: 'urn:pfr-letter-category:retroconversion' },
		],
		default: 'urn:pfr-letter-category:letter',
		description: 'What a letter to the pension fund is about',
	},
	{ displayName: 'Parent Power of Attorney ID', name: 'parentPowerOfAttorneyId', type: 'string', default: '', description: 'ID of the power of attorney that was passed on, when the sender acts by a transferred one' },
	payerNumber('Payer FSS Number', 'payerFssNumber', 'e.g. 7701234567', 'Registration number of the payer at the former social insurance fund'),
	payerNumber('Payer OGRN', 'payerOgrn', 'e.g. 1027700132195', 'OGRN of the payer'),
	payerNumber('Payer OKPO', 'payerOkpo', 'e.g. 00032537', 'OKPO of the payer, which the statistics service asks for'),
	payerNumber('Payer PFR Number', 'payerPfrNumber', 'e.g. 087-501-012345', 'Registration number of the payer at the former pension fund'),
	payerNumber('Payer SFR Number', 'payerSfrNumber', 'e.g. 087-501-012345', 'Registration number of the payer at the social fund'),
	payerNumber('Payer SNILS', 'payerSnils', 'e.g. 112-233-445 95', 'SNILS of the payer, when it is a person'),
	powerOfAttorney,
	{ displayName: 'Related Docflow ID', name: 'relatedDocflowId', type: 'string', default: '', description: 'Docflow that this draft answers. Give the related document, too.' },
	{ displayName: 'Related Document ID', name: 'relatedDocumentId', type: 'string', default: '', description: 'Document that this draft answers. Give its docflow, too.' },
	{ displayName: 'Sender INN', name: 'senderInn', type: 'string', default: '', description: 'INN of the sender, when a representative sends for the payer' },
	senderIp,
	{ displayName: 'Sender KPP', name: 'senderKpp', type: 'string', default: '', description: 'KPP of the sender, when a representative sends for the payer' },
	{ displayName: 'Subject', name: 'subject', type: 'string', default: '', description: 'Subject of a letter' },
	{ displayName: 'Transit Tax Office', name: 'transitTaxOffice', type: 'string', default: '', placeholder: 'e.g. 7700', description: 'Code of the inspection that forwards the report to the tax office' },
];

/**
 * The requisites of a draft as the form's fields say.
 * @throws ExternError `input` that names the field
 */
export async function metaFrom(step: Step, accountId: string): Promise<WireDraftMeta> {
	const input = step.input({
		authority: choice(Object.keys(AUTHORITIES)),
		authorityCode: text(),
		payerInn: text(INN),
		payerKpp: optional(text(KPP)),
		certificate: text(),
		senderInn: optional(text(INN)),
		senderKpp: optional(text(KPP)),
		senderIp: optional(text()),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		parentPowerOfAttorneyId: optional(guid('Account: Organization: Get')),
		subject: optional(text()),
		letterType: optional(text()),
		additionalCertificates: optional(list(base64())),
		generateWarrant: optional(flag()),
		transitTaxOffice: optional(text()),
	});
	const code = AUTHORITIES[input.authority];
	if (!code) throw inputError(`The authority "${input.authority}" is not known`, `Choose one of ${Object.keys(AUTHORITIES).join(', ')}`);
	const sender = input.senderInn ? { inn: input.senderInn, kpp: input.senderKpp } : { inn: input.payerInn, kpp: input.payerKpp };
	const more = {
		subject: input.subject,
		'additional-certificates': input.additionalCertificates,
		'pfr-letter-type': input.letterType,
		'machine-readable-warrant-id': input.powerOfAttorneyId,
		'parent-machine-readable-warrant-id': input.parentPowerOfAttorneyId,
	};
	return {
		sender: {
			...sender,
			certificate: { content: await certificateContent(step.extern, accountId, input.certificate) },
			'is-representative': sender.inn !== input.payerInn,
			ipaddress: input.senderIp ?? '127.0.0.1',
		},
		recipient: { [code]: input.authorityCode, 'mri-code': input.transitTaxOffice },
		payer: { inn: input.payerInn, organization: input.payerKpp ? { kpp: input.payerKpp } : undefined, ...payerNumbers(step) },
		'related-document': relatedDocument(step),
		'additional-info': Object.values(more).some((value) => value !== undefined) ? more : undefined,
		'draft-options': input.generateWarrant ? { 'generate-warrant': true } : undefined,
	};
}

function payerNumbers(step: Step) {
	const one = optional(text());
	const input = step.input({ payerFssNumber: one, payerOgrn: one, payerOkpo: one, payerPfrNumber: one, payerSfrNumber: one, payerSnils: one });
	return {
		'registration-number-fss': input.payerFssNumber,
		'registration-number-pfr': input.payerPfrNumber,
		'registration-number-sfr': input.payerSfrNumber,
		ogrn: input.payerOgrn,
		okpo: input.payerOkpo,
		snils: input.payerSnils,
	};
}

/** Both or neither. */
function relatedDocument(step: Step) {
	if (step.text('relatedDocflowId') === '' && step.text('relatedDocumentId') === '') return undefined;
	const { relatedDocflowId, relatedDocumentId } = step.input({ relatedDocflowId: guid('the trigger'), relatedDocumentId: guid('Docflow: Document: Get Many') });
	return { 'related-docflow-id': relatedDocflowId, 'related-document-id': relatedDocumentId };
}

import { certificateContent, inputError, type WireDraftMeta } from '../../../extern';
import { flag, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { senderIp } from '../fields';
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

export const authority: Ask = {
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
};

/** For whom it is. */
export const payer: Ask[] = [
	{
		displayName: 'Payer INN',
		name: 'payerInn',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 7712345678',
		description: 'INN of the company or person that it is sent for',
	},
	{
		displayName: 'Payer KPP',
		name: 'payerKpp',
		type: 'string',
		default: '',
		placeholder: 'e.g. 771201001',
		description: 'KPP of the payer; empty for sole traders and persons',
	},
];

export const payerSfrNumber: Ask = {
	displayName: 'Payer SFR Number',
	name: 'payerSfrNumber',
	type: 'string',
	default: '',
	placeholder: 'e.g. 087-501-012345',
	description: 'Registration number of the payer at the social fund',
};

const payerNumber = (displayName: string, name: string, placeholder: string, description: string): Ask => ({ displayName, name, type: 'string', default: '', placeholder, description });

/** What only some authorities ask for, and who sends where a representative does. */
export const rarelyOfParties: Ask[] = [
	{ displayName: 'Generate Representation Message', name: 'generateWarrant', type: 'boolean', default: false, description: 'Whether Kontur.Extern makes the message about representation, where a representative files with a power of attorney on paper' },
	payerNumber('Payer FSS Number', 'payerFssNumber', 'e.g. 7701234567', 'Registration number of the payer at the former social insurance fund'),
	payerNumber('Payer OGRN', 'payerOgrn', 'e.g. 1027700132195', 'OGRN of the payer'),
	payerNumber('Payer OKPO', 'payerOkpo', 'e.g. 00032537', 'OKPO of the payer, which the statistics service asks for'),
	payerNumber('Payer PFR Number', 'payerPfrNumber', 'e.g. 087-501-012345', 'Registration number of the payer at the former pension fund'),
	payerSfrNumber,
	payerNumber('Payer SNILS', 'payerSnils', 'e.g. 112-233-445 95', 'SNILS of the payer, when it is a person'),
	{ displayName: 'Sender INN', name: 'senderInn', type: 'string', default: '', description: 'INN of the sender, when a representative sends for the payer' },
	senderIp,
	{ displayName: 'Sender KPP', name: 'senderKpp', type: 'string', default: '', description: 'KPP of the sender, when a representative sends for the payer' },
	{ displayName: 'Transit Tax Office', name: 'transitTaxOffice', type: 'string', default: '', placeholder: 'e.g. 7700', description: 'Code of the inspection that forwards to the tax office' },
];

type Parties = Pick<WireDraftMeta, 'sender' | 'payer' | 'recipient' | 'draft-options'>;

/**
 * Who sends, for whom, and to whom, as the form's fields say.
 * @param authorityName one of {@link AUTHORITIES}
 * @throws ExternError `input` that names the field
 */
export async function partiesFrom(step: Step, accountId: string, authorityName: string): Promise<Parties> {
	const input = step.input({
		authorityCode: text(),
		payerInn: text(INN),
		payerKpp: optional(text(KPP)),
		certificate: text(),
		senderInn: optional(text(INN)),
		senderKpp: optional(text(KPP)),
		senderIp: optional(text()),
		generateWarrant: optional(flag()),
		transitTaxOffice: optional(text()),
	});
	const recipient = recipientOf(authorityName, input.authorityCode);
	const sender = input.senderInn ? { inn: input.senderInn, kpp: input.senderKpp } : { inn: input.payerInn, kpp: input.payerKpp };
	return {
		sender: {
			...sender,
			certificate: { content: await certificateContent(step.extern, accountId, input.certificate) },
			'is-representative': sender.inn !== input.payerInn,
			ipaddress: input.senderIp ?? '127.0.0.1',
		},
		recipient: { ...recipient, 'mri-code': input.transitTaxOffice },
		payer: { inn: input.payerInn, organization: input.payerKpp ? { kpp: input.payerKpp } : undefined, ...payerNumbers(step) },
		'draft-options': input.generateWarrant ? { 'generate-warrant': true } : undefined,
	};
}

/**
 * Who gets a report.
 * @param authorityName one of {@link AUTHORITIES}
 * @throws ExternError `input` when it is none of them
 */
export function recipientOf(authorityName: string, authorityCode: string): WireDraftMeta['recipient'] {
	const code = AUTHORITIES[authorityName];
	if (!code) throw inputError(`The authority "${authorityName}" is not known`, `Choose one of ${Object.keys(AUTHORITIES).join(', ')}`);
	return { [code]: authorityCode };
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

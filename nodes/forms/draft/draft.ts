import { certificateContent, inputError, type WireDraftMeta } from '../../../extern';
import { accountIds, certificates, choice, drafts, flag, guid, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { doneForm, form, listForm } from '../catalogueForm';
import { account, authorityCode, certificate, draft, powerOfAttorney, sameAccount, senderIp } from '../fields';
import type { Ask, Form } from '../form';
import { INN, KPP } from '../requisites';

/** Authorities by the wire name of their code. */
const AUTHORITIES: Readonly<Record<string, keyof WireDraftMeta['recipient']>> = {
	fns: 'ifns-code',
	mvd: 'mvd-code',
	rosstat: 'togs-code',
	sedo: 'fss-code',
	sfr: 'sfr-code',
};

const requisites: Ask[] = [
	{
		displayName: 'Authority',
		name: 'authority',
		type: 'options',
		options: [
			{ name: 'Ministry of Internal Affairs (MVD)', value: 'mvd' },
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

const rarely: Ask[] = [
	{ displayName: 'Generate Representation Message', name: 'generateWarrant', type: 'boolean', default: false, description: 'Whether Kontur.Extern makes the message about a paper power of attorney' },
	powerOfAttorney,
	{ displayName: 'Sender INN', name: 'senderInn', type: 'string', default: '', description: 'INN of the sender, when a representative sends for the payer' },
	senderIp,
	{ displayName: 'Sender KPP', name: 'senderKpp', type: 'string', default: '', description: 'KPP of the sender, when a representative sends for the payer' },
	{ displayName: 'Subject', name: 'subject', type: 'string', default: '', description: 'Subject of a letter' },
];

export const draftForms: Form[] = [
	{
		resource: 'draft',
		operation: 'create',
		name: 'Create',
		action: 'Create a draft',
		description: 'Open a container for the files of one report',
		fields: [account, ...requisites],
		more: rarely,
		uses: [drafts.draftCreate.id, certificates.certificatesList.id],
		output: drafts.draftCreate.outline,
		simplifies: true,
		async run(step) {
			const { accountId } = step.input(accountIds);
			const wire = await step.extern.call(drafts.draftCreate, { accountId, meta: await metaFrom(step, accountId) });
			return [step.answer(wire, drafts.draftCreate.outline, { accountId })];
		},
	},
	doneForm(drafts.draftDelete, {
		done: 'deleted',
		resource: 'draft',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete a draft',
		description: 'Delete a draft and its files for good',
		fields: [sameAccount, draft],
	}),
	form(drafts.draftGet, {
		resource: 'draft',
		operation: 'get',
		name: 'Get',
		action: 'Get a draft',
		description: 'Read the status, requisites and documents of a draft',
		fields: [sameAccount, draft],
	}),
	{
		resource: 'draft',
		operation: 'getRequisites',
		name: 'Get Requisites',
		action: 'Get the requisites of a draft',
		description: 'Read sender, payer, authority and certificate of a draft, as the service keeps them',
		fields: [sameAccount, draft],
		uses: [drafts.draftMetaGet.id],
		async run(step) {
			const ref = step.input(drafts.draftMetaGet.input);
			return [step.result({ ...ref, requisites: await step.extern.call(drafts.draftMetaGet, ref) })];
		},
	},
	listForm(drafts.draftsList, {
		resource: 'draft',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many drafts',
		description: 'List the drafts of an account',
		fields: [account],
	}),
];

async function metaFrom(step: Step, accountId: string): Promise<WireDraftMeta> {
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
		subject: optional(text()),
		generateWarrant: optional(flag()),
	});
	const code = AUTHORITIES[input.authority];
	if (!code) throw inputError(`The authority "${input.authority}" is not known`, `Choose one of ${Object.keys(AUTHORITIES).join(', ')}`);
	const sender = input.senderInn ? { inn: input.senderInn, kpp: input.senderKpp } : { inn: input.payerInn, kpp: input.payerKpp };
	const hasMore = input.subject ?? input.powerOfAttorneyId;
	return {
		sender: {
			...sender,
			certificate: { content: await certificateContent(step.extern, accountId, input.certificate) },
			'is-representative': sender.inn !== input.payerInn,
			ipaddress: input.senderIp ?? '127.0.0.1',
		},
		recipient: { [code]: input.authorityCode },
		payer: { inn: input.payerInn, organization: input.payerKpp ? { kpp: input.payerKpp } : undefined },
		'additional-info': hasMore ? { subject: input.subject, 'machine-readable-warrant-id': input.powerOfAttorneyId } : undefined,
		'draft-options': input.generateWarrant ? { 'generate-warrant': true } : undefined,
	};
}

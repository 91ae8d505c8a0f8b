import { renewGosuslugi } from '../../../extern';
import { accountIds, optional, organizations, text, words, yesNo } from '../../../extern/operations';
import { doneForm, form, listForm, wouldDo } from '../catalogueForm';
import { account, organization, sameAccount, signatureFields, signWith } from '../fields';
import type { Ask, Form } from '../form';
import { INN, KPP } from '../requisites';

const organizationName: Ask = {
	displayName: 'Organization Name',
	name: 'organizationName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. ООО «Ромашка»',
	description: 'Name of the company or the sole trader',
};

export const organizationForms: Form[] = [
	{
		resource: 'organization',
		operation: 'create',
		name: 'Create',
		action: 'Create an organization',
		description: 'Add a company or a sole trader to an account. It can be deleted again only under conditions.',
		fields: [
			account,
			{ displayName: 'INN', name: 'inn', type: 'string', required: true, default: '', placeholder: 'e.g. 7712345678', description: 'INN of the company (10 digits) or the sole trader (12 digits)' },
			{ displayName: 'KPP', name: 'kpp', type: 'string', default: '', placeholder: 'e.g. 771201001', description: 'KPP of the company; empty for a sole trader' },
			organizationName,
		],
		uses: [organizations.organizationCreate.id],
		irreversible: true,
		output: organizations.organizationCreate.outline,
		simplifies: true,
		async run(step) {
			const input = step.input({ ...accountIds, inn: text(INN), kpp: optional(text(KPP)), organizationName: text() });
			const { accountId, organizationName: name, inn } = input;
			// The organization that came in is another one, and a step after a dry run must not take it for the new one.
			if (step.isDryRun) return wouldDo(step, `Add the organization ${name}, INN ${inn}`, { accountId, organizationId: undefined });
			const created = await step.extern.call(organizations.organizationCreate, input);
			return [step.answer(created, organizations.organizationCreate.outline, { accountId, organizationId: created.id })];
		},
	},
	{
		resource: 'organization',
		operation: 'renewGosuslugi',
		name: 'Renew Gosuslugi Access',
		action: 'Renew the access of an organization to the state services portal',
		description: 'Sign the key of an employee, so that Kontur.Extern can send notifications to the police through Gosuslugi. Renew it before 18 hours have passed.',
		fields: [sameAccount, organization, signWith, { ...signatureFields, description: 'Input binary field that holds the .p7s file: the key as a text inside an embedded signature' }],
		uses: [organizations.gosuslugiAuth.id, organizations.organizationGet.id],
		output: {
			orgId: words('Id of the organization'),
			authorized: yesNo('Whether notifications can be sent now'),
			validUntil: words('When the access ends, 18 hours after signing'),
		},
		async run(step) {
			const ref = step.input(organizations.organizationIds);
			const { apiKey } = await step.context.getCredentials('konturExternGosuslugiApi', step.index);
			const validUntil = await renewGosuslugi(step.extern, ref, String(apiKey), await step.signer());
			return [step.result({ ...ref, authorized: true, validUntil: new Date(validUntil).toISOString() })];
		},
	},
	doneForm(organizations.organizationDelete, {
		resource: 'organization',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete an organization',
		description: 'Remove an organization that was added over 12 months ago, has sent nothing in this period, or is liquidated',
		fields: [sameAccount, organization],
		done: 'deleted',
	}),
	form(organizations.organizationGet, {
		resource: 'organization',
		operation: 'get',
		name: 'Get',
		action: 'Get an organization',
		description: 'Read one organization with its power of attorney',
		fields: [account, organization],
	}),
	listForm(organizations.organizationsList, {
		resource: 'organization',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many organizations',
		description: 'List the organizations of an account',
		fields: [account],
		more: [
			{ displayName: 'INN', name: 'inn', type: 'string', default: '', description: 'Only organizations with this INN' },
			{ displayName: 'KPP', name: 'kpp', type: 'string', default: '', description: 'Only organizations with this KPP' },
		],
	}),
	listForm(organizations.subscriptionsSearch, {
		resource: 'organization',
		operation: 'searchSubscriptions',
		name: 'Search Subscriptions',
		action: 'Search subscriptions of an organization',
		description: 'List by which numbers the documents of the social fund (SEDO) come through Kontur.Extern',
		fields: [
			sameAccount,
			organization,
			{
				displayName: 'Subscription Type',
				name: 'subscriptionType',
				type: 'options',
				required: true,
				options: [{ name: 'Social Fund, SEDO', value: 'fss-sedo' }],
				default: 'fss-sedo',
				description: 'Whose documents are subscribed to',
			},
		],
		more: [{ displayName: 'Registration Number', name: 'registrationNumber', type: 'string', default: '', description: 'Only the subscription of this number at the social fund' }],
	}),
	form(organizations.organizationUpdate, {
		resource: 'organization',
		operation: 'update',
		name: 'Update',
		action: 'Update an organization',
		description: 'Rename an organization; nothing else of it can be changed',
		fields: [sameAccount, organization, organizationName],
	}),
	doneForm(organizations.organizationUpdateSigner, {
		resource: 'organization',
		operation: 'updateSigner',
		name: 'Update Signer',
		action: 'Update who signs for an organization',
		description: 'Choose certificate and kind of signer for one authority',
		fields: [
			sameAccount,
			organization,
			{
				displayName: 'Signer (JSON)',
				name: 'signer',
				type: 'json',
				required: true,
				default: '{}',
				description: 'What the service is told, as it wants it. Its documentation names the method without saying what it takes, so ask Kontur first.',
			},
		],
		done: 'updated',
	}),
];

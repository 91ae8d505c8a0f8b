import { accounts } from '../../extern/operations';
import { form, listForm } from './catalogueForm';
import { eventSharingForms } from './eventSharing';
import { account, organization } from './fields';
import type { Form, Resource } from './form';

export const accountResources: Resource[] = [
	{ name: 'Account', value: 'account' },
	{ name: 'Certificate', value: 'certificate' },
	{ name: 'Event Sharing', value: 'eventSharing' },
	{ name: 'Organization', value: 'organization' },
];

export const accountForms: Form[] = [
	...eventSharingForms,
	form(accounts.accountGet, {
		resource: 'account',
		operation: 'get',
		name: 'Get',
		action: 'Get an account',
		description: 'Read one account',
		fields: [account],
	}),
	listForm(accounts.accountsList, {
		resource: 'account',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many accounts',
		description: 'List the accounts that the signed-in user sees',
		fields: [],
	}),
	form(accounts.organizationGet, {
		resource: 'organization',
		operation: 'get',
		name: 'Get',
		action: 'Get an organization',
		description: 'Read one organization with its power of attorney',
		fields: [account, organization],
	}),
	listForm(accounts.organizationsList, {
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
	listForm(accounts.certificatesList, {
		resource: 'certificate',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many certificates',
		description: 'List the certificates that may sign for an account',
		fields: [account],
		more: [
			{
				displayName: 'For All Users',
				name: 'forAllUsers',
				type: 'boolean',
				default: false,
				description: 'Whether to include the certificates of the other users of the account; needs an administrator',
			},
		],
	}),
];

import { organizations } from '../../../extern/operations';
import { form, listForm } from '../catalogueForm';
import { account, organization } from '../fields';
import type { Form } from '../form';

export const organizationForms: Form[] = [
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
];

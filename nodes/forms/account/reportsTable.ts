import { codesIn, isSameCode } from '../../../extern';
import { choice, list, optional, reportsTables } from '../../../extern/operations';
import { listForm } from '../catalogueForm';
import { codeOptions } from '../codeOptions';
import { account, organization, sameAccount } from '../fields';
import type { Ask, Form } from '../form';

const organizations: Ask = {
	...organization,
	name: 'organizationIds',
	required: false,
	default: { mode: 'list', value: '' },
	description: 'Only this organization. Leave empty for all organizations of the account. An expression may give several IDs.',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchOrganizations', searchable: true } },
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040' },
	],
};

const from: Ask = { displayName: 'Deadline After', name: 'dateFrom', type: 'dateTime', default: '', description: 'First day to look at, Moscow time. Left empty, it is three months ago.' };
const to: Ask = { displayName: 'Deadline Before', name: 'dateTo', type: 'dateTime', default: '', description: 'Last day to look at, Moscow time. Left empty, it is in three months.' };

const includeDeleted: Ask = {
	displayName: 'Include Hidden Forms',
	name: 'includeDeleted',
	type: 'boolean',
	default: false,
	description: 'Whether to include forms that somebody hid on the site of Kontur.Extern',
};

export const reportsTableForms: Form[] = [
	listForm(reportsTables.reportFormsList, {
		resource: 'reportsTable',
		operation: 'getForms',
		name: 'Get Forms',
		action: 'Get the forms that an organization reports by',
		description: 'List the forms in the reports table of an organization',
		fields: [sameAccount, organization],
		more: [includeDeleted],
	}),
	listForm(reportsTables.paymentsSearch, {
		resource: 'reportsTable',
		operation: 'searchPayments',
		name: 'Search Payments',
		action: 'Search payments and their deadlines',
		description: 'List what organizations have to pay, one item for each deadline',
		fields: [account, organizations, from, to],
	}),
	listForm(reportsTables.reportDocflows, {
		resource: 'reportsTable',
		operation: 'getDocflows',
		name: 'Get Docflows of a Report',
		action: 'Get the docflows of a report',
		description: 'List the docflows in which a report of the table was sent, with what the authority says of each',
		fields: [
			sameAccount,
			organization,
			{ displayName: 'Form ID', name: 'formId', type: 'string', required: true, default: '={{ $json.formId }}', description: 'Form in the reports table. Usually comes from Search Reports.' },
			{ displayName: 'Deadline', name: 'deadline', type: 'string', required: true, default: '={{ $json.deadline }}', placeholder: 'e.g. 2025-04-28', description: 'Last day to file, Moscow time. Usually comes from Search Reports.' },
			{ displayName: 'Period Year', name: 'periodYear', type: 'string', required: true, default: '={{ $json.periodYear }}', description: 'Year of the period. Usually comes from Search Reports.' },
			{ displayName: 'Period Number', name: 'periodNumber', type: 'string', required: true, default: '={{ $json.periodNumber }}', description: 'Number of the period in its year. Usually comes from Search Reports.' },
		],
	}),
	listForm(reportsTables.reportsSearch, {
		resource: 'reportsTable',
		operation: 'searchReports',
		name: 'Search Reports',
		action: 'Search reports with their deadlines and statuses',
		description: 'List what organizations have to file and where it stands, one item for each deadline',
		fields: [
			account,
			organizations,
			from,
			to,
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				options: codeOptions(codesIn('reportDeadlineStatus')),
				default: [],
				description: 'Only reports that stand like this; leave empty for all',
			},
		],
		more: [includeDeleted],
		wanted(step) {
			const { statuses } = step.input({ statuses: optional(list(choice([]))) });
			return statuses && (({ status }) => statuses.some((one) => isSameCode(one, status)));
		},
	}),
];

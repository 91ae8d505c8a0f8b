import { docflowStates, docflowTypes, pfrLetterCategories } from '../../../extern';
import { codeOptions } from '../codeOptions';
import { locator } from '../fields';
import type { Ask } from '../form';

/** What the lists of docflows are narrowed by first. */
export const filterFields: readonly Ask[] = [
	locator({
		displayName: 'Organization',
		name: 'orgId',
		search: 'searchOrganizations',
		required: false,
		description: 'Only docflows of this organization. Leave empty for all.',
	}),
	{
		displayName: 'Types',
		name: 'type',
		type: 'multiOptions',
		options: codeOptions(docflowTypes()),
		default: [],
		description: 'Only docflows of these kinds. Without a choice Kontur.Extern leaves out many kinds, such as inventories and SEDO.',
	},
];

/** What they are narrowed by further. */
export const moreFilters: readonly Ask[] = [
	{ displayName: 'Authority Code', name: 'cu', type: 'string', default: '', placeholder: 'e.g. 7702 or 087-301', description: 'Only docflows with this authority, by its code' },
	{ displayName: 'Changed After', name: 'updatedFrom', type: 'dateTime', default: '', description: 'Only docflows that changed after this moment' },
	{ displayName: 'Changed Before', name: 'updatedTo', type: 'dateTime', default: '', description: 'Only docflows that changed before this moment' },
	{ displayName: 'Created After', name: 'createdFrom', type: 'dateTime', default: '', description: 'Only docflows that began after this moment' },
	{ displayName: 'Created Before', name: 'createdTo', type: 'dateTime', default: '', description: 'Only docflows that began before this moment' },
	{ displayName: 'Demand Number', name: 'demandNumber', type: 'string', default: '', placeholder: 'e.g. 15-30/12345', description: 'Only the demand with this number; finds demands that were recognized' },
	{ displayName: 'Demands on Reports', name: 'demandsOnReports', type: 'boolean', default: true, description: 'Whether to return only demands about tax reports; choose Tax Demand as the type' },
	{ displayName: 'Finished', name: 'finished', type: 'boolean', default: false, description: 'Whether to return finished docflows only; switched off it returns unfinished ones only' },
	{ displayName: 'For All Users', name: 'forAllUsers', type: 'boolean', default: true, description: 'Whether to include the docflows of the other users of the account; needs an administrator' },
	{ displayName: 'Form Name', name: 'formName', type: 'string', default: '', placeholder: 'e.g. УСН', description: 'Only docflows whose form has this in its name' },
	{ displayName: 'Incoming', name: 'incoming', type: 'boolean', default: true, description: 'Whether to return docflows that the authority started; switched off it returns your own' },
	{ displayName: 'INN and KPP', name: 'innKpp', type: 'string', default: '', placeholder: 'e.g. 7712345678-771201001', description: 'Only docflows of this payer' },
	{ displayName: 'KND', name: 'knd', type: 'string', default: '', placeholder: 'e.g. 1152017', description: 'Only docflows with this code of the tax form' },
	{ displayName: 'OKPO', name: 'okpo', type: 'string', default: '', placeholder: 'e.g. 12345678', description: 'Only docflows of the company with this statistics code' },
	{ displayName: 'OKUD', name: 'okud', type: 'string', default: '', placeholder: 'e.g. 0606010', description: 'Only docflows with this code of the statistics form' },
	{
		displayName: 'Order',
		name: 'orderBy',
		type: 'options',
		options: [
			{ name: 'Newest First', value: 'descending' },
			{ name: 'Oldest First', value: 'ascending' },
		],
		default: 'descending',
	},
	{ displayName: 'Outcomes', name: 'successState', type: 'multiOptions', options: codeOptions(docflowStates()), default: [], description: 'Only docflows with one of these outcomes. Kinds of docflow that know no outcome are not narrowed by it.' },
	{ displayName: 'Period From', name: 'periodFrom', type: 'dateTime', default: '', description: 'Only docflows of a period after this day; fill in Period To as well' },
	{ displayName: 'Period To', name: 'periodTo', type: 'dateTime', default: '', description: 'Only docflows of a period before this day; fill in Period From as well' },
	{ displayName: 'PFR Letter Categories', name: 'pfrLetterCategory', type: 'multiOptions', options: codeOptions(pfrLetterCategories()), default: [], description: 'Only letters of these categories; for letters to and from the former pension fund' },
	{ displayName: 'PFR Registration Number', name: 'regNumber', type: 'string', default: '', placeholder: 'e.g. 087-301-012345', description: 'Only docflows of the company with this number at the pension fund' },
];

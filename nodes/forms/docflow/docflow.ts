import { docflowTypes } from '../../../extern';
import { docflows } from '../../../extern/operations';
import { form, listForm } from '../catalogueForm';
import { codeOptions } from '../codeOptions';
import { account, docflow, sameAccount } from '../fields';
import type { Ask, Form } from '../form';

const types: Ask = {
	displayName: 'Types',
	name: 'type',
	type: 'multiOptions',
	options: codeOptions(docflowTypes()),
	default: [],
	description: 'Only docflows of these kinds. Without a choice Kontur.Extern leaves out many kinds, such as inventories and SEDO.',
};

export const docflowForms: Form[] = [
	form(docflows.docflowGet, {
		resource: 'docflow',
		operation: 'get',
		name: 'Get',
		action: 'Get a docflow',
		description: 'Read status, outcome, documents and owed replies of a docflow',
		fields: [sameAccount, docflow],
	}),
	listForm(docflows.docflowsList, {
		resource: 'docflow',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many docflows',
		description: 'List the docflows of an account by kind, time and organization',
		fields: [account, types],
		more: [
			{ displayName: 'Changed After', name: 'updatedFrom', type: 'dateTime', default: '', description: 'Only docflows that changed after this moment' },
			{ displayName: 'Changed Before', name: 'updatedTo', type: 'dateTime', default: '', description: 'Only docflows that changed before this moment' },
			{ displayName: 'Finished', name: 'finished', type: 'boolean', default: false, description: 'Whether to return finished docflows only; switched off it returns unfinished ones only' },
			{ displayName: 'Incoming', name: 'incoming', type: 'boolean', default: true, description: 'Whether to return docflows that the authority started; switched off it returns your own' },
			{ displayName: 'INN and KPP', name: 'innKpp', type: 'string', default: '', placeholder: 'e.g. 7712345678-771201001', description: 'Only docflows of this payer' },
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
		],
	}),
];

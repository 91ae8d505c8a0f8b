import { hiddenDocflowTypes } from '../../../extern';
import { docflows } from '../../../extern/operations';
import { form, listForm } from '../catalogueForm';
import { account, docflow, sameAccount } from '../fields';
import type { Ask, Form } from '../form';
import { filterFields, moreFilters } from './filter';
import { comment, commentColor, otherChanges } from './noteFields';

const hiddenKinds: Ask = {
	displayName: 'Hidden Kinds',
	name: 'hiddenKinds',
	type: 'boolean',
	default: true,
	description: 'Whether to list the kinds as well that Kontur.Extern leaves out of the list of all, such as inventories, SEDO and registrations; they come after the others. Without meaning where Types are chosen.',
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
		fields: [account, ...filterFields],
		more: [...moreFilters, hiddenKinds],
		lists: (step, input) => (step.isOn('hiddenKinds') && !input.type?.length ? [input, { ...input, type: hiddenDocflowTypes() }] : [input]),
	}),
	form(docflows.docflowPatch, {
		resource: 'docflow',
		operation: 'update',
		name: 'Update',
		action: 'Update the notes on a docflow',
		description: 'Comment a docflow, or move a letter of the tax service into the table of demands. Demands are commented by Demand: Update.',
		fields: [
			sameAccount,
			docflow,
			comment,
			commentColor,
			{
				displayName: 'KND of the Demand',
				name: 'demandKnd',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1165013',
				description: 'Code of the form of a demand that came as a letter of the tax service. Filled in, it moves the letter into the table of demands.',
			},
		],
		more: [
			{
				displayName: 'Clear',
				name: 'clear',
				type: 'multiOptions',
				options: [
					{ name: 'Comment', value: 'comment' },
					{ name: 'KND of the Demand', value: 'demand-knd' },
				],
				default: [],
				description: 'What to empty',
			},
			otherChanges,
		],
	}),
];

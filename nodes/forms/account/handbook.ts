import { codesIn } from '../../../extern';
import { handbooks } from '../../../extern/operations';
import { form, listForm } from '../catalogueForm';
import { codeOptions } from '../codeOptions';
import { authorityCode } from '../fields';
import type { Form } from '../form';

export const handbookForms: Form[] = [
	form(handbooks.controlUnitGet, {
		resource: 'handbook',
		operation: 'getControlUnit',
		name: 'Get Authority',
		action: 'Get an office of an authority',
		description: 'Read name, address and state of one tax office or another office that reports go to',
		fields: [{ ...authorityCode, name: 'code', description: 'Office of the authority, such as the number of the tax office' }],
		more: [
			{ displayName: 'Police', name: 'ofPolice', type: 'boolean', default: false, description: 'Whether to take the office of the police (MVD) where another authority has an office of the same code' },
		],
	}),
	listForm(handbooks.controlUnitsList, {
		resource: 'handbook',
		operation: 'getControlUnits',
		name: 'Get Authorities',
		action: 'Get many offices of authorities',
		description: 'List tax offices and the other offices that reports go to',
		fields: [],
		more: [
			{ displayName: 'Authority', name: 'authority', type: 'options', options: codeOptions(codesIn('authority')), default: 'fns', description: 'Only offices of this authority' },
			{ displayName: 'Include Inactive', name: 'includeInactive', type: 'boolean', default: false, description: 'Whether to include offices that no longer work' },
			{ displayName: 'Region', name: 'region', type: 'string', default: '', placeholder: 'e.g. 66', description: 'Only offices of the region with this number' },
		],
	}),
	listForm(handbooks.handbookGet, {
		resource: 'handbook',
		operation: 'getHandbook',
		name: 'Get Handbook',
		action: 'Get the entries of a handbook',
		description: 'List the codes that notifications to the police draw on, such as citizenships and professions',
		fields: [
			{
				displayName: 'Handbook',
				name: 'handbookType',
				type: 'options',
				required: true,
				options: codeOptions(codesIn('handbook')),
				default: 'mvd-citizenship',
				description: 'Which list to read',
			},
		],
	}),
	listForm(handbooks.fnsFormsList, {
		resource: 'handbook',
		operation: 'getFnsForms',
		name: 'Get Tax Forms',
		action: 'Get many tax forms',
		description: 'List the forms of the tax service with the versions of their formats',
		fields: [],
		more: [{ displayName: 'KND', name: 'knd', type: 'string', default: '', placeholder: 'e.g. 1151001', description: 'Only versions of the form with this number' }],
	}),
];

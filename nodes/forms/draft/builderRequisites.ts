import { inputError, type WireBuilderData, type WireBuilderMetaRequest } from '../../../extern';
import { base64, guid, json, list, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { answeredDocflow, answeredDocument, authorityCode, certificate } from '../fields';
import type { Ask } from '../form';
import { builderType, INVENTORY, LETTER, OTHER_TYPES } from './builderTypes';
import { authority, partiesFrom, payer, rarelyOfParties } from './parties';

/** Who gets what a builder makes, where it is not an ordinary tax office. */
const AUTHORITY_OF: Readonly<Record<string, string>> = {
	'urn:drafts-builder:business-registration': 'registration',
	'urn:drafts-builder:pfr-report': 'pfr',
	'urn:drafts-builder:pfr-letter': 'pfr',
	'urn:drafts-builder:pfr-ios': 'pfr',
	'urn:drafts-builder:stat-letter': 'rosstat',
};

/** Fields of a builder's requisites: who sends, for whom, to whom, and what belongs to its type. */
export const requisites: Ask[] = [
	builderType,
	authorityCode,
	...payer,
	certificate,
	// Nothing that belongs to one type is required by n8n, which would want all of it where the type is an expression.
	{ ...answeredDocflow, required: false, when: { builderType: [INVENTORY] } },
	{ ...answeredDocument, required: false, when: { builderType: [INVENTORY] } },
	{ displayName: 'Region', name: 'region', type: 'string', default: '', placeholder: 'e.g. 77', description: 'Region of the sender\'s address, which a letter has to name', when: { builderType: [LETTER] } },
	{ displayName: 'Subject', name: 'subject', type: 'string', default: '', description: 'Subject of the letter', when: { builderType: [LETTER] } },
	{
		displayName: 'Builder Data',
		name: 'builderData',
		type: 'json',
		default: '{}',
		description: 'What this type of builder needs, as the API writes it: a registration for example has registration-info and paper-documents-delivery-type. Leave it empty for the pension fund.',
		when: { builderType: OTHER_TYPES },
	},
];

const ofLetter = { '/builderType': [LETTER] };

/** Parts of an address by their wire names. */
export const ADDRESS = { postalCode: 'index', district: 'district', city: 'city', settlement: 'settlement', street: 'street', house: 'house', building: 'building', flat: 'flat' } as const;

/** The sender's address besides its region, which is asked for with the letter. */
export function addressFields(when: Ask['when']): Ask[] {
	return [
		{ displayName: 'Building', name: 'building', type: 'string', default: '', description: 'Building, besides the house, in the sender\'s address', when },
		{ displayName: 'City', name: 'city', type: 'string', default: '', description: 'City in the sender\'s address', when },
		{ displayName: 'District', name: 'district', type: 'string', default: '', description: 'District in the sender\'s address', when },
		{ displayName: 'Flat', name: 'flat', type: 'string', default: '', description: 'Flat or office in the sender\'s address', when },
		{ displayName: 'House', name: 'house', type: 'string', default: '', description: 'House in the sender\'s address', when },
		{ displayName: 'Postal Code', name: 'postalCode', type: 'string', default: '', description: 'Postal code of the sender\'s address', when },
		{ displayName: 'Settlement', name: 'settlement', type: 'string', default: '', description: 'Settlement in the sender\'s address', when },
		{ displayName: 'Street', name: 'street', type: 'string', default: '', description: 'Street in the sender\'s address', when },
	];
}

export const rarely: Ask[] = [
	...rarelyOfParties,
	...addressFields(ofLetter),
	{ displayName: 'Additional Certificates', name: 'additionalCertificates', type: 'string', default: '', description: 'Certificates of others who sign too, as base64, separated by commas', when: { '/builderType': [INVENTORY, LETTER] } },
	{ displayName: 'Answered Docflow ID', name: 'answeredDocflowId', type: 'string', default: '', description: 'Docflow of the letter that this one answers', when: ofLetter },
	{ displayName: 'Answered Document ID', name: 'answeredDocumentId', type: 'string', default: '', description: 'Document of that docflow that this letter answers', when: ofLetter },
	{ ...authority, description: 'Who has the authority code, where it does not follow from the builder type' },
	{
		displayName: 'Report File ID',
		name: 'reportFileId',
		type: 'string',
		default: '',
		description: 'File ID (ИдФайл) of a report that went through another operator. The files are then sent in addition to it, instead of in answer to a demand.',
		when: { '/builderType': [INVENTORY] },
	},
];

/** Requisites of a builder as the form has them. */
export async function builderMetaFrom(step: Step, accountId: string): Promise<WireBuilderMetaRequest> {
	const { builderType: type, authority: chosen } = step.input({ builderType: text(), authority: optional(text()) });
	return {
		...(await partiesFrom(step, accountId, chosen ?? AUTHORITY_OF[type] ?? 'fns')),
		'builder-type': type,
		'builder-data': builderDataFrom(step, type),
	};
}

function builderDataFrom(step: Step, type: string): WireBuilderData | undefined {
	switch (type) {
		case INVENTORY:
			return inventoryFrom(step);
		case LETTER:
			return letterFrom(step);
		default:
			return objectFrom(step, 'builderData');
	}
}

/** A demand that is answered, or a report that went another way: the service wants either. */
function inventoryFrom(step: Step): WireBuilderData {
	const { reportFileId, additionalCertificates } = step.input({ reportFileId: optional(text()), additionalCertificates: optional(list(base64())) });
	const certificates = { 'additional-certificates': additionalCertificates };
	if (reportFileId) return { 'id-file-osn': reportFileId, ...certificates };
	const related = step.input({ relatedDocflowId: guid('the trigger, or Docflow: Get Many'), relatedDocumentId: guid('Docflow: Document: Get Many') });
	return { 'related-document': wireRelated(related.relatedDocflowId, related.relatedDocumentId), ...certificates };
}

function letterFrom(step: Step): WireBuilderData {
	const input = step.input({
		region: text(),
		subject: optional(text()),
		answeredDocflowId: optional(guid()),
		answeredDocumentId: optional(guid()),
		additionalCertificates: optional(list(base64())),
	});
	const address = Object.entries(ADDRESS).map(([name, wireName]) => [wireName, step.text(name) || undefined]);
	return {
		subject: input.subject,
		address: { region: input.region, ...Object.fromEntries(address) },
		'related-document': input.answeredDocflowId && input.answeredDocumentId ? wireRelated(input.answeredDocflowId, input.answeredDocumentId) : undefined,
		'additional-certificates': input.additionalCertificates,
	};
}

function wireRelated(docflowId: string, documentId: string): object {
	return { 'related-docflow-id': docflowId, 'related-document-id': documentId };
}

/** Data by a JSON field; an empty object is none. */
export function objectFrom(step: Step, name: string): WireBuilderData | undefined {
	const given = step.input({ [name]: optional(json()) })[name];
	if (given === undefined) return undefined;
	if (typeof given !== 'object' || given === null || Array.isArray(given)) throw inputError(`${name} must be a JSON object`, 'Write it in braces', name);
	return Object.keys(given).length > 0 ? { ...given } : undefined;
}

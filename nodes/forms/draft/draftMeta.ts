import { pfrLetterCategories, type WireDraftMeta } from '../../../extern';
import { base64, guid, list, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { codeOptions } from '../codeOptions';
import { authorityCode, certificate, powerOfAttorney } from '../fields';
import type { Ask } from '../form';
import { authority, partiesFrom, payer, rarelyOfParties } from './parties';

/** What every report needs to say about who reports for whom, and to whom. */
export const requisites: Ask[] = [authority, authorityCode, ...payer, certificate];

/** Requisites that only some authorities ask for. */
export const rarely: Ask[] = [
	...rarelyOfParties,
	{ displayName: 'Additional Certificates', name: 'additionalCertificates', type: 'string', default: '', description: 'Certificates of others who sign too, as base64, separated by commas' },
	{
		displayName: 'Letter Type',
		name: 'letterType',
		type: 'options',
		options: codeOptions(pfrLetterCategories()),
		default: 'urn:pfr-letter-category:letter',
		description: 'What a letter to the pension fund is about',
	},
	{ displayName: 'Parent Power of Attorney ID', name: 'parentPowerOfAttorneyId', type: 'string', default: '', description: 'ID of the power of attorney that was passed on, when the sender acts by a transferred one' },
	powerOfAttorney,
	{ displayName: 'Related Docflow ID', name: 'relatedDocflowId', type: 'string', default: '', description: 'Docflow that this draft answers. Give the related document, too.' },
	{ displayName: 'Related Document ID', name: 'relatedDocumentId', type: 'string', default: '', description: 'Document that this draft answers. Give its docflow, too.' },
	{ displayName: 'Subject', name: 'subject', type: 'string', default: '', description: 'Subject of a letter' },
];

/**
 * The requisites of a draft as the form's fields say.
 * @throws ExternError `input` that names the field
 */
export async function metaFrom(step: Step, accountId: string): Promise<WireDraftMeta> {
	const input = step.input({
		authority: text(),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		parentPowerOfAttorneyId: optional(guid('Account: Organization: Get')),
		subject: optional(text()),
		letterType: optional(text()),
		additionalCertificates: optional(list(base64())),
	});
	const more = {
		subject: input.subject,
		'additional-certificates': input.additionalCertificates,
		'pfr-letter-type': input.letterType,
		'machine-readable-warrant-id': input.powerOfAttorneyId,
		'parent-machine-readable-warrant-id': input.parentPowerOfAttorneyId,
	};
	return {
		...(await partiesFrom(step, accountId, input.authority)),
		'related-document': relatedDocument(step),
		'additional-info': Object.values(more).some((value) => value !== undefined) ? more : undefined,
	};
}

/** Both or neither. */
function relatedDocument(step: Step) {
	if (step.text('relatedDocflowId') === '' && step.text('relatedDocumentId') === '') return undefined;
	const { relatedDocflowId, relatedDocumentId } = step.input({ relatedDocflowId: guid('the trigger'), relatedDocumentId: guid('Docflow: Document: Get Many') });
	return { 'related-docflow-id': relatedDocflowId, 'related-document-id': relatedDocumentId };
}

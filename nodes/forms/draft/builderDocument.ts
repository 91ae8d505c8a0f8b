import { codesIn, type WireBuilderData } from '../../../extern';
import { builderDocumentIds, builderDocuments, builderIds, integer, type Operation, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { arrayForm, doneForm, form } from '../catalogueForm';
import { codeOptions } from '../codeOptions';
import { builderDocument, draftsBuilder, sameAccount } from '../fields';
import type { Ask, Form } from '../form';
import { objectFrom } from './builderRequisites';
import { builderType, INVENTORY, LETTER, OTHER_TYPES } from './builderTypes';

const fromFiles = { name: 'Detect From the Files', value: '' };

const details: Ask[] = [
	{ ...builderType, description: 'What the builder packs for. It decides what has to be known of a document.' },
	{
		displayName: 'Claim Item Number',
		name: 'claimItemNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1.01',
		description: 'Item of the demand that the document answers: 1.01 and on for documents, 2.01 and on for information',
		when: { builderType: [INVENTORY] },
	},
	{
		displayName: 'Document Kind',
		name: 'inventoryDocumentKind',
		type: 'options',
		options: [fromFiles, ...codeOptions(codesIn('inventoryDocumentType'))],
		default: '',
		description: 'Whether the document is a scan, a file in a format of the tax service, or a power of attorney',
		when: { builderType: [INVENTORY] },
	},
	{ displayName: 'Document Name', name: 'documentName', type: 'string', default: '', placeholder: 'e.g. Договор поставки № 5', description: 'Name of the scanned document, as the inspector reads it', when: { builderType: [INVENTORY] } },
	{
		displayName: 'Document Kind',
		name: 'letterDocumentKind',
		type: 'options',
		options: [fromFiles, ...codeOptions(codesIn('letterDocumentType'))],
		default: '',
		description: 'Whether the document is the text of the letter, an attachment, or a power of attorney',
		when: { builderType: [LETTER] },
	},
	{
		displayName: 'Document Data',
		name: 'documentData',
		type: 'json',
		default: '{}',
		description: 'What this type of builder has to know of a document, as the API writes it: a registration for example has svdreg-code and signers',
		when: { builderType: OTHER_TYPES },
	},
];

const rarely: Ask[] = [
	{ displayName: 'Group Label', name: 'groupLabel', type: 'string', default: '', description: 'Documents with the same label come into one draft, others into another', when: { '/builderType': [INVENTORY] } },
	{ displayName: 'Number of Files', name: 'fileCount', type: 'number', typeOptions: { minValue: 0 }, default: 1, description: 'How many files the document will have, so that the service can work on it in the background', when: { '/builderType': [INVENTORY, LETTER] } },
];

export const builderDocumentForms: Form[] = [
	{
		resource: 'builderDocument',
		operation: 'create',
		name: 'Create',
		action: 'Create a document of a builder',
		description: 'Add a document to a builder: what belongs together, such as the pages of one contract. Its files come after.',
		fields: [sameAccount, draftsBuilder, ...details],
		more: rarely,
		uses: [builderDocuments.builderDocumentCreate.id],
		output: builderDocuments.builderDocumentCreate.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(builderIds);
			const wire = await step.extern.call(builderDocuments.builderDocumentCreate, { ...ref, meta: { 'builder-data': documentDataFrom(step) } });
			return [step.answer(wire, builderDocuments.builderDocumentCreate.outline, { ...ref, documentId: wire.id })];
		},
	},
	detailsForm(builderDocuments.builderDocumentPut, {
		operation: 'createOrReplace',
		name: 'Create or Replace',
		action: 'Create or replace a document of a builder',
		description: 'Add the document of an ID of your own, or replace its details: a repeated run adds no second one',
		fields: [sameAccount, draftsBuilder, { ...builderDocument, description: 'ID of the document, which you may choose yourself. Without a document of this ID one is created.' }, ...details],
	}),
	doneForm(builderDocuments.builderDocumentDelete, {
		done: 'deleted',
		resource: 'builderDocument',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete a document from a builder',
		description: 'Take a document and its files out of a builder for good',
		fields: [sameAccount, draftsBuilder, builderDocument],
	}),
	form(builderDocuments.builderDocumentGet, {
		resource: 'builderDocument',
		operation: 'get',
		name: 'Get',
		action: 'Get a document of a builder',
		description: 'Read one document of a builder',
		fields: [sameAccount, draftsBuilder, builderDocument],
	}),
	form(builderDocuments.builderDocumentMetaGet, {
		resource: 'builderDocument',
		operation: 'getDetails',
		name: 'Get Details',
		action: 'Get the details of a document of a builder',
		description: 'Read what a builder knows of a document',
		fields: [sameAccount, draftsBuilder, builderDocument],
	}),
	arrayForm(builderDocuments.builderDocumentsList, {
		resource: 'builderDocument',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many documents of a builder',
		description: 'List the documents of a builder',
		fields: [sameAccount, draftsBuilder],
	}),
	detailsForm(builderDocuments.builderDocumentMetaUpdate, {
		operation: 'updateDetails',
		name: 'Update Details',
		action: 'Update the details of a document of a builder',
		description: 'Replace what a builder knows of a document',
		fields: [sameAccount, draftsBuilder, builderDocument, ...details],
	}),
];

function detailsForm<W extends object>(record: Operation<typeof builderDocuments.builderDocumentPut.input, W>, face: Pick<Form, 'operation' | 'name' | 'action' | 'description' | 'fields'>): Form {
	return {
		...face,
		resource: 'builderDocument',
		more: rarely,
		uses: [record.id],
		output: record.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(builderDocumentIds);
			const wire = await step.extern.call(record, { ...ref, meta: { 'builder-data': documentDataFrom(step) } });
			return [step.answer(wire, record.outline, ref)];
		},
	};
}

/** What a builder of the chosen type has to know of a document. */
function documentDataFrom(step: Step): WireBuilderData | undefined {
	const { builderType: type, fileCount } = step.input({ builderType: text(), fileCount: optional(integer()) });
	const background = fileCount === undefined ? undefined : { 'total-file-count': fileCount };
	switch (type) {
		case INVENTORY:
			return {
				'claim-item-number': step.input({ claimItemNumber: text(CLAIM_ITEM) }).claimItemNumber,
				type: step.text('inventoryDocumentKind') || undefined,
				'scanned-document-name': step.text('documentName') || undefined,
				'label-for-grouping': step.text('groupLabel') || undefined,
				'background-processing': background,
			};
		case LETTER:
			return { type: step.text('letterDocumentKind') || undefined, 'background-processing': background };
		default:
			return objectFrom(step, 'documentData');
	}
}

const CLAIM_ITEM = { matches: /^[12]\.\d\d$/, example: '1.01 for a document, 2.01 for information' };

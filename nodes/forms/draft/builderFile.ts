import type { WireBuilderData } from '../../../extern';
import { builderDocumentIds, builderFileIds, builderFiles, bytes, flag, guid, integer, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { arrayForm, doneForm, fileForm, form } from '../catalogueForm';
import { builderDocument, builderFile, draftsBuilder, inputFile, sameAccount, uploaded } from '../fields';
import type { Ask, Form } from '../form';
import { builderType, INVENTORY, LETTER } from './builderTypes';

const ofDocument = [sameAccount, draftsBuilder, builderDocument];
const ofFile = [...ofDocument, builderFile];

const details: Ask[] = [
	{ displayName: 'File Name', name: 'fileName', type: 'string', required: true, default: '={{ $json.fileName }}', description: 'Name of the file with its ending. Answers to demands take jpg, png, pdf, tif and tiff, letters any.' },
	{ ...builderType, description: 'What the builder packs for. It decides what has to be known of a file.' },
];

const place: Ask[] = [
	{ displayName: 'Order', name: 'fileOrder', type: 'number', typeOptions: { minValue: 0 }, default: 1, description: 'Place of the file in its document, such as the page of a scan, or the place of an attachment', when: { '/builderType': [INVENTORY, LETTER] } },
	{ displayName: 'Is Encrypted', name: 'isEncrypted', type: 'boolean', default: false, description: 'Whether the uploaded content is encrypted', when: { '/builderType': [INVENTORY] } },
];

const signature: Ask = {
	...inputFile,
	displayName: 'Counterparty Signature Binary Field',
	name: 'signature',
	required: false,
	default: '',
	hint: 'The name of the input binary field that holds the .sgn file',
	description: 'Signature of the counterparty, where the file is one that both sides signed, such as an invoice',
};

export const builderFileForms: Form[] = [
	{
		resource: 'builderFile',
		operation: 'create',
		name: 'Create',
		action: 'Create a file of a builder',
		description: 'Add an uploaded file to a document of a builder, which takes up to 99',
		fields: [...ofDocument, uploaded, ...details],
		more: [...place, signature],
		uses: [builderFiles.builderFileCreate.id],
		output: builderFiles.builderFileCreate.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(builderDocumentIds);
			const wire = await step.extern.call(builderFiles.builderFileCreate, { ...ref, file: await fileFrom(step) });
			return [step.answer(wire, builderFiles.builderFileCreate.outline, { ...ref, fileId: wire.id })];
		},
	},
	{
		resource: 'builderFile',
		operation: 'createOrReplace',
		name: 'Create or Replace',
		action: 'Create or replace a file of a builder',
		description: 'Add the file of an ID of your own, or replace it: a repeated run adds no second one',
		fields: [...ofDocument, { ...builderFile, description: 'ID of the file, which you may choose yourself. Without a file of this ID one is created.' }, uploaded, ...details],
		more: [...place, signature],
		uses: [builderFiles.builderFilePut.id],
		output: builderFiles.builderFilePut.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(builderFileIds);
			const wire = await step.extern.call(builderFiles.builderFilePut, { ...ref, file: await fileFrom(step) });
			return [step.answer(wire, builderFiles.builderFilePut.outline, ref)];
		},
	},
	doneForm(builderFiles.builderFileDelete, {
		done: 'deleted',
		resource: 'builderFile',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete a file from a builder',
		description: 'Take a file out of a document of a builder for good',
		fields: ofFile,
	}),
	fileForm(builderFiles.builderFileContentGet, {
		file: { property: 'data', name: nameOf('bin') },
		resource: 'builderFile',
		operation: 'download',
		name: 'Download',
		action: 'Download a file of a builder',
		description: 'Fetch a small file of a builder. Upload: Download fetches files of any size by their content ID.',
		fields: ofFile,
	}),
	fileForm(builderFiles.builderFileSignatureGet, {
		file: { property: 'signature', mimeType: 'application/pgp-signature', name: nameOf('sgn') },
		resource: 'builderFile',
		operation: 'downloadSignature',
		name: 'Download Signature',
		action: 'Download the counterparty signature of a file of a builder',
		description: 'Fetch the signature of the counterparty that came with a file',
		fields: ofFile,
	}),
	form(builderFiles.builderFileGenerate, {
		resource: 'builderFile',
		operation: 'generate',
		name: 'Generate',
		action: 'Generate a file of a builder',
		description: 'Have Kontur.Extern write a file in a format of the tax service from JSON, and add it to a document of a builder',
		fields: [...ofDocument, { displayName: 'Contract', name: 'contract', type: 'json', required: true, default: '{}', description: 'What the file says, as Kontur.Extern describes it for the form' }],
		more: [{ displayName: 'Contract Version', name: 'version', type: 'number', typeOptions: { minValue: 0 }, default: 1, description: 'Version of the contract, where there are several' }],
	}),
	form(builderFiles.builderFileGet, {
		resource: 'builderFile',
		operation: 'get',
		name: 'Get',
		action: 'Get a file of a builder',
		description: 'Read one file of a document of a builder',
		fields: ofFile,
	}),
	form(builderFiles.builderFileMetaGet, {
		resource: 'builderFile',
		operation: 'getDetails',
		name: 'Get Details',
		action: 'Get the details of a file of a builder',
		description: 'Read the name of a file and its place in the document',
		fields: ofFile,
	}),
	arrayForm(builderFiles.builderFilesList, {
		resource: 'builderFile',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many files of a builder',
		description: 'List the files of a document of a builder',
		fields: ofDocument,
	}),
	{
		resource: 'builderFile',
		operation: 'updateDetails',
		name: 'Update Details',
		action: 'Update the details of a file of a builder',
		description: 'Rename a file, or move it to another place in its document',
		fields: [...ofFile, ...details],
		more: place,
		uses: [builderFiles.builderFileMetaUpdate.id],
		output: builderFiles.builderFileMetaUpdate.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(builderFileIds);
			const wire = await step.extern.call(builderFiles.builderFileMetaUpdate, { ...ref, meta: fileMetaFrom(step) });
			return [step.answer(wire, builderFiles.builderFileMetaUpdate.outline, ref)];
		},
	},
];

async function fileFrom(step: Step): Promise<object> {
	const { contentId, signature: signed } = await step.inputWithFiles({ contentId: guid('Upload'), signature: optional(bytes()) });
	return {
		'content-id': contentId,
		'base64-signature-content': signed && Buffer.from(signed).toString('base64'),
		meta: fileMetaFrom(step),
	};
}

function fileMetaFrom(step: Step): object {
	const { fileName, builderType: type } = step.input({ fileName: text(), builderType: text() });
	return { 'file-name': fileName, 'builder-data': fileDataFrom(step, type) };
}

/** Only answers to demands and letters know more of a file than its name. */
function fileDataFrom(step: Step, type: string): WireBuilderData | undefined {
	const { fileOrder, isEncrypted } = step.input({ fileOrder: optional(integer()), isEncrypted: optional(flag()) });
	if (type === INVENTORY) return { 'scanned-file-order': fileOrder, 'is-file-encrypted': isEncrypted };
	if (type === LETTER) return { 'attachment-file-order': fileOrder };
	return undefined;
}

function nameOf(ending: string): (ids: Readonly<Record<string, unknown>>) => string {
	return ({ fileId }) => `${String(fileId)}.${ending}`;
}

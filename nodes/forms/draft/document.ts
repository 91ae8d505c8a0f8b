import type { WireDocumentRequest } from '../../../extern';
import { draftDocumentIds, draftDocuments, draftIds, flag, guid, optional, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { doneForm, fileForm, form } from '../catalogueForm';
import { draft, draftDocument, sameAccount, task, uploaded } from '../fields';
import type { Ask, Form } from '../form';
import { printForm } from '../printForm';

const ownDocumentId: Ask = {
	displayName: 'Document ID',
	name: 'documentId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	description: 'A GUID of your own, the same for the same file. A file of this ID is replaced.',
};

export const documentType: Ask = {
	displayName: 'Document Type',
	name: 'documentType',
	type: 'string',
	default: '',
	placeholder: 'e.g. urn:document:fns534-report-warrant',
	description: 'Kind of document as Kontur.Extern writes it. Usually left empty: it is recognised from the file.',
};

const aboutTheFile: Ask[] = [
	{ displayName: 'Content Type', name: 'contentType', type: 'string', default: '', placeholder: 'e.g. application/pdf', description: 'MIME type of the file, for attachments' },
	documentType,
	{ displayName: 'File Name', name: 'fileName', type: 'string', default: '={{ $json.fileName }}', description: 'Name of the file. For the tax service it must equal the file ID inside the file.' },
	{ displayName: 'Is Encrypted', name: 'isEncrypted', type: 'boolean', default: false, description: 'Whether the uploaded file is encrypted for the authority already' },
	{ displayName: 'Original File Name', name: 'originalFileName', type: 'string', default: '', description: 'Name that people know an attachment by' },
	{ displayName: 'Registration Document Code', name: 'svdregCode', type: 'string', default: '', placeholder: 'e.g. 011001', description: 'Code of the kind of document (SVDReg) in an application for the registration of a company' },
];

export const documentForms: Form[] = [
	{
		resource: 'document',
		operation: 'add',
		name: 'Add',
		action: 'Add a file to a draft',
		description: 'Put an uploaded file into a draft; the form is recognised',
		fields: [sameAccount, draft, uploaded],
		more: aboutTheFile,
		uses: [draftDocuments.draftDocumentCreate.id],
		output: draftDocuments.draftDocumentCreate.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftIds);
			const wire = await step.extern.call(draftDocuments.draftDocumentCreate, { ...ref, document: uploadedDocument(step) });
			return [step.answer(wire, draftDocuments.draftDocumentCreate.outline, ref)];
		},
	},
	{
		resource: 'document',
		operation: 'put',
		name: 'Create or Replace',
		action: 'Create or replace a file of a draft',
		description: 'Put an uploaded file into a draft under an ID of your own, or replace the file of this ID. A repeated run adds no second file.',
		fields: [sameAccount, draft, ownDocumentId, uploaded],
		more: aboutTheFile,
		uses: [draftDocuments.draftDocumentPut.id],
		output: draftDocuments.draftDocumentPut.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftDocumentIds);
			const wire = await step.extern.call(draftDocuments.draftDocumentPut, { ...ref, document: uploadedDocument(step) });
			return [step.answer(wire, draftDocuments.draftDocumentPut.outline, ref)];
		},
	},
	doneForm(draftDocuments.draftDocumentDelete, {
		done: 'deleted',
		resource: 'document',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete a file from a draft',
		description: 'Take a file out of a draft for good',
		fields: [sameAccount, draft, draftDocument],
	}),
	form(draftDocuments.draftDocumentGet, {
		resource: 'document',
		operation: 'get',
		name: 'Get',
		action: 'Get a file of a draft',
		description: 'Read what the service recognised in a file of a draft',
		fields: [sameAccount, draft, draftDocument],
	}),
	form(draftDocuments.draftDocumentTaskGet, {
		resource: 'document',
		operation: 'getPrintTask',
		name: 'Get Print Task',
		action: 'Get the task that prints a file of a draft',
		description: 'Look once at a task of printing, when Print did not wait for its end',
		fields: [sameAccount, draft, draftDocument, { ...task, description: 'Task that prints at Kontur.Extern. Usually comes from Draft: Document: Print.' }],
	}),
	printForm(
		{
			start: draftDocuments.draftDocumentPrint,
			look: async (extern, ids, apiTaskId) => await extern.call(draftDocuments.draftDocumentTaskGet, { ...ids, apiTaskId }),
			type: 'urn:task-type:print',
		},
		{
			look: draftDocuments.draftDocumentTaskGet.id,
			resource: 'document',
			operation: 'print',
			name: 'Print',
			action: 'Print a file of a draft',
			description: 'Make the printed form of a report and fetch it as a PDF file',
			fields: [sameAccount, draft, draftDocument],
		},
	),
	fileForm(draftDocuments.draftDocumentDecryptedContentGet, {
		resource: 'document',
		operation: 'downloadContent',
		name: 'Download Content',
		action: 'Download the content of a file of a draft',
		description: 'Fetch the bytes of a file as it was added. Upload: Download does the same for files of any size.',
		fields: [sameAccount, draft, draftDocument],
		file: { property: 'data', name: ({ documentId }) => `${String(documentId)}.bin` },
	}),
	fileForm(draftDocuments.draftDocumentEncryptedContentGet, {
		resource: 'document',
		operation: 'downloadEncryptedContent',
		name: 'Download Encrypted Content',
		action: 'Download the encrypted content of a file of a draft',
		description: 'Fetch the bytes that go to the authority; there are none before the draft was prepared',
		fields: [sameAccount, draft, draftDocument],
		file: { property: 'encrypted', mimeType: 'application/octet-stream', name: ({ documentId }) => `${String(documentId)}.enc` },
	}),
];

/** A document as its form describes it. */
function uploadedDocument(step: Step): WireDocumentRequest {
	const input = step.input({
		contentId: guid('Upload'),
		contentType: optional(text()),
		documentType: optional(text()),
		fileName: optional(text()),
		isEncrypted: optional(flag()),
		originalFileName: optional(text()),
		svdregCode: optional(text()),
	});
	const { fileName } = step.item.json;
	return {
		'content-id': input.contentId,
		description: {
			type: input.documentType,
			filename: input.fileName ?? (typeof fileName === 'string' ? fileName : undefined),
			'content-type': input.contentType,
			'original-filename': input.originalFileName,
			'svdreg-code': input.svdregCode,
			'is-document-encrypted': input.isEncrypted,
		},
	};
}

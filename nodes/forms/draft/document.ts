import { accountIds, draftDocuments, guid, optional, text } from '../../../extern/operations';
import { doneForm, form } from '../catalogueForm';
import { draft, draftDocument, sameAccount, task, uploaded } from '../fields';
import type { Form } from '../form';
import { printForm } from '../printForm';

export const documentForms: Form[] = [
	{
		resource: 'document',
		operation: 'add',
		name: 'Add',
		action: 'Add a file to a draft',
		description: 'Put an uploaded file into a draft; the form is recognised',
		fields: [sameAccount, draft, uploaded],
		more: [
			{ displayName: 'Document Type', name: 'documentType', type: 'string', default: '', placeholder: 'e.g. urn:document:fns534-report-warrant', description: 'Kind of document, where it cannot be recognised from the file' },
			{ displayName: 'File Name', name: 'fileName', type: 'string', default: '={{ $json.fileName }}', description: 'Name of the file. For the tax service it must equal the file ID inside the file.' },
		],
		uses: [draftDocuments.draftDocumentCreate.id],
		output: draftDocuments.draftDocumentCreate.outline,
		simplifies: true,
		async run(step) {
			const { accountId, draftId, contentId, documentType, fileName } = step.input({
				...accountIds,
				draftId: guid('Draft: Create'),
				contentId: guid('Upload'),
				documentType: optional(text()),
				fileName: optional(text()),
			});
			const filename = fileName ?? (typeof step.item.json.fileName === 'string' ? step.item.json.fileName : undefined);
			const document = { 'content-id': contentId, description: { type: documentType, filename } };
			const wire = await step.extern.call(draftDocuments.draftDocumentCreate, { accountId, draftId, document });
			return [step.answer(wire, draftDocuments.draftDocumentCreate.outline, { accountId, draftId })];
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
];

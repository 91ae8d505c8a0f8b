import { docflowDocuments, docflowIds, docflows, guid, optional, readInput } from '../../../extern/operations';
import { form, listForm } from '../catalogueForm';
import { account, docflow, docflowDocument, locator, sameAccount } from '../fields';
import type { Ask, Form } from '../form';
import { acceptDemandForm } from './acceptDemand';
import { answerDemandForm } from './answerDemand';
import { plainContent } from './contentForms';
import { comment, commentColor, otherChanges } from './noteFields';

const demandFile: Ask = { ...docflowDocument, displayName: 'File of the Demand', description: 'Attached file of the demand. Usually comes from Document: Get Many.' };

/** A file that was decrypted and not saved in its document. */
const decryptedFile = { documentId: guid('Docflow: Document: Get Many'), contentId: guid('Upload') };

export const demandForms: Form[] = [
	acceptDemandForm,
	answerDemandForm,
	{
		resource: 'demand',
		operation: 'check',
		name: 'Check',
		action: 'Check a demand',
		description: 'Tell whether there is a legal ground to decline a tax demand, and which reply is due. Its files have to be decrypted before.',
		fields: [sameAccount, docflow],
		more: [
			{
				displayName: 'Decrypted Demand',
				name: 'demandContentId',
				type: 'string',
				default: '',
				description: 'Content ID of the decrypted main document. Leave empty where it was saved in the document.',
			},
			{
				displayName: 'Decrypted Files',
				name: 'attachments',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				placeholder: 'Add File',
				default: {},
				description: 'Decrypted files of the demand that were not saved in their documents',
				options: [
					{
						displayName: 'File',
						name: 'file',
						values: [
							{ displayName: 'Document ID', name: 'documentId', type: 'string', default: '', description: 'File of the demand' },
							{ displayName: 'Content ID', name: 'contentId', type: 'string', default: '', description: 'Decrypted file at the content service' },
						],
					},
				],
			},
		],
		uses: [docflows.docflowCheckDemand.id],
		output: docflows.docflowCheckDemand.outline,
		simplifies: true,
		async run(step) {
			const input = step.input({ ...docflowIds, demandContentId: optional(guid('Upload')) });
			const attachments = filesOf(step.value('attachments')).map((file) => {
				const { documentId, contentId } = readInput(decryptedFile, file);
				return { id: documentId, 'content-id': contentId };
			});
			const checked = await step.extern.call(docflows.docflowCheckDemand, { ...input, ...(attachments.length > 0 && { attachments }) });
			return [step.answer(checked, docflows.docflowCheckDemand.outline, { accountId: input.accountId, docflowId: input.docflowId })];
		},
	},
	listForm(docflows.docflowsDemandsAssigneesList, {
		resource: 'demand',
		operation: 'getAssignees',
		name: 'Get Assignees',
		action: 'Get who may work on demands',
		description: 'List the people who may be made responsible for a demand',
		fields: [account],
	}),
	form(docflowDocuments.docflowDocumentRecognize, {
		resource: 'demand',
		operation: 'recognize',
		name: 'Recognize',
		action: 'Recognize a demand',
		description: 'Read number, date, form and deadlines from the decrypted PDF file of a tax demand',
		fields: [sameAccount, docflow, demandFile, plainContent],
	}),
	form(docflowDocuments.docflowDocumentPatch, {
		resource: 'demand',
		operation: 'update',
		name: 'Update',
		action: 'Update the notes on a demand',
		description: 'Make somebody responsible for a demand, set its status, comment and label it. What is left empty stays as it is.',
		fields: [
			sameAccount,
			docflow,
			demandFile,
			locator({
				displayName: 'Assignee',
				name: 'assigneeId',
				search: 'searchAssignees',
				required: false,
				description: 'Who is to work on the demand. There can be one.',
			}),
			{
				displayName: 'Status',
				name: 'demandStatus',
				type: 'options',
				options: [
					{ name: 'As It Is', value: '' },
					{ name: 'Done', value: 'done' },
					{ name: 'In Progress', value: 'in-progress' },
				],
				default: '',
				description: 'How far the work on the demand is',
			},
			comment,
			commentColor,
		],
		more: [
			{
				displayName: 'Clear',
				name: 'clear',
				type: 'multiOptions',
				options: [
					{ name: 'Assignee', value: 'assignees' },
					{ name: 'Comment', value: 'comment' },
					{ name: 'Demand Date', value: 'demand-date' },
					{ name: 'Demand Number', value: 'demand-number' },
					{ name: 'Labels', value: 'labels' },
				],
				default: [],
				description: 'What to empty',
			},
			{ displayName: 'Demand Date', name: 'demandDate', type: 'dateTime', default: '', description: 'Date of the demand, where it was not recognized' },
			{ displayName: 'Demand Number', name: 'demandNumber', type: 'string', default: '', placeholder: 'e.g. 15-30/12345', description: 'Number of the demand, where it was not recognized' },
			{ displayName: 'Labels', name: 'labels', type: 'string', default: '', placeholder: 'e.g. urgent, VAT', description: 'All labels of the demand, separated by commas. They replace those that are there.' },
			otherChanges,
		],
	}),
];

/** The rows of Decrypted Files. */
function filesOf(collection: unknown): Array<Record<string, unknown>> {
	const rows = typeof collection === 'object' && collection !== null && 'file' in collection ? collection.file : [];
	return Array.isArray(rows) ? rows : [];
}

import { type AnswerDocument, answerFile, type AnswerKind, claimItemIn, codesIn, documentNameIn, inputError, kindOfAnswer } from '../../../extern';
import { optional, readInput, text } from '../../../extern/operations';
import { bytesOf, type InputFile } from '../../run/binary';
import type { Step } from '../../run/step';
import { codeOptions } from '../codeOptions';
import type { Ask } from '../form';
import { rowsOf, textInRow } from '../rows';

/** The files of an answer, where each of them is a document of its own. */
export const answerFiles: Ask[] = [
	{
		displayName: 'Input Binary Fields',
		name: 'files',
		type: 'string',
		default: 'data',
		hint: 'Names of the input binary fields, separated by commas. Each file is a document of its own; what has several pages or a name is described under Documents.',
		description: 'Which files of the item to send',
	},
	{
		displayName: 'Claim Item Number',
		name: 'claimItemNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1.01',
		description: 'Item of the demand that the files answer: 1.01 and on for documents, 2.01 and on for information. Leave empty where the file names begin with it, such as 1.01 Contract.pdf.',
	},
];

/** Documents that need more than a file. */
export const answerDocuments: Ask = {
	displayName: 'Documents',
	name: 'documents',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Document',
	default: {},
	description: 'Documents with several files, a name, a group or a signature, besides those of Input Binary Fields',
	options: [
		{
			displayName: 'Document',
			name: 'document',
			values: [
				textInRow('Claim Item Number', 'claimItemNumber', { placeholder: 'e.g. 1.01', description: 'Item of the demand that the document answers' }),
				textInRow('Counterparty Signature Binary Field', 'signature', { description: 'Input binary field with the signature of the counterparty, where the document is one that both sides signed; for a document of one file' }),
				textInRow('Group Label', 'groupLabel', { description: 'Documents with the same label come into one inventory, others into another' }),
				textInRow('Input Binary Fields', 'files', { description: 'Files of the document in the order of its pages, separated by commas' }),
				{
					displayName: 'Kind',
					name: 'kind',
					type: 'options',
					options: [{ name: 'Detect From the Files', value: '' }, ...codeOptions(codesIn('inventoryDocumentType'))],
					default: '',
					description: 'Whether the document is a scan, a file in a format of the tax service, or a power of attorney',
				},
				textInRow('Name', 'name', { placeholder: 'e.g. Договор поставки № 5', description: 'Name of a scanned document, as the inspector reads it. Leave empty to take that of the file.' }),
			],
		},
	],
};

const one = optional(text());
const described = { claimItemNumber: one, signature: one, groupLabel: one, files: one, kind: one, name: one };

/**
 * The documents of an answer by the fields above.
 * @throws ExternError `input` when no file is named
 */
export async function answerDocumentsOf(step: Step): Promise<AnswerDocument[]> {
	const rows = rowsOf(step.value('documents'), 'document').map((given) => readInput(described, given));
	const documents: AnswerDocument[] = [];
	const item = step.text('claimItemNumber');
	// With documents described one by one there may be none besides.
	const alone = step.text('files');
	for (const file of alone || rows.length === 0 ? await step.files(alone) : []) documents.push(await documentOf([file], { claimItemNumber: item || undefined }));
	for (const given of rows) {
		const [signature] = given.signature ? await step.files(given.signature) : [];
		documents.push(await documentOf(await step.files(given.files ?? ''), given, signature));
	}
	return documents;
}

async function documentOf(files: readonly InputFile[], given: { claimItemNumber?: string; groupLabel?: string; kind?: string; name?: string }, signature?: InputFile): Promise<AnswerDocument> {
	const [first] = files;
	if (signature && files.length !== 1) throw inputError('A counterparty signature belongs to one file', 'Make a document of its own for each file that has a signature', 'documents');
	const signed = signature && (await bytesOf(signature));
	return {
		files: await Promise.all(files.map(async (file) => await answerFile(file.name, file, signed))),
		claimItem: given.claimItemNumber ?? claimItemIn(first.name) ?? '',
		kind: kindIn(given.kind) ?? kindOfAnswer(first.name),
		name: given.name ?? documentNameIn(first.name),
		group: given.groupLabel,
	};
}

function kindIn(given: string | undefined): AnswerKind | undefined {
	return given === 'scanned' || given === 'formalized' || given === 'warrant' ? given : undefined;
}

import { Archive, archivedBefore, type ArchiveWishes, inputError, type ToArchive } from '../../../extern';
import { contents, count, docflowContents, docflowDocuments, docflowIds, docflows, docflowSignatures, inventories, organizations, type Outline, parts, urn, words, yesNo } from '../../../extern/operations';
import { bytesOf, fileOf } from '../../run/binary';
import type { Result, Step } from '../../run/step';
import { decryptWith, docflow, sameAccount } from '../fields';
import type { Ask, Form } from '../form';
import { isLeftOn } from '../decrypting';
import { asFiles, asZip } from './archiveOutput';

/** Named as all choosers of a key are, since that name tells the editor which credential to ask for. */
const decryptWithIfAny: Ask = {
	...decryptWith,
	displayName: 'Decrypt Documents With',
	options: [{ name: 'Nothing, Keep Them Encrypted', value: 'none', description: 'Documents that the service has no plain file of are kept as they came' }, ...(decryptWith.options ?? [])],
	default: 'none',
	description: 'Whose key opens what authorities sent encrypted. What it cannot open is kept as it came, and the index says so.',
};

const output: Ask = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{ name: 'One ZIP', value: 'zip', description: 'One item with one ZIP file that holds everything' },
		{ name: 'Separate Files', value: 'files', description: 'One item for each file, for nodes that write files to a disk, to S3 or to WebDAV' },
	],
	default: 'zip',
	description: 'How the files come out. All items of the input go into one archive.',
};

const zipName: Ask = {
	displayName: 'ZIP File Name',
	name: 'zipName',
	type: 'string',
	default: 'archive.zip',
	description: 'Name of the ZIP file',
	when: { output: ['zip'] },
};

const alreadyArchived: Ask = {
	displayName: 'Already Archived',
	name: 'alreadyArchived',
	type: 'options',
	options: [
		{ name: 'Index as JSON', value: 'json', description: 'An expression that gives the index of the last archive, or the rows of a table with its files' },
		{ name: 'Index File', value: 'file', description: 'The index of the last archive, a file in a binary field of the input' },
		{ name: 'Nothing', value: 'nothing', description: 'Everything is archived' },
	],
	default: 'nothing',
	description: 'What was archived before. Only what is new comes out, and an index of everything.',
};

const indexField: Ask = {
	displayName: 'Index Binary Field',
	name: 'indexField',
	type: 'string',
	default: 'index',
	description: 'Binary field of the input that holds the index. The first time there is none, and everything is archived.',
	when: { alreadyArchived: ['file'] },
};

const indexJson: Ask = {
	displayName: 'Index',
	name: 'indexJson',
	type: 'json',
	default: '',
	description: 'The index of the last archive, or a list with one entry for each of its files as this node gave them out. Empty the first time.',
	when: { alreadyArchived: ['json'] },
};

const printedForms: Ask = {
	displayName: 'Printed Forms',
	name: 'printedForms',
	type: 'boolean',
	default: true,
	description: 'Whether to print what can be printed, as PDF with its stamps. Each printed form takes some seconds.',
};

const withInventories: Ask = {
	displayName: 'Inventories',
	name: 'inventories',
	type: 'boolean',
	default: false,
	description: 'Whether to archive with a demand the inventories that answer it',
};

const table: Ask = {
	displayName: 'Index for a Spreadsheet',
	name: 'table',
	type: 'boolean',
	default: false,
	description: 'Whether to add index.csv, which Excel opens',
};

const oneFolder: Ask = {
	displayName: 'All in One Folder',
	name: 'oneFolder',
	type: 'boolean',
	default: false,
	description: 'Whether to put organization, day and docflow into the names of the files instead of making folders. The node that writes files to a disk makes no folders.',
};

const save: Ask = {
	displayName: 'Save to Kontur.Extern',
	name: 'save',
	type: 'boolean',
	default: false,
	description: 'Whether to save what was decrypted in its document, so that the next archive needs no key',
};

const archived: Outline<never> = {
	path: words('Place of the file in the archive; of the archive itself it is absent'),
	directory: words('The folders of the path'),
	fileName: words('Name of the file'),
	kind: words('What the file is: document, signature, print, docflow, index, table or archive'),
	size: count('Size in bytes'),
	sha256: words('Digest of the file'),
	docflowId: words('Id of the docflow'),
	documentId: words('Id of the document that it is or belongs to'),
	documentType: urn('Kind of document'),
	sentAt: words('When the document was sent, UTC'),
	isEncrypted: yesNo('Whether it is kept encrypted, since nobody could open it'),
	signatureId: words('Id of the signature'),
	signer: words('Who signed'),
	thumbprint: words('Thumbprint of the certificate that signed'),
	signatureFits: yesNo('Whether the signature fits the document; absent where that could not be told'),
	newFiles: count('How many files the archive did not have before'),
	docflows: count('How many docflows the archive holds'),
	problem: words('What could not be archived, and why; the rest was'),
	problems: parts('The same, one by one', { docflowId: words<never>('Id of the docflow'), documentId: words<never>('Id of the document'), kind: words<never>('What is missing'), problem: words<never>('Why') }),
};

/** Keeps docflows: documents, signatures, printed forms, and an index of them all. */
export const archiveForm: Form = {
	resource: 'docflow',
	operation: 'archive',
	name: 'Archive',
	action: 'Archive docflows',
	description: 'Gather documents, signatures and printed forms of docflows with an index, as files or as one ZIP. Run again with the index of before, it gives only what is new.',
	fields: [sameAccount, docflow, output, zipName, decryptWithIfAny, alreadyArchived, indexField, indexJson],
	more: [printedForms, withInventories, table, oneFolder, save],
	uses: [
		docflows.docflowGet.id,
		contents.contentDownload.id,
		docflowSignatures.docflowDocumentSignatureContentGet.id,
		docflowDocuments.docflowDocumentPrint.id,
		docflowDocuments.docflowDocumentTaskGet.id,
		docflowContents.docflowDocumentDecryptedContentPut.id,
		contents.contentUploadStart.id,
		contents.contentUploadChunk.id,
		organizations.organizationGet.id,
		inventories.inventoriesList.id,
		inventories.inventoryGet.id,
		inventories.inventoryDocumentSignatureContentGet.id,
		inventories.inventoryDocumentPrint.id,
		inventories.inventoryDocumentTaskGet.id,
		inventories.inventoryDocumentDecryptedContentPut.id,
	],
	waits: true,
	output: archived,
	run: async (step) => await archive([step]),
	runTogether: archive,
};

/** The choices are those of the first item: there is one archive. */
async function archive(steps: readonly Step[]): Promise<Result[]> {
	const [first] = steps;
	const work = new Archive(wishesOf(first), archivedBefore(await givenIndex(steps)));
	const wanted = steps.map((step) => toArchive(step));
	const parts = { archive: work, steps, wanted, withTable: first.isOn(table.name), language: first.view.language };
	switch (first.text(output.name)) {
		case 'files':
			return await asFiles(parts);
		case 'zip':
			return await asZip({ ...parts, zipName: first.text(zipName.name) });
		default:
			throw inputError(`output: "${first.text(output.name)}" is no kind of output`, 'One of files, zip', output.name);
	}
}

function wishesOf(step: Step): ArchiveWishes {
	return {
		printedForms: isLeftOn(step, printedForms),
		inventories: step.isOn(withInventories.name),
		save: step.isOn(save.name),
		flat: step.isOn(oneFolder.name),
		patienceMs: step.patienceMs,
		view: step.view,
	};
}

function toArchive(step: Step): ToArchive {
	return { ...step.input(docflowIds), extern: step.extern, ...(step.text(decryptWith.name) !== 'none' && { opener: async () => await step.opener() }) };
}

/** The index of before, of the first item that has one: they all go into the same archive. */
async function givenIndex(steps: readonly Step[]): Promise<unknown> {
	const [first] = steps;
	switch (first.text(alreadyArchived.name)) {
		case 'file': {
			const field = first.text(indexField.name);
			const holder = steps.find(({ item }) => item.binary?.[field]);
			return holder && Buffer.from(await bytesOf(await fileOf(holder.context, holder.index, field))).toString('utf8');
		}
		case 'json':
			return first.value(indexJson.name);
		default:
			return undefined;
	}
}

import { bytesOf as documentBytes, signDocument, signUnsigned, verifySignature } from '../../extern';
import { contents, count, drafts, guid, type Outline, parts, words, yesNo } from '../../extern/operations';
import { bytesOf } from '../run/binary';
import { draft, draftDocument, inputFile, sameAccount, signatureFields, signWith } from './fields';
import type { Form, Resource } from './form';
import { signatureForms } from './signature';

export const signResources: Resource[] = [
	{ name: 'Document', value: 'document' },
	{ name: 'Draft', value: 'draft' },
	{ name: 'File', value: 'file' },
	{ name: 'Signature', value: 'signature' },
];

const DRAFT = { accountId: guid('Account: Get Many'), draftId: guid('Draft: Create') };
const DOCUMENT = { ...DRAFT, documentId: guid('Draft: Add') };
const CALLS = [
	drafts.draftSignaturePut.id,
	drafts.draftGet.id,
	drafts.draftDocumentGet.id,
	drafts.draftSignatureContentGet.id,
	drafts.draftSignatureDelete.id,
	contents.contentDownload.id,
];

const signedDocument: Outline<never> = {
	draftId: words('Id of the draft'),
	documentId: words('Id of the signed document'),
	fileName: words('Name of the file'),
	signatureId: words('Id of the signature'),
	isNew: yesNo('Whether it was signed now; otherwise a valid signature was there already'),
};

const signedDraft: Outline<never> = {
	draftId: words('Id of the draft'),
	signed: count('Number of files signed now'),
	documents: parts('All files of the draft', { documentId: signedDocument.documentId, fileName: signedDocument.fileName, signatureId: signedDocument.signatureId, isNew: signedDocument.isNew }),
};

const verdict: Outline<never> = {
	valid: yesNo('Whether the signature fits the file'),
	reason: words('Why it does not'),
	signer: words('Person or company of the certificate'),
	inn: words('INN in the certificate'),
	thumbprint: words('Thumbprint of the certificate'),
	validFrom: words('First moment of the certificate'),
	validTo: words('Last moment of the certificate'),
};

export const signForms: Form[] = [
	...signatureForms,
	{
		resource: 'draft',
		operation: 'sign',
		name: 'Sign',
		action: 'Sign all files of a draft',
		description: 'Sign every file of a draft that is not signed yet',
		fields: [sameAccount, draft, signWith, signatureFields],
		uses: CALLS,
		output: signedDraft,
		async run(step) {
			const ref = step.input(DRAFT);
			const signed = await signUnsigned(step.extern, ref, await step.signer());
			const documents = signed.map(({ document, signatureId, isNew }) => ({ documentId: document.id, fileName: document.description.filename, signatureId, isNew }));
			return [step.result({ ...ref, signed: documents.filter(({ isNew }) => isNew).length, documents })];
		},
	},
	{
		resource: 'draft',
		operation: 'listUnsigned',
		name: 'Get Unsigned Files',
		action: 'Get what needs signing',
		description: 'Fetch the files of a draft that have no signature yet, to sign them elsewhere',
		fields: [sameAccount, draft],
		uses: [drafts.draftGet.id, drafts.draftDocumentGet.id, contents.contentDownload.id],
		output: drafts.draftDocumentGet.outline,
		async run(step) {
			const ref = step.input(DRAFT);
			const results = [];
			for (const documentId of drafts.documentsOf(await step.extern.call(drafts.draftGet, ref))) {
				const document = await step.extern.call(drafts.draftDocumentGet, { ...ref, documentId });
				if ((document.signatures ?? []).length > 0) continue;
				const file = documentBytes(step.extern, ref.accountId, document);
				const binary = await step.store('data', Buffer.from(await bytesOf(file)), file.fileName);
				results.push(step.answer(document, drafts.draftDocumentGet.outline, ref, binary));
			}
			return results;
		},
	},
	{
		resource: 'document',
		operation: 'sign',
		name: 'Sign',
		action: 'Sign one file of a draft',
		description: 'Sign one file of a draft, or attach a signature that was made elsewhere',
		fields: [sameAccount, draft, draftDocument, signWith, signatureFields],
		uses: CALLS,
		output: signedDocument,
		async run(step) {
			const { documentId, ...ref } = step.input(DOCUMENT);
			const { document, signatureId, isNew } = await signDocument(step.extern, ref, documentId, await step.signer());
			return [step.result({ ...ref, documentId, fileName: document.description.filename, signatureId, isNew })];
		},
	},
	{
		resource: 'file',
		operation: 'verify',
		name: 'Verify a Signature',
		action: 'Verify the signature of a file',
		description: 'Tell whether a signature fits a file and whose it is, without sending anything',
		fields: [
			inputFile,
			{
				displayName: 'Signature Binary Field',
				name: 'signatureField',
				type: 'string',
				required: true,
				default: 'signature',
				typeOptions: { binaryDataProperty: true },
				description: 'Input binary field that holds the .sig file',
			},
		],
		uses: [],
		output: verdict,
		async run(step) {
			const [file] = await step.files(step.text('file'));
			const [signature] = await step.files(step.text('signatureField'));
			return [step.result({ fileName: file.name, ...(await verifySignature(await bytesOf(signature), file.chunks())) })];
		},
	},
];

import { signDocument } from '../../../extern';
import { contents, draftDocumentIds, draftDocuments, drafts, draftSignatures, type Outline, words, yesNo } from '../../../extern/operations';
import { draft, draftDocument, sameAccount, signatureFields, signWith } from '../fields';
import type { Form } from '../form';

/** What signing calls. */
export const SIGNING_CALLS = [
	draftSignatures.draftSignaturePut.id,
	drafts.draftGet.id,
	draftDocuments.draftDocumentGet.id,
	draftSignatures.draftSignatureContentGet.id,
	draftSignatures.draftSignatureDelete.id,
	contents.contentDownload.id,
];

/** A file of a draft after signing. */
export const signedDocument: Outline<never> = {
	draftId: words('Id of the draft'),
	documentId: words('Id of the signed document'),
	fileName: words('Name of the file'),
	signatureId: words('Id of the signature'),
	isNew: yesNo('Whether it was signed now; otherwise a valid signature was there already'),
};

export const documentForms: Form[] = [
	{
		resource: 'document',
		operation: 'sign',
		name: 'Sign',
		action: 'Sign one file of a draft',
		description: 'Sign one file of a draft, or attach a signature that was made elsewhere',
		fields: [sameAccount, draft, draftDocument, signWith, signatureFields],
		uses: SIGNING_CALLS,
		output: signedDocument,
		async run(step) {
			const { documentId, ...ref } = step.input(draftDocumentIds);
			const { document, signatureId, isNew } = await signDocument(step.extern, ref, documentId, await step.signer());
			return [step.result({ ...ref, documentId, fileName: document.description.filename, signatureId, isNew })];
		},
	},
];

import { bytesOf as documentBytes, signUnsigned } from '../../../extern';
import { contents, count, draftDocuments, draftIds, drafts, type Outline, parts, words } from '../../../extern/operations';
import { bytesOf } from '../../run/binary';
import { draft, sameAccount, signatureFields, signWith } from '../fields';
import { signingWarnings } from '../finding';
import type { Form } from '../form';
import { SIGNING_CALLS, signedDocument } from './document';

const signedDraft: Outline<never> = {
	draftId: words('Id of the draft'),
	signed: count('Number of files signed now'),
	documents: parts('All files of the draft', { documentId: signedDocument.documentId, fileName: signedDocument.fileName, signatureId: signedDocument.signatureId, isNew: signedDocument.isNew }),
	warnings: signingWarnings,
};

export const draftForms: Form[] = [
	{
		resource: 'draft',
		operation: 'sign',
		name: 'Sign',
		action: 'Sign all files of a draft',
		description: 'Sign every file of a draft that is not signed yet',
		fields: [sameAccount, draft, signWith, signatureFields],
		uses: SIGNING_CALLS,
		output: signedDraft,
		async run(step) {
			const ref = step.input(draftIds);
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
		uses: [drafts.draftGet.id, draftDocuments.draftDocumentGet.id, contents.contentDownload.id],
		output: draftDocuments.draftDocumentGet.outline,
		async run(step) {
			const ref = step.input(draftIds);
			const results = [];
			for (const documentId of drafts.documentsOf(await step.extern.call(drafts.draftGet, ref))) {
				const document = await step.extern.call(draftDocuments.draftDocumentGet, { ...ref, documentId });
				if ((document.signatures ?? []).length > 0) continue;
				const file = documentBytes(step.extern, ref.accountId, document);
				const binary = await step.store('data', Buffer.from(await bytesOf(file)), file.fileName);
				results.push(step.answer(document, draftDocuments.draftDocumentGet.outline, ref, binary));
			}
			return results;
		},
	},
];

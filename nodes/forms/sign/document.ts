import { signDocument } from '../../../extern';
import { contents, draftDocumentIds, draftDocuments, drafts, draftSignatures, words } from '../../../extern/operations';
import { downloadForStore } from '../../run/download';
import type { Step } from '../../run/step';
import { draft, draftDocument, outputField, sameAccount, signatureFields, signWith } from '../fields';
import { signingWarnings } from '../finding';
import type { Form } from '../form';
import { signedDocument, toldOfOne } from './signed';

/** What signing calls. */
export const SIGNING_CALLS = [
	draftSignatures.draftSignaturePut.id,
	drafts.draftGet.id,
	draftDocuments.draftDocumentGet.id,
	draftSignatures.draftSignatureContentGet.id,
	draftSignatures.draftSignatureDelete.id,
	contents.contentDownload.id,
	draftDocuments.draftDocumentDataToSign.id,
];

/** Whose raw signatures belong on a draft: prepare compares them with this certificate. */
export async function senderCertificate(step: Step, ref: { accountId: string; draftId: string }): Promise<string | undefined> {
	return (await step.extern.call(drafts.draftGet, ref)).meta.sender.certificate?.content;
}

export const documentForms: Form[] = [
	{
		resource: 'document',
		operation: 'getDataToSign',
		name: 'Get Data to Sign',
		action: 'Get the data to sign of a notification',
		description: 'Number a notification for the Ministry of Internal Affairs and fetch the bytes that are to be signed. Check the draft before; after any change of it, do this again.',
		fields: [sameAccount, draft, draftDocument, outputField('dataToSign')],
		uses: [draftDocuments.draftDocumentDataToSign.id, contents.contentDownload.id],
		output: draftDocuments.draftDocumentDataToSign.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftDocumentIds);
			const wire = await step.extern.call(draftDocuments.draftDocumentDataToSign, ref);
			const contentId = wire['decrypted-content-id'];
			const file = contentId ? await downloadForStore(step.context, step.extern, ref.accountId, contentId) : undefined;
			const binary = file && (await step.store(step.text('outputField') || 'dataToSign', file, `${ref.documentId}.bin`));
			return [step.answer(wire, draftDocuments.draftDocumentDataToSign.outline, ref, binary)];
		},
	},
	{
		resource: 'document',
		operation: 'sign',
		name: 'Sign',
		action: 'Sign one file of a draft',
		description: 'Sign one file of a draft, or attach a signature that was made elsewhere',
		fields: [sameAccount, draft, draftDocument, signWith, signatureFields],
		uses: SIGNING_CALLS,
		signsRaw: true,
		output: { draftId: words('Id of the draft'), ...signedDocument, warnings: signingWarnings },
		async run(step) {
			const { documentId, ...ref } = step.input(draftDocumentIds);
			const signer = await step.signer(async () => await senderCertificate(step, ref));
			return [step.result({ ...ref, ...toldOfOne(await signDocument(step.extern, ref, documentId, signer)) })];
		},
	},
];

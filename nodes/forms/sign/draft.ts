import { signUnsigned, wantedSignatures } from '../../../extern';
import { contents, count, draftDocuments, draftIds, drafts, type Outline, words } from '../../../extern/operations';
import { bytesOf } from '../../run/binary';
import { draft, sameAccount, signatureFields, signWith } from '../fields';
import { signingWarnings } from '../finding';
import type { Form } from '../form';
import { senderCertificate, SIGNING_CALLS } from './document';
import { signedDocuments, toldOf } from './signed';

const signedDraft: Outline<never> = {
	draftId: words('Id of the draft'),
	signed: count('Number of files signed now'),
	documents: signedDocuments('All files of the draft'),
	warnings: signingWarnings,
};

const unsignedDocument: Outline<never> = {
	draftId: words('Id of the draft'),
	...draftDocuments.draftDocumentGet.outline,
	signature: words('How the file in the output is to be signed: detached, or raw'),
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
		signsRaw: true,
		output: signedDraft,
		async run(step) {
			const ref = step.input(draftIds);
			const signed = await signUnsigned(step.extern, ref, await step.signer(async () => await senderCertificate(step, ref)));
			return [step.result({ ...ref, ...toldOf(signed) })];
		},
	},
	{
		resource: 'draft',
		operation: 'listUnsigned',
		name: 'Get Unsigned Files',
		action: 'Get what needs signing',
		description: 'Fetch the files of a draft that have no signature yet, to sign them elsewhere: each comes as the bytes that are to be signed, and the output tells how',
		fields: [sameAccount, draft],
		uses: [drafts.draftGet.id, draftDocuments.draftDocumentGet.id, contents.contentDownload.id, draftDocuments.draftDocumentDataToSign.id],
		output: unsignedDocument,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftIds);
			const results = [];
			for (const { document, signature, toSign } of await wantedSignatures(step.extern, ref)) {
				// Counterparties sign what a builder takes from them; the sender's own signature is needed beside theirs.
				const isSigned = (document.signatures ?? []).some((one) => one['signer-type'] !== 'third-party-representative');
				if (!toSign || isSigned) continue;
				const name = signature === 'raw' ? `${toSign.fileName}.bin` : toSign.fileName;
				const binary = await step.store('data', Buffer.from(await bytesOf(toSign)), name);
				results.push(step.answer(document, draftDocuments.draftDocumentGet.outline, { ...ref, signature }, binary));
			}
			return results;
		},
	},
];

import { draftDocumentIds, draftSignatures, guid } from '../../../extern/operations';
import { bytesOf } from '../../run/binary';
import { doneForm, form } from '../catalogueForm';
import { draft, draftDocument, inputFile, sameAccount } from '../fields';
import type { Ask, Form } from '../form';

const signatureId: Ask = {
	displayName: 'Signature ID',
	name: 'signatureId',
	type: 'string',
	required: true,
	default: '={{ $json.signatureId }}',
	placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	description: 'Signature of a file of the draft. Usually comes from Sign.',
};

const { outline } = draftSignatures.draftSignatureCreate;

/** Signatures of a draft's files one by one, for those who sign elsewhere. */
export const signatureForms: Form[] = [
	{
		resource: 'signature',
		operation: 'attach',
		name: 'Attach',
		action: 'Attach a signature without verifying it',
		description: 'Attach a signature file as it is. Document: Sign verifies it first and is the safer choice.',
		fields: [sameAccount, draft, draftDocument, { ...inputFile, default: 'signature' }],
		uses: [draftSignatures.draftSignatureCreate.id],
		output: outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftDocumentIds);
			const [file] = await step.files(step.text('file'));
			const signature = Buffer.from(await bytesOf(file)).toString('base64');
			return [step.answer(await step.extern.call(draftSignatures.draftSignatureCreate, { ...ref, signature }), outline, ref)];
		},
	},
	doneForm(draftSignatures.draftSignatureDelete, {
		resource: 'signature',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete a signature',
		description: 'Take a signature off a file of a draft',
		fields: [sameAccount, draft, draftDocument, signatureId],
		done: 'deleted',
	}),
	{
		resource: 'signature',
		operation: 'download',
		name: 'Download',
		action: 'Download a signature',
		description: 'Fetch the signature of a file of a draft as a .sig file',
		fields: [sameAccount, draft, draftDocument, signatureId],
		uses: [draftSignatures.draftSignatureContentGet.id],
		async run(step) {
			const ref = step.input({ ...draftDocumentIds, signatureId: guid('Sign: Document: Sign') });
			const content = await step.extern.call(draftSignatures.draftSignatureContentGet, ref);
			const binary = await step.store('signature', Buffer.from(content, 'base64'), `${ref.signatureId}.sig`, 'application/pgp-signature');
			return [step.result(ref, binary)];
		},
	},
	form(draftSignatures.draftSignatureGet, {
		resource: 'signature',
		operation: 'get',
		name: 'Get',
		action: 'Get a signature',
		description: 'Tell whose signature it is',
		fields: [sameAccount, draft, draftDocument, signatureId],
	}),
];

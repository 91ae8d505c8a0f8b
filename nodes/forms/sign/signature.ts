import { bytes, draftDocumentIds, draftDocuments, draftSignatures, flag, guid, optional } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { doneForm, fileForm, form } from '../catalogueForm';
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

const ownSignatureId: Ask = { ...signatureId, default: '', description: 'A GUID of your own, the same for the same signature. A signature of this ID is replaced.' };

const signatureFile: Ask = { ...inputFile, name: 'signature', default: 'signature', hint: 'The name of the input binary field that holds the .sig file', description: 'Which signature of the item to take' };

const thirdParty: Ask = {
	displayName: 'Third-Party Signature',
	name: 'isThirdParty',
	type: 'boolean',
	default: false,
	description: 'Whether somebody else than the sender and the payer signed',
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
		fields: [sameAccount, draft, draftDocument, signatureFile],
		more: [thirdParty],
		uses: [draftSignatures.draftSignatureCreate.id],
		output: outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftDocumentIds);
			return [step.answer(await step.extern.call(draftSignatures.draftSignatureCreate, { ...ref, ...(await signatureOf(step)) }), outline, ref)];
		},
	},
	doneForm(draftDocuments.draftDocumentSignaturePut, {
		resource: 'signature',
		operation: 'attachOnly',
		name: 'Attach the Only One',
		action: 'Attach the only signature without verifying it',
		description: 'Make a signature file the only signature of a file of a draft, in the older way. Attach and Create or Replace keep those of other people.',
		fields: [sameAccount, draft, draftDocument, signatureFile],
		done: 'attached',
	}),
	{
		resource: 'signature',
		operation: 'put',
		name: 'Create or Replace',
		action: 'Create or replace a signature without verifying it',
		description: 'Attach a signature file under an ID of your own, or replace the signature of this ID. A repeated run attaches no second one.',
		fields: [sameAccount, draft, draftDocument, ownSignatureId, signatureFile],
		more: [thirdParty],
		uses: [draftSignatures.draftSignaturePut.id],
		output: outline,
		simplifies: true,
		async run(step) {
			const { signatureId: id, ...ref } = step.input({ ...draftDocumentIds, signatureId: guid() });
			return [step.answer(await step.extern.call(draftSignatures.draftSignaturePut, { ...ref, signatureId: id, ...(await signatureOf(step)) }), outline, ref)];
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
	fileForm(draftDocuments.draftDocumentSignatureContentGet, {
		resource: 'signature',
		operation: 'downloadOnly',
		name: 'Download the Only One',
		action: 'Download the only signature',
		description: 'Fetch the signature of a file of a draft without knowing its ID, in the older way',
		fields: [sameAccount, draft, draftDocument],
		file: { property: 'signature', name: ({ documentId }) => `${String(documentId)}.sig`, mimeType: 'application/pgp-signature' },
	}),
	form(draftSignatures.draftSignatureGet, {
		resource: 'signature',
		operation: 'get',
		name: 'Get',
		action: 'Get a signature',
		description: 'Tell whose signature it is',
		fields: [sameAccount, draft, draftDocument, signatureId],
	}),
];

/** A signature file as the service takes it, and whose it is. */
async function signatureOf(step: Step) {
	const { signature, isThirdParty } = await step.inputWithFiles({ signature: bytes('a signature file'), isThirdParty: optional(flag()) });
	return { signature: Buffer.from(signature).toString('base64'), isThirdParty };
}

import { type Outline, pfrReplies, words, yesNo } from '../../../extern/operations';
import { doneForm, form } from '../catalogueForm';
import { certificate, docflow, docflowDocument, inputFile, reply, sameAccount, senderIp, signatureFields, signWith, task } from '../fields';
import type { Ask, Form } from '../form';
import { filesForm, generateForm, type HeldFile } from './filesForm';
import { replyType } from './replyOperations';
import { confirmationCode, signatureFile, signRequest } from './signing';

const RESOURCE = 'reply';

const document = [sameAccount, docflow, docflowDocument];
const named = [...document, reply];

const replyDocument: Ask = {
	displayName: 'Reply File ID',
	name: 'replyDocumentId',
	type: 'string',
	required: true,
	default: '={{ $json.replyDocumentId }}',
	placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	description: 'File of the reply: the protocol or an appendix, as Generate PFR Reply names them',
};

const decryptedFile: Ask = { ...inputFile, description: 'Which file of the item is the decrypted one, as it was saved before' };

const signedFile: Outline<never> = {
	replyId: words('Id of the reply'),
	replyDocumentId: words('Id of the signed file'),
	isSigned: yesNo('Whether a signature is attached'),
};

/** The older way to reply to the pension fund. */
export const pfrReplyForms: Form[] = [
	generateForm(pfrReplies.pfrReplyGenerate, {
		resource: RESOURCE,
		operation: 'generatePfr',
		name: 'Generate PFR Reply',
		action: 'Generate an older reply to the pension fund',
		description: 'Make a reply to the pension fund, each file of which comes encrypted',
		fields: [...document, replyType, certificate],
		files: filesOf,
	}),
	filesForm(pfrReplies.pfrReplyGet, {
		resource: RESOURCE,
		operation: 'getPfr',
		name: 'Get PFR Reply',
		action: 'Get an older reply to the pension fund',
		description: 'Fetch a reply to the pension fund that was generated before',
		fields: named,
		files: filesOf,
	}),
	doneForm(pfrReplies.pfrReplyDocumentDecryptedContentPut, {
		resource: RESOURCE,
		operation: 'savePfrContent',
		name: 'Save Decrypted PFR Content',
		action: 'Save the decrypted file of an older reply to the pension fund',
		description: 'Give a file of the reply back decrypted, before it is signed',
		fields: [...named, replyDocument, { ...inputFile, name: 'content' }],
		done: 'isSaved',
	}),
	doneForm(pfrReplies.pfrReplyDocumentSignaturePut, {
		resource: RESOURCE,
		operation: 'attachPfrSignature',
		name: 'Attach PFR Signature',
		action: 'Attach the signature of an older reply to the pension fund',
		description: 'Attach the signature of a file of the reply as it is; every file needs one',
		fields: [...named, replyDocument, signatureFile],
		done: 'isSigned',
	}),
	{
		resource: RESOURCE,
		operation: 'signPfr',
		name: 'Sign PFR Reply',
		action: 'Sign a file of an older reply to the pension fund',
		description: 'Sign a decrypted file of the reply; every file needs a signature',
		fields: [...named, replyDocument, decryptedFile, signWith, signatureFields],
		uses: [pfrReplies.pfrReplyDocumentSignaturePut.id],
		legacy: true,
		output: signedFile,
		async run(step) {
			const ids = step.input(pfrReplies.replyDocumentIds);
			const [file] = await step.files(step.text(decryptedFile.name));
			const signature = await (await step.signer()).sign({ fileName: file.name, chunks: () => file.chunks() }, 'detached');
			await step.extern.call(pfrReplies.pfrReplyDocumentSignaturePut, { ...ids, signature });
			return [step.result({ ...ids, isSigned: true })];
		},
	},
	form(pfrReplies.pfrReplySend, {
		resource: RESOURCE,
		operation: 'sendPfr',
		name: 'Send PFR Reply',
		action: 'Send an older reply to the pension fund',
		description: 'Send a reply whose files are all signed to the pension fund',
		fields: named,
		more: [senderIp],
	}),
	form(pfrReplies.pfrReplyCloudSign, {
		resource: RESOURCE,
		operation: 'cloudSignPfr',
		name: 'Sign PFR Reply in the Cloud',
		action: 'Begin to sign an older reply to the pension fund in the cloud',
		description: 'Sign a reply with a key that Kontur keeps; a code comes by SMS',
		fields: named,
	}),
	form(pfrReplies.pfrReplyCloudSignConfirm, {
		resource: RESOURCE,
		operation: 'confirmPfrCloudSign',
		name: 'Confirm Signing PFR Reply in the Cloud',
		action: 'Confirm the cloud signature of an older reply to the pension fund',
		description: 'Give the code that came by SMS, so that the reply is signed',
		fields: [...named, signRequest, confirmationCode],
	}),
	form(pfrReplies.pfrReplyTaskGet, {
		resource: RESOURCE,
		operation: 'getPfrTask',
		name: 'Get PFR Task',
		action: 'Get the signing task of an older reply to the pension fund',
		description: 'Look once at the task that signs a reply in the cloud',
		fields: [...named, task],
	}),
];

/** The encrypted files; the second and further ones are numbered. */
function filesOf(wire: Parameters<typeof pfrReplies.filesOf>[0]): HeldFile[] {
	return pfrReplies.filesOf(wire).map((file, index) => ({
		property: index === 0 ? 'data' : `data${index + 1}`,
		content: file['encrypted-content'],
		name: `${file.id}.p7m`,
		mimeType: 'application/pkcs7-mime',
	}));
}

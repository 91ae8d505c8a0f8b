import { certificateContent, type TaskKind, type WireContentRef, type WireDecryptionStart, type WirePrintResult } from '../../../extern';
import { accountIds, certificates, type Fields, type Operation, text } from '../../../extern/operations';
import { fileForm, form, known } from '../catalogueForm';
import { certificate, task } from '../fields';
import type { Ask, Form } from '../form';
import { printForm } from '../printForm';

/** Where a document lies: straight in a docflow, or in an inventory that answers a demand. */
export interface Place {
	readonly resource: string;
	/** What leads to the document. */
	readonly ids: readonly Ask[];
	/** What it is called in a sentence. */
	readonly document: string;
}

/** The plain bytes of an encrypted document. */
export const plainContent: Ask = {
	displayName: 'Content ID',
	name: 'contentId',
	type: 'string',
	required: true,
	default: '={{ $json.contentId }}',
	description: 'Decrypted file at the content service. Usually comes from Upload, or from the document once it was decrypted.',
};

const requestId: Ask = { displayName: 'Request ID', name: 'requestId', type: 'string', required: true, default: '={{ $json.requestId }}', description: 'What is confirmed. Usually comes from Decrypt.' };
const code: Ask = { displayName: 'Confirmation Code', name: 'code', type: 'string', required: true, default: '', placeholder: 'e.g. 123456', description: 'Code that the owner of the certificate received' };
const unzip: Ask = { displayName: 'Unzip', name: 'unzip', type: 'boolean', default: true, description: 'Whether to unzip the decrypted file' };

/** Starts to decrypt with a certificate whose key the service keeps. */
export function decryptForm<F extends typeof accountIds & Fields>(operation: Operation<F, WireDecryptionStart>, { resource, ids, document }: Place): Form {
	return {
		resource,
		operation: 'decrypt',
		name: 'Decrypt',
		action: `Decrypt ${document} with a cloud certificate`,
		description: 'Start to decrypt with a certificate whose key Kontur keeps, by agreement with Kontur. Its owner receives a code, which Confirm Decryption asks for.',
		fields: [...ids, certificate],
		more: [{ ...unzip, name: 'unzipIfCan' }],
		uses: [operation.id, certificates.certificatesList.id],
		output: operation.outline,
		simplifies: true,
		async run(step) {
			const given = step.input({ ...accountIds, certificate: text() });
			const input = step.input(operation.input, { certificate: await certificateContent(step.extern, given.accountId, given.certificate) });
			return [step.answer(await step.extern.call(operation, input), operation.outline, known(input))];
		},
	};
}

/** Confirms the decryption by the code that its owner received. */
export function confirmDecryptionForm<F extends Fields>(operation: Operation<F, WireContentRef>, { resource, ids, document }: Place): Form {
	return form(operation, {
		resource,
		operation: 'confirmDecryption',
		name: 'Confirm Decryption',
		action: `Confirm the decryption of ${document}`,
		description: 'Hand in the code that the owner of the certificate received, and get the content ID of the decrypted file',
		fields: [...ids, requestId, code],
		more: [unzip],
	});
}

/** The older confirmation, which answers the file itself. */
export function confirmDecryptionToFileForm<F extends Fields>(operation: Operation<F, string>, { resource, ids, document }: Place): Form {
	return fileForm(operation, {
		resource,
		operation: 'confirmDecryptionToFile',
		name: 'Confirm Decryption to File',
		action: `Confirm the decryption of ${document} and get the file`,
		description: 'Hand in the code that the owner of the certificate received, and get the decrypted file itself',
		fields: [...ids, requestId, code],
		more: [unzip],
		file: fileOf('decrypted'),
	});
}

/** Saves the plain file in its document: printing, recognition and checks then need no key any more. */
export function saveDecryptedForm<F extends Fields>(operation: Operation<F, WireContentRef>, { resource, ids, document }: Place): Form {
	return form(operation, {
		resource,
		operation: 'saveDecrypted',
		name: 'Save Decrypted File',
		action: `Save the decrypted file of ${document}`,
		description: 'Save an uploaded decrypted file in its document, so that printing and checking need no key any more. A ZIP file is unpacked.',
		fields: [...ids, plainContent],
	});
}

export function getDecryptedForm<F extends Fields>(operation: Operation<F, string>, { resource, ids, document }: Place): Form {
	return fileForm(operation, {
		resource,
		operation: 'getDecrypted',
		name: 'Get Decrypted File',
		action: `Get the decrypted file of ${document}`,
		description: 'Fetch the decrypted file of a document, up to 64 MB. Upload: Download fetches files of any size.',
		fields: [...ids],
		file: fileOf('decrypted'),
	});
}

export function getEncryptedForm<F extends Fields>(operation: Operation<F, string>, { resource, ids, document }: Place): Form {
	return fileForm(operation, {
		resource,
		operation: 'getEncrypted',
		name: 'Get Encrypted File',
		action: `Get the encrypted file of ${document}`,
		description: 'Fetch the encrypted file of a document, up to 64 MB. Upload: Download fetches files of any size.',
		fields: [...ids],
		file: fileOf('encrypted'),
	});
}

/** Prints a document and fetches the PDF. */
export function printDocumentForm<F extends typeof accountIds & Fields>(start: TaskKind<F, WirePrintResult>['start'], look: TaskKind<F, WirePrintResult>['look'], place: Place & { readonly look: string }): Form {
	const { resource, ids, document } = place;
	return printForm({ start, look, type: 'urn:task-type:docflowPrint' }, {
		look: place.look,
		resource,
		operation: 'print',
		name: 'Print',
		action: `Print ${document}`,
		description: 'Make the printed form of a document, with its stamps, and fetch it as a PDF file',
		fields: [...ids, plainContent],
	});
}

/** Looks at a task of a document. */
export function getTaskForm<F extends Fields, W extends object>(operation: Operation<F, W>, { resource, ids, document }: Place): Form {
	return form(operation, {
		resource,
		operation: 'getTask',
		name: 'Get Task',
		action: `Get a task of ${document}`,
		description: 'Look once at a task of printing or decrypting',
		fields: [...ids, { ...task, description: 'Task that runs at Kontur.Extern. Usually comes from Print or Decrypt.' }],
	});
}

/** A signature as a .sig file. */
export function getSignatureForm<F extends Fields>(operation: Operation<F, string>, { resource, ids, document }: Place): Form {
	return fileForm(operation, {
		resource,
		operation: 'getSignature',
		name: 'Get Signature',
		action: `Get the signature of ${document}`,
		description: 'Fetch a signature of a document as a .sig file, for the archive',
		fields: [...ids, signature],
		file: { property: 'signature', mimeType: 'application/pgp-signature', name: ({ signatureId }) => `${String(signatureId)}.sig` },
	});
}

/** A signature of the document. */
export const signature: Ask = {
	displayName: 'Signature ID',
	name: 'signatureId',
	type: 'string',
	required: true,
	default: '={{ $json.signatureId ?? $json.signatureIds[0] }}',
	description: 'Signature of the document, as Document: Get names it',
};

/** The service does not say what kind of file it is. */
function fileOf(what: string) {
	return { property: 'data', mimeType: 'application/octet-stream', name: ({ documentId }: Readonly<Record<string, unknown>>) => `${String(documentId)}-${what}.bin` };
}

import { docflowDocuments, docflowIds } from '../../../extern/operations';
import { form } from '../catalogueForm';
import { docflow, docflowDocument, sameAccount } from '../fields';
import type { Form } from '../form';

export const documentForms: Form[] = [
	form(docflowDocuments.docflowDocumentGet, {
		resource: 'document',
		operation: 'get',
		name: 'Get',
		action: 'Get a document of a docflow',
		description: 'Read one document of a docflow with its contents and owed replies',
		fields: [sameAccount, docflow, docflowDocument],
	}),
	{
		resource: 'document',
		operation: 'getSignature',
		name: 'Get Signature',
		action: 'Get the signature of a document',
		description: 'Fetch a signature of a document as a .sig file, for the archive',
		fields: [
			sameAccount,
			docflow,
			docflowDocument,
			{ displayName: 'Signature ID', name: 'signatureId', type: 'string', required: true, default: '={{ $json.signatureIds[0] }}', description: 'Signature of the document, as Document: Get names it' },
		],
		uses: [docflowDocuments.docflowDocumentSignatureContentGet.id],
		async run(step) {
			const { signatureId, ...ref } = step.input(docflowDocuments.docflowDocumentSignatureContentGet.input);
			const content = await step.extern.call(docflowDocuments.docflowDocumentSignatureContentGet, { ...ref, signatureId });
			const binary = await step.store('signature', Buffer.from(content, 'base64'), `${signatureId}.sig`, 'application/pgp-signature');
			return [step.result({ ...ref, signatureId }, binary)];
		},
	},
	{
		resource: 'document',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many documents of a docflow',
		description: 'List the documents of a docflow with their contents and owed replies',
		fields: [sameAccount, docflow],
		uses: [docflowDocuments.docflowDocumentsList.id],
		output: docflowDocuments.docflowDocumentsList.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(docflowIds);
			const documents = await step.extern.call(docflowDocuments.docflowDocumentsList, ref);
			return documents.map((one) => step.answer(one, docflowDocuments.docflowDocumentsList.outline, ref));
		},
	},
];

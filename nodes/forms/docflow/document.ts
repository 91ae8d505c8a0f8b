import { docflowPlace } from '../../../extern';
import { docflowContents, docflowDocumentIds, docflowDocuments, docflows, docflowSignatures } from '../../../extern/operations';
import { arrayForm, form, listForm } from '../catalogueForm';
import { docflow, docflowDocument, locator, sameAccount } from '../fields';
import type { Form } from '../form';
import {
	confirmDecryptionForm,
	confirmDecryptionToFileForm,
	decryptForm,
	getDecryptedForm,
	getEncryptedForm,
	getSignatureForm,
	getTaskForm,
	type Place,
	printDocumentForm,
	saveDecryptedForm,
	signature,
} from './contentForms';
import { decryptAndSaveForm } from './decryptForm';
import { filterFields, moreFilters } from './filter';

const place: Place = { resource: 'document', ids: [sameAccount, docflow, docflowDocument], document: 'a document' };

/** A document that others answer, as the step before gave it. */
export const answeredDocument = [
	locator({
		displayName: 'Docflow',
		name: 'relatedDocflowId',
		search: 'searchDocflows',
		from: '={{ $json.docflowId }}',
		description: 'Docflow that is answered. Usually comes from Docflow: Get Many or the trigger.',
	}),
	locator({
		displayName: 'Document',
		name: 'relatedDocumentId',
		search: 'searchRelatedDocuments',
		from: '={{ $json.documentId }}',
		description: 'Document that is answered. Usually comes from Document: Get Many.',
	}),
];

export const documentForms: Form[] = [
	form(docflowDocuments.docflowDocumentGet, {
		resource: 'document',
		operation: 'get',
		name: 'Get',
		action: 'Get a document of a docflow',
		description: 'Read one document of a docflow with its contents and owed replies',
		fields: [...place.ids],
	}),
	arrayForm(docflowDocuments.docflowDocumentsList, {
		resource: 'document',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many documents of a docflow',
		description: 'List the documents of a docflow with their contents and owed replies',
		fields: [sameAccount, docflow],
	}),
	form(docflowDocuments.docflowDocumentDescriptionGet, {
		resource: 'document',
		operation: 'getDescription',
		name: 'Get Description',
		action: 'Get the description of a document',
		description: 'Read what is known about a document: kind and size of its file, who can decrypt it, whether it can be printed',
		fields: [...place.ids],
	}),
	listForm(docflows.docflowDocumentRelatedList, {
		resource: 'document',
		operation: 'getRelated',
		name: 'Get Related Docflows',
		action: 'Get the docflows that answer a document',
		description: 'List the docflows that belong to a document, such as letters and inventories that answer it',
		fields: [sameAccount, ...answeredDocument, ...filterFields],
		more: moreFilters,
	}),
	arrayForm(docflowSignatures.docflowDocumentSignaturesList, {
		resource: 'document',
		operation: 'getSignatures',
		name: 'Get Many Signatures',
		action: 'Get many signatures of a document',
		description: 'List the signatures of a document with who signed',
		fields: [...place.ids],
	}),
	form(docflowSignatures.docflowDocumentSignatureGet, {
		resource: 'document',
		operation: 'getSignatureDetails',
		name: 'Get Signature Details',
		action: 'Get the details of a signature of a document',
		description: 'Tell who signed a document, and with which certificate',
		fields: [...place.ids, signature],
	}),
	printDocumentForm(docflowDocuments.docflowDocumentPrint, async (extern, ids, apiTaskId) => await extern.call(docflowDocuments.docflowDocumentTaskGet, { ...ids, apiTaskId }), {
		...place,
		look: docflowDocuments.docflowDocumentTaskGet.id,
	}),
	getTaskForm(docflowDocuments.docflowDocumentTaskGet, place),
	getSignatureForm(docflowSignatures.docflowDocumentSignatureContentGet, place),
	decryptAndSaveForm({
		...place,
		input: docflowDocumentIds,
		calls: [docflowContents.docflowDocumentDecryptedContentPut.id, docflowDocuments.docflowDocumentGet.id, docflowSignatures.docflowDocumentSignatureContentGet.id],
		placeOf: docflowPlace,
	}),
	saveDecryptedForm(docflowContents.docflowDocumentDecryptedContentPut, place),
	decryptForm(docflowContents.docflowDocumentDecryptContent, place),
	confirmDecryptionForm(docflowContents.docflowDocumentConfirmContentDecryption, place),
	confirmDecryptionToFileForm(docflowContents.docflowDocumentDecryptContentConfirm, place),
	getDecryptedForm(docflowContents.docflowDocumentDecryptedContentGet, place),
	getEncryptedForm(docflowContents.docflowDocumentEncryptedContentGet, place),
];

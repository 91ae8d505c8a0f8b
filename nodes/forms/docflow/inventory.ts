import { inventoryPlace } from '../../../extern';
import { docflowDocuments, inventories, inventoryDocumentIds } from '../../../extern/operations';
import { form, known, listForm } from '../catalogueForm';
import { inventory, inventoryDocument, relatedDocflow, relatedDocument, sameAccount } from '../fields';
import type { Form } from '../form';
import { confirmDecryptionForm, decryptForm, getDecryptedForm, getEncryptedForm, getSignatureForm, getTaskForm, type Place, printDocumentForm, saveDecryptedForm } from './contentForms';
import { decryptAndSaveForm } from './decryptForm';
import { answeredDocument } from './document';
import { filterFields, moreFilters } from './filter';

const inventoryPath = [sameAccount, relatedDocflow, relatedDocument, inventory];

const place: Place = {
	resource: 'inventoryDocument',
	ids: [...inventoryPath, inventoryDocument],
	document: 'a document of an inventory',
};

export const inventoryForms: Form[] = [
	form(inventories.inventoryGet, {
		resource: 'inventory',
		operation: 'get',
		name: 'Get',
		action: 'Get an inventory',
		description: 'Read status, outcome and documents of an inventory that answers a demand',
		fields: inventoryPath,
	}),
	listForm(inventories.inventoriesList, {
		resource: 'inventory',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many inventories',
		description: 'List the inventories that were sent in answer to a file of a demand',
		fields: [sameAccount, ...answeredDocument, ...filterFields],
		more: moreFilters,
	}),
	{
		resource: 'inventoryDocument',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many documents of an inventory',
		description: 'List the documents of an inventory with their contents and owed replies',
		fields: inventoryPath,
		uses: [inventories.inventoryGet.id],
		output: docflowDocuments.documentOutline,
		simplifies: true,
		async run(step) {
			const input = step.input(inventories.inventoryGet.input);
			const { documents = [] } = await step.extern.call(inventories.inventoryGet, input);
			return documents.map((one) => step.answer(one, docflowDocuments.documentOutline, known(input)));
		},
	},
	printDocumentForm(inventories.inventoryDocumentPrint, async (extern, ids, apiTaskId) => await extern.call(inventories.inventoryDocumentTaskGet, { ...ids, apiTaskId }), {
		...place,
		look: inventories.inventoryDocumentTaskGet.id,
	}),
	getTaskForm(inventories.inventoryDocumentTaskGet, place),
	getSignatureForm(inventories.inventoryDocumentSignatureContentGet, place),
	decryptAndSaveForm({
		...place,
		input: inventoryDocumentIds,
		calls: [inventories.inventoryDocumentDecryptedContentPut.id, inventories.inventoryGet.id, inventories.inventoryDocumentSignatureContentGet.id],
		placeOf: inventoryPlace,
	}),
	saveDecryptedForm(inventories.inventoryDocumentDecryptedContentPut, place),
	decryptForm(inventories.inventoryDocumentDecryptContent, place),
	confirmDecryptionForm(inventories.inventoryDocumentConfirmContentDecryption, place),
	getDecryptedForm(inventories.inventoryDocumentDecryptedContentGet, place),
	getEncryptedForm(inventories.inventoryDocumentEncryptedContentGet, place),
];

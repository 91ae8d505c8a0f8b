import type { SeedAccount } from '../sandbox';
import { ofAccount } from './accounts';
import { type AnsweredDocflow, askedForCode, demanded, documentOf, innKppOf, saved, sentInventory, timePasses, unsealed } from './docflows';
import type { Service } from './service';
import type { Stages } from './stage';

/** An inventory that the tax office has accepted: its answer is sealed. */
async function answeredInventory(service: Service, account: SeedAccount) {
	const demand = await demanded(service, account);
	const inventoryId = await sentInventory(service, account, demand);
	await timePasses(service);
	const { id: relatedDocumentId } = documentOf(demand, 'fns534-demand-attachment');
	const path = `/v1/${account.id}/docflows/${demand.id}/documents/${relatedDocumentId}/inventories/${inventoryId}`;
	const inventory = await service.call<AnsweredDocflow>('get', path);
	const { id: documentId } = documentOf(inventory, 'fns534-inventory-acceptance-result-positive');
	const item = { ...ofAccount(account), relatedDocflowId: demand.id, relatedDocumentId, inventoryId, documentId };
	return { inventory, document: `${path}/documents/${documentId}`, item };
}

export const inventoryStages: Stages = {
	'an answered demand': async (service, account) => {
		const demand = await demanded(service, account);
		for (let sent = 0; sent < 2; sent += 1) await sentInventory(service, account, demand);
		return { json: { ...ofAccount(account), innKpp: innKppOf(account), docflowId: demand.id, documentId: documentOf(demand, 'fns534-demand-attachment').id } };
	},
	'an inventory': async (service, account) => ({ json: (await answeredInventory(service, account)).item }),
	'a signed document of an inventory': async (service, account) => {
		const { inventory, item } = await answeredInventory(service, account);
		const { id: documentId, signatures } = documentOf(inventory, 'fns534-inventory-message');
		return { json: { ...item, documentId, signatureIds: signatures.map(({ id }) => id) } };
	},
	'a decrypted document of an inventory': async (service, account) => {
		const { document, item } = await answeredInventory(service, account);
		return { json: { ...item, contentId: await unsealed(service, account, document) } };
	},
	'a document of an inventory whose decrypted file is saved': async (service, account) => {
		const { document, item } = await answeredInventory(service, account);
		return { json: { ...item, contentId: await saved(service, account, document) } };
	},
	'a document of an inventory being printed': async (service, account) => {
		const { document, item } = await answeredInventory(service, account);
		const contentId = await saved(service, account, document);
		const { id: taskId } = await service.call<{ id: string }>('post', `${document}/print?deferred=true`, { 'content-id': contentId });
		return { json: { ...item, taskId } };
	},
	'a decryption in an inventory that waits for its code': async (service, account) => {
		const { document, item } = await answeredInventory(service, account);
		return { json: { ...item, ...(await askedForCode(service, account, document)) } };
	},
};

import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, searchList } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages } from './stages';

/** What the editor offers for docflows, their documents, inventories and the people who work on demands. */

const fresh = freshSandbox();
const { sandbox } = fresh;

const itemOf = async (stage: string) => (await stages[stage](await Service.of(sandbox, fresh.seed), fresh.account)).json;

/** A form that has the list, and all that it depends on. */
const FORMS: Readonly<Record<string, INodeParameters>> = {
	searchDocflows: { resource: 'docflow', operation: 'get' },
	searchDocflowDocuments: { resource: 'document', operation: 'get' },
	searchRelatedDocuments: { resource: 'document', operation: 'getRelated' },
	searchInventories: { resource: 'inventory', operation: 'get' },
	searchInventoryDocuments: { resource: 'inventoryDocument', operation: 'decrypt' },
	searchAssignees: { resource: 'demand', operation: 'update' },
};

async function search(method: string, ids: Readonly<Record<string, unknown>>, filter?: string) {
	const given = Object.entries({ accountId: fresh.account.id, ...ids });
	const parameters: INodeParameters = { ...FORMS[method], ...Object.fromEntries(given.map(([name, id]) => [name, chosen(String(id))])) };
	const { results } = await searchList({ type: 'konturExternDocflow', method, filter, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), parameters });
	expect(await sandbox.judgeTraffic()).toEqual([]);
	return results.map(({ name, value }) => ({ name, value }));
}

test('docflows with their kind; kinds that the service hides are found by their name', async () => {
	const { relatedDocflowId, inventoryId } = await itemOf('an inventory');
	expect(await search('searchDocflows', {})).toEqual([{ name: expect.stringContaining('Tax demand'), value: relatedDocflowId }]);
	expect(await search('searchDocflows', {}, 'inventory')).toEqual([{ name: expect.stringContaining('Inventory'), value: inventoryId }]);
	expect(await search('searchDocflows', {}, 'demand')).toHaveLength(2); // an inventory is a reply to a demand
	expect(await search('searchDocflows', {}, 'Bank of Russia')).toEqual([]);
});

test('Get Many lists hidden kinds behind the others where that is wanted, up to one limit', async () => {
	const { relatedDocflowId, inventoryId } = await itemOf('an inventory');
	const listed = async (additionalFields: INodeParameters, more: INodeParameters = { returnAll: true }) => {
		const node = step('konturExternDocflow', 'Get Many', 'docflow', 'getAll', { accountId: chosen(fresh.account.id), additionalFields, ...more });
		const outcome = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, fresh.seed, fresh.account) });
		expect([outcome.error?.message, await sandbox.judgeTraffic()]).toEqual([undefined, []]);
		return outcome.json('Get Many').map(({ docflowId }) => docflowId);
	};
	expect(await listed({})).toEqual([relatedDocflowId]);
	expect(await listed({ hiddenKinds: true })).toEqual([relatedDocflowId, inventoryId]);
	expect(await listed({ hiddenKinds: true }, { returnAll: false, limit: 1 })).toEqual([relatedDocflowId]);
	expect(await listed({ hiddenKinds: true }, { returnAll: true, type: ['urn:docflow:fns534-demand'] })).toEqual([relatedDocflowId]);
});

test('documents of the docflow, by their kind and file', async () => {
	const { docflowId, documentId } = await itemOf('a filed report');
	expect(await search('searchDocflowDocuments', { docflowId }, 'Tax return')).toEqual([{ name: expect.stringContaining('.xml'), value: documentId }]);
	expect((await search('searchRelatedDocuments', { relatedDocflowId: docflowId })).length).toBeGreaterThan(1);
});

test('inventories of a file of a demand, and their documents', async () => {
	const { relatedDocflowId, relatedDocumentId, inventoryId, documentId } = await itemOf('an inventory');
	const file = { relatedDocflowId, relatedDocumentId };
	expect(await search('searchInventories', file)).toEqual([{ name: expect.stringContaining('Inventory'), value: inventoryId }]);
	expect((await search('searchInventoryDocuments', { ...file, inventoryId })).map(({ value }) => value)).toContain(documentId);
});

test('people by name', async () => {
	const all = await search('searchAssignees', {});
	expect(all.length).toBeGreaterThan(1);
	expect(all.filter(({ name }) => /^\S+ \S+/.test(name))).toEqual(all);
	const [{ name, value }] = all;
	expect(await search('searchAssignees', {}, name)).toEqual([{ name, value }]);
});

test.each([
	['searchDocflowDocuments', {}, 'Choose the docflow first'],
	['searchRelatedDocuments', {}, 'Choose the docflow first'],
	['searchInventories', {}, 'Choose the demand first'],
	['searchInventories', { relatedDocflowId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040' }, 'Choose the file of the demand first'],
	['searchInventoryDocuments', { relatedDocflowId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', relatedDocumentId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040' }, 'Choose the inventory first'],
])('%s says what is missing', async (method, ids, message) => {
	await expect(search(method, ids)).rejects.toMatchObject({ message });
	expect(await sandbox.requests()).toEqual([]);
});

import type { AnsweredDocflow, DocflowPage } from '../answers';
import { documentOf, givenDemand, saveDecrypted } from '../demands';
import { readDocflow, replyTo } from '../filing';
import { givenSentInventory } from '../inventories';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

test('a demand goes its whole way: decrypted, recognised, checked, accepted and answered', async () => {
	const demand = await givenDemand(sandbox, company);
	const main = documentOf(demand, 'fns534-demand');
	const file = documentOf(demand, 'fns534-demand-attachment');
	const path = `/v1/${company.id}/docflows/${demand.id}`;
	const reply = (type: string) => replyTo(sandbox, company, { docflowId: demand.id, documentId: main.id, type });

	await saveDecrypted(sandbox, company, { docflowId: demand.id, document: main });
	const contentId = await saveDecrypted(sandbox, company, { docflowId: demand.id, document: file });
	await sandbox.call('post', `${path}/documents/${file.id}/recognize`, { 'content-id': contentId });
	await reply('fns534-demand-receipt');
	const { data: check } = await sandbox.call<{ links: Array<{ name: string }> }>('post', `${path}/check-demand`, {});
	await reply(check.links[0]?.name ?? '');
	await sandbox.pass(60);
	const inventory = await givenSentInventory(sandbox, company, { docflowId: demand.id, documentId: file.id });
	await sandbox.pass(60);

	const inventories = await sandbox.call<DocflowPage>('get', `${path}/documents/${file.id}/inventories`);
	const answered: AnsweredDocflow = await readDocflow(sandbox, company, demand.id);
	const events = await sandbox.call<{ 'api-events': Array<Record<string, string>> }>('get', '/v1/events?fromId=0_0&take=100');
	const told = events.data['api-events'].map((event) => [event['docflow-id'] === demand.id, event['new-state']]);
	expect(inventories.data['docflows-page-item'].map(({ id }) => id)).toEqual([inventory.id]);
	expect(answered).toMatchObject({
		status: 'urn:docflow-common-status:finished',
		description: { 'receipt-status': 'accepted-by-cu', 'replies-status': 'accepted' },
	});
	expect(told).toEqual([
		[true, 'urn:transaction:document'],
		[true, 'urn:transaction:receipt-abonent'],
		[true, 'urn:transaction:receiption-result-abonent-positive'],
		[true, 'urn:transaction:receiption-result-cu'],
		[false, 'urn:transaction:message'],
		[false, 'urn:transaction:receipt-cu'],
		[false, 'urn:transaction:acceptance-result-positive'],
	]);
});

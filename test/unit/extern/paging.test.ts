import fc from 'fast-check';
import { Extern } from '../../../extern/client';
import { accountsList } from '../../../extern/operations/accounts';
import { draftsList } from '../../../extern/operations/drafts';
import { docflowGet } from '../../../extern/operations/docflows';
import { itemsOf } from '../../../extern/paging';
import { failureOf } from './failures';
import { serviceThat, type Call, type Service } from './service';

const accountId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const PAGE = 100;
const accounts = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `a${index}` }));

function pageOf(all: readonly object[], { query }: Call, most = PAGE) {
	const skip = Number(query.get('skip'));
	return all.slice(skip, skip + Math.min(Number(query.get('take')), most));
}

async function read(service: Service, limit?: number): Promise<string[]> {
	const ids: string[] = [];
	for await (const { id } of itemsOf(new Extern(service.port), accountsList, {}, limit)) ids.push(id);
	return ids;
}

const ids = (count: number) => accounts(count).map(({ id }) => id);

test.each([0, 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 3 * PAGE + 7])('a list of %d items is read whole, once and in order', async (count) => {
	const withTotal = serviceThat((call) => ({ accounts: pageOf(accounts(count), call), 'total-count': count }));
	expect(await read(withTotal)).toEqual(ids(count));
	expect(withTotal.calls).toHaveLength(Math.max(1, Math.ceil(count / PAGE)));
	const withoutTotal = serviceThat((call) => ({ accounts: pageOf(accounts(count), call) }));
	expect(await read(withoutTotal)).toEqual(ids(count));
});

test('a limit is met exactly, whatever the service pages by', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(350), fc.nat(350), fc.integer({ min: 1, max: 150 }), async (count, limit, most) => {
			const service = serviceThat((call) => ({ accounts: pageOf(accounts(count), call, most), 'total-count': count }));
			expect(await read(service, limit)).toEqual(ids(Math.min(count, limit)));
		}),
	);
});

test('a limit holds also where the service returns more than it was asked for', async () => {
	expect(await read(serviceThat(() => ({ accounts: accounts(500), 'total-count': 500 })), 7)).toEqual(ids(7));
});

test('nothing is asked for when nothing is wanted', async () => {
	const service = serviceThat(() => ({ accounts: accounts(1) }));
	expect(await read(service, 0)).toEqual([]);
	expect(service.calls).toEqual([]);
});

test('no more is asked for than is wanted', async () => {
	const service = serviceThat((call) => ({ accounts: pageOf(accounts(500), call), 'total-count': 500 }));
	await read(service, 130);
	expect(service.calls.map(({ query }) => query.get('take'))).toEqual(['100', '30']);
});

test('a page that repeats itself ends the reading with an error', async () => {
	const service = serviceThat(() => ({ accounts: accounts(PAGE), 'total-count': 1_000 }));
	expect(await failureOf(() => read(service))).toMatchObject({ kind: 'malformed' });
	expect(service.calls).toHaveLength(2);
});

test('a list that ends before its total ends', async () => {
	expect(await read(serviceThat((call) => ({ accounts: pageOf(accounts(30), call), 'total-count': 99 })))).toEqual(ids(30));
});

test('items that are nothing are left out and still counted', async () => {
	const all = [{ id: 'a' }, null, { id: 'b' }];
	expect(await read(serviceThat(() => ({ accounts: all, 'total-count': 3 })))).toEqual(['a', 'b']);
});

test.each([{}, { accounts: null }, { accounts: null, 'total-count': 3 }, { accounts: {} }, { accounts: 'many' }])('a page %j is no list', async (page) => {
	expect(await failureOf(() => read(serviceThat(() => page)))).toMatchObject({ kind: 'malformed' });
});

test('a list that is null is empty when its total says so', async () => {
	expect(await read(serviceThat(() => ({ accounts: null, 'total-count': 0 })))).toEqual([]);
});

test('drafts are found under whatever name their list has', async () => {
	const found: string[] = [];
	const service = serviceThat((call) => ({ 'page-links': [{ rel: 'first' }], 'some-drafts': pageOf(accounts(3), call) }));
	for await (const { id } of itemsOf(new Extern(service.port), draftsList, { accountId })) found.push(id);
	expect(found).toEqual(['a0', 'a1', 'a2']);
});

test('an operation that is no list is a mistake of ours', async () => {
	const reading = itemsOf(new Extern(serviceThat(() => ({})).port), docflowGet, { accountId, docflowId: accountId });
	await expect(reading.next()).rejects.toThrow('docflow-get is not a paged list');
});

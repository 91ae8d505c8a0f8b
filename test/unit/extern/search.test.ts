import { Extern } from '../../../extern/client';
import { paymentsSearch, reportsSearch } from '../../../extern/operations/reportsTables';
import { subscriptionsSearch } from '../../../extern/operations/organizations';
import { accountEmployeesList } from '../../../extern/operations/employees';
import { accountUsersList } from '../../../extern/operations/accounts';
import { warrantsList } from '../../../extern/operations/warrants';
import { itemsOf } from '../../../extern/paging';
import type { Fields, InputOf, Operation } from '../../../extern/operations';
import { failureOf } from './failures';
import { serviceThat, type Call, type Service } from './service';

const accountId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';

async function read<F extends Fields, W, S>(service: Service, operation: Operation<F, W, S>, input: InputOf<F>, limit?: number): Promise<S[]> {
	const items: S[] = [];
	for await (const item of itemsOf(new Extern(service.port), operation, input, limit)) items.push(item);
	return items;
}

const bodyOf = ({ request: { body } }: Call): Record<string, unknown> => (typeof body === 'string' ? JSON.parse(body) : {});

const form = { 'form-id': 1, periodicity: 'monthly' };
const deadline = (day: string) => ({ deadline: `${day}T00:00:00`, 'period-year': 2025, 'period-number': 1, status: 'not-sent' });
const table = (id: string, ...days: string[]) => ({ 'organization-id': id, forms: [{ 'form-info': form, deadlines: days.map(deadline) }] });

/** Answers as the service pages: by organizations, so many at a time. */
function tables(all: readonly object[], most: number) {
	return serviceThat((call) => {
		const { skip, take } = bodyOf(call);
		return { 'reports-tables': all.slice(Number(skip), Number(skip) + Math.min(Number(take), most)) };
	});
}

test('a search takes skip and take in its body, beside what is searched for', async () => {
	const service = serviceThat(() => ({ items: [], 'total-count': 0 }));
	await read(service, subscriptionsSearch, { accountId, orgId: accountId, subscriptionType: 'fss-sedo' });
	expect(service.calls.map(bodyOf)).toEqual([{ 'control-unit-subscription-type': 'fss-sedo', skip: 0, take: 100 }]);
	expect(service.calls[0].query.has('skip')).toBe(false);
});

describe('reports', () => {
	const all = [table('a', '2025-04-01', '2025-05-01'), table('b'), table('c', '2025-06-01'), table('d', '2025-07-01')];

	test.each([1, 2, 3, 1000])('are read to the end, one for each deadline, where a page holds %d organizations', async (most) => {
		const items = await read(tables(all, most), reportsSearch, { accountId });
		expect(items.map((item) => [item['organization-id'], item.deadline])).toEqual([
			['a', '2025-04-01T00:00:00'],
			['a', '2025-05-01T00:00:00'],
			['c', '2025-06-01T00:00:00'],
			['d', '2025-07-01T00:00:00'],
		]);
	});

	test('are counted by deadlines, however the service counts', async () => {
		for (let limit = 0; limit <= 5; limit += 1) expect(await read(tables(all, 2), reportsSearch, { accountId }, limit)).toHaveLength(Math.min(limit, 4));
	});

	test('of a service that knows no skip are read once', async () => {
		const service = serviceThat(() => ({ 'reports-tables': all }));
		expect(await read(service, reportsSearch, { accountId })).toHaveLength(4);
		expect(service.calls).toHaveLength(2);
	});

	test('that are no list are told of', async () => {
		expect(await failureOf(() => read(serviceThat(() => ({})), reportsSearch, { accountId }))).toMatchObject({ kind: 'malformed' });
	});
});

test('payments keep what they are for, one for each deadline', async () => {
	const periods = [{ deadline: '2025-04-28T00:00:00', 'period-year': 2025, 'period-type': 'quarterly', 'period-number': 1 }];
	const payments = [{ 'full-name': 'Налог на прибыль', 'short-name': 'Прибыль', 'payment-form-id': 7, periodicity: 'monthly', 'payment-periods': periods }];
	const service = serviceThat(() => ({ skip: 0, take: 1, 'total-count': 1, 'organization-payments': [{ 'organization-id': 'a', payments }] }));
	expect(await read(service, paymentsSearch, { accountId })).toEqual([
		{ 'organization-id': 'a', 'full-name': 'Налог на прибыль', 'short-name': 'Прибыль', 'payment-form-id': 7, periodicity: 'monthly', ...periods[0] },
	]);
});

test.each([[[{ login: 'a' }]], [{ users: [{ login: 'a' }] }], [{ links: [{ href: 'x' }], 'account-users': [{ login: 'a' }, null] }]])('users are found in %j', async (answer) => {
	expect(await read(serviceThat(() => answer), accountUsersList, { accountId })).toEqual([{ login: 'a' }]);
});

test('employees are passed on as they come', async () => {
	expect(await read(serviceThat(() => ({ employees: [{ anything: { at: 'all' } }] })), accountEmployeesList, { accountId })).toEqual([{ anything: { at: 'all' } }]);
});

test('a power of attorney that comes without its organization is not lost', async () => {
	const warrant = { number: '7', 'date-end': '2026-03-31' };
	const page = { skip: 0, take: 100, 'total-count': 1, warrants: [warrant, null], 'organization-warrant-informations': null };
	expect(await read(serviceThat(() => page), warrantsList, { accountId })).toEqual([{ warrant }]);
});

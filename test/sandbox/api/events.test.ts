import type { EventsPage } from '../answers';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { givenSentReport } from '../filing';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let trader: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
});
beforeEach(async () => {
	await sandbox.reset();
	[company, , trader] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const read = async (fromId = '0_0', take = 100) =>
	(await sandbox.call<EventsPage>('get', `/v1/events?fromId=${fromId}&take=${take}`)).data;
const states = (page: EventsPage) => page['api-events'].map((event) => event['new-state'].replace('urn:transaction:', ''));

test('an empty feed gives the cursor back', async () => {
	expect(await read()).toEqual({
		'next-event-id': '0_0',
		'requested-count': 100,
		'returned-count': 0,
		'api-events': [],
		links: [],
	});
});

test('each step of a docflow is an event, in order', async () => {
	const { docflow } = await givenSentReport(sandbox, company);
	await sandbox.pass(120);
	const page = await read();
	expect(states(page)).toEqual(['report', 'report-receipt', 'acceptance-result-positive', 'processing-result-ok']);
	expect(page['api-events'][0]).toMatchObject({
		inn: company.inn,
		kpp: company.kpp,
		'docflow-type': 'urn:docflow:fns534-report',
		'docflow-id': docflow.id,
		'account-id': company.id,
	});
	expect(page['first-event-id']).toBe(page['api-events'][0].id);
});

test('ids are offsets and lengths, so that a reader goes on where it stopped', async () => {
	await givenSentReport(sandbox, company);
	await sandbox.pass(120);
	const whole = await read();
	const ids = whole['api-events'].map(({ id }) => id);
	const spans = ids.map((id) => id.split('_').map((part) => parseInt(part, 16)));
	expect(spans.slice(1).map(([offset]) => offset)).toEqual(spans.slice(0, -1).map(([offset, length]) => offset + length));
	const first = await read('0_0', 3);
	const second = await read(first['next-event-id'], 3);
	const third = await read(second['next-event-id'], 3);
	expect([...first['api-events'], ...second['api-events']].map(({ id }) => id)).toEqual(ids);
	expect([third['returned-count'], third['next-event-id']]).toEqual([0, ids.at(-1)]);
	expect(await read(first['next-event-id'], 3)).toEqual(second);
});

test.each(['fromId=0_0', 'take=10', 'take=10&fromId=latest', 'take=-1&fromId=0_0', 'take=10&fromId=0_0&batchSize=1'])(
	'%s is refused',
	async (query) => {
		expect((await sandbox.call('get', `/v1/events?${query}`)).status).toBe(400);
	},
);

test('a made-up crowd of events is read page by page', async () => {
	await sandbox.control.post('/events', { count: 2500 });
	let [cursor, read_, pages] = ['0_0', 0, 0];
	for (;;) {
		const page = await read(cursor, 1000);
		read_ += page['returned-count'];
		pages++;
		cursor = page['next-event-id'];
		if (page['returned-count'] < page['requested-count']) break;
	}
	expect([read_, pages]).toEqual([2500, 3]);
});

test('made-up events take their states in turn, and begin anew with each call', async () => {
	const three = ['report', 'report-receipt', 'refusal'];
	const newState = three.map((state) => `urn:transaction:${state}`);
	expect((await sandbox.control.post('/events', { count: 7, newState })).status).toBe(200);
	await sandbox.control.post('/events', { count: 2, newState, accountId: company.id, docflowType: 'urn:docflow:pfr-report' });
	const page = await read();
	expect(states(page)).toEqual([...three, ...three, three[0], ...three.slice(0, 2)]);
	expect(page['api-events'].slice(7)).toEqual([expect.objectContaining({ 'account-id': company.id, 'docflow-type': 'urn:docflow:pfr-report' }), expect.objectContaining({ inn: company.inn })]);
});

test.each([
	['no number', { count: 'many' }],
	['a fraction', { count: 1.5 }],
	['an empty list of states', { count: 1, newState: [] }],
	['an account that there is not', { count: 1, accountId: '00000000-0000-4000-8000-000000000000' }],
])('made-up events with %s are refused, and none comes', async (_, wanted) => {
	expect((await sandbox.control.post('/events', wanted)).status).toBe(400);
	expect((await read())['returned-count']).toBe(0);
});

describe('sharing', () => {
	const neighbour = () => ({ authorization: `auth.sid ${sandbox.seed.sid}`, 'x-kontur-apikey': sandbox.seed.neighbour.apiKey });
	const clerk = () => ({ authorization: `auth.sid ${sandbox.seed.clerk.sid}`, 'x-kontur-apikey': sandbox.seed.apiKey });
	const share = (filter?: object) =>
		sandbox.call('post', `/v1/${company.id}/share-events`, {
			subscriber: sandbox.seed.clientId,
			...(filter ? { 'events-filter': filter } : {}),
		});

	test('needs a known subscriber and an administrator', async () => {
		const path = `/v1/${company.id}/share-events`;
		expect((await sandbox.call('post', path, {})).status).toBe(400);
		expect((await sandbox.call('post', path, { subscriber: 'nobody' })).status).toBe(400);
		expect((await sandbox.callAs(clerk())('post', path, { subscriber: sandbox.seed.clientId })).status).toBe(403);
		expect((await share()).status).toBe(204);
	});

	test('is a right of its own for reading', async () => {
		expect((await sandbox.callAs(neighbour())('get', '/v1/events?fromId=0_0&take=1')).status).toBe(403);
	});

	test('with a filter leaves other types and forms out', async () => {
		await share({ 'docflow-types': ['urn:docflow:stat-report'] });
		await givenSentReport(sandbox, company);
		expect((await read())['returned-count']).toBe(0);
		await share({ 'document-forms': [{ knd: '1151006' }] });
		await givenSentReport(sandbox, trader);
		expect(states(await read())).toEqual(['report']);
	});

	test('ends when the publisher is removed', async () => {
		const { data } = await sandbox.call('get', '/v1/event-publishers');
		expect(data.publishers.map(({ login }) => login)).toEqual([sandbox.seed.login]);
		expect((await sandbox.call('delete', `/v1/event-publishers/${data.publishers[0].id}`)).status).toBe(204);
		expect((await sandbox.call('delete', `/v1/event-publishers/${data.publishers[0].id}`)).status).toBe(404);
		await givenSentReport(sandbox, company);
		expect((await read())['returned-count']).toBe(0);
	});
});

import { randomUUID } from 'node:crypto';
import { decode } from 'iconv-lite';
import type { DocflowPage } from '../answers';
import { decrypted, demandOrder, documentOf, givenDemand } from '../demands';
import { certificateOf, upload } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

const TOOL = '/test-tools/v1/generate-demand';

let sandbox: RunningSandbox;
let company: SeedAccount;
let trader: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company, , trader] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

describe('the test tool that sends a demand', () => {
	test('makes a received docflow whose documents only the subscriber can read', async () => {
		const demand = await givenDemand(sandbox, company, { knds: ['1165013', '1165050'] });
		const [main, file] = [documentOf(demand, 'fns534-demand'), documentOf(demand, 'fns534-demand-attachment')];
		const text = decode(await decrypted(sandbox, company, main), 'win1251');

		expect(demand).toMatchObject({ type: 'urn:docflow:fns534-demand', status: 'urn:docflow-common-status:received' });
		expect(demand.description).toMatchObject({
			'attachments-count': 2,
			'form-versions': [{ knd: '1165013' }, { knd: '1165050' }],
			'payer-inn': `${company.inn}-${company.kpp}`,
			cu: '0087',
			'receipt-status': 'waiting',
			'replies-status': 'not-sent',
		});
		expect(main.description['encrypted-certificates']).toEqual([{ 'serial-number': certificateOf(company).serialNumber }]);
		expect(main.content['docflow-document-contents']).toHaveLength(1);
		expect(text).toContain(`<Приложение ИмяФайла="${file.description.filename}"/>`);
		expect((await decrypted(sandbox, company, file)).subarray(0, 5).toString()).toBe('%PDF-');
	});

	test('lets only the receipt notice be sent at first', async () => {
		const demand = await givenDemand(sandbox, company);
		const replies = demand.links.filter(({ rel }) => rel === 'reply').map(({ name }) => name);

		expect(replies).toEqual(['fns534-demand-receipt']);
	});

	test('shows the demand in the list of demands and tells the feed', async () => {
		const demand = await givenDemand(sandbox, trader, { ifnsCode: '0088' });
		const { data } = await sandbox.call<DocflowPage>(
			'get',
			`/v1/${trader.id}/docflows?type=fns534-demand&incoming=true&cu=0088&knd=1165013`,
		);
		const events = await sandbox.call<{ 'api-events': Array<Record<string, string>> }>('get', '/v1/events?fromId=0_0&take=100');

		expect(data['docflows-page-item'].map(({ id }) => id)).toEqual([demand.id]);
		expect(events.data['api-events'].filter(({ 'docflow-id': id }) => id === demand.id)).toMatchObject([
			{ 'new-state': 'urn:transaction:document' },
		]);
	});

	test('is content with the api-key alone', async () => {
		const answer = await sandbox.callAs({ 'x-kontur-apikey': sandbox.seed.apiKey })('post', TOOL, demandOrder(company));
		const stranger = await sandbox.callAs({ 'x-kontur-apikey': randomUUID() })('post', TOOL, demandOrder(company));

		expect([answer.status, stranger.status]).toEqual([200, 401]);
	});

	test('sends a ready PDF as the demand when the test tools’ own upload took it', async () => {
		const pdf = Buffer.from('%PDF-1.4 a demand of our own');
		const { data: ready } = await sandbox.call('post', '/test-tools/v1/upload-content', pdf, {
			headers: { 'content-type': 'application/octet-stream' },
		});
		const ordinary = await upload(sandbox, company, pdf);
		const demand = await givenDemand(sandbox, company, { contents: [{ contentId: ready.id, knd: '1165050' }] });
		const refused = await sandbox.call(
			'post',
			TOOL,
			demandOrder(company, { contents: [{ contentId: ordinary, knd: '1165050' }] }),
		);
		const unknown = await sandbox.call(
			'post',
			TOOL,
			demandOrder(company, { contents: [{ contentId: randomUUID(), knd: '1165050' }] }),
		);

		expect(await decrypted(sandbox, company, documentOf(demand, 'fns534-demand-attachment'))).toEqual(pdf);
		expect([refused.status, unknown.status]).toEqual([404, 404]);
	});

	test('refuses foreign accounts, strange organizations and unreadable certificates', async () => {
		const foreign = await sandbox.call('post', TOOL, { ...demandOrder(company), accountId: sandbox.seed.foreignAccountId });
		const strange = await sandbox.call('post', TOOL, { ...demandOrder(company), payer: { inn: '7707083893' } });
		const unreadable = await sandbox.call(
			'post',
			TOOL,
			demandOrder(company, { sender: { inn: company.inn, certificate: { content: 'bm90aGluZw==' } } }),
		);
		const nobody = await sandbox.call('post', TOOL, demandOrder(company, { sender: { inn: '7707083893' } }));

		expect(foreign.status).toBe(403);
		expect(strange).toMatchObject({ status: 400, data: { message: 'В учётной записи нет организации с ИНН 7707083893' } });
		expect(unreadable.status).toBe(400);
		expect(nobody).toMatchObject({ status: 400, data: { message: expect.stringContaining('сертификат') } });
	});
});

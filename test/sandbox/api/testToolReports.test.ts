import { XMLParser } from 'fast-xml-parser';
import { encode } from 'iconv-lite';
import { decrypt, readCertificate, readPrivateKey } from '../../../gost';
import { unzipSync } from 'fflate';
import type { AnsweredDocflow, CheckData, DocflowPage, EventsPage } from '../answers';
import {
	certificateOf,
	draftMeta,
	finishedTask,
	givenDraft,
	openEnvelope,
	readDocflow,
	replyTo,
	signDraft,
	upload,
} from '../filing';
import { runSandbox, type Caller, type RunningSandbox, type SeedAccount } from '../runningSandbox';

interface Made {
	accountId: string;
	docflowId: string;
	docflowIds: string[];
	message: string;
}

interface Books {
	mainDocument: string;
	fnsBookPurchases: string;
	fnsBookSales: string;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let byKey: Caller;
let company: SeedAccount;
let firm: SeedAccount;
let trader: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	byKey = sandbox.callAs({ 'x-kontur-apikey': sandbox.seed.apiKey });
});
beforeEach(async () => {
	await sandbox.reset();
	[company, firm, trader] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const tool = <T = Made>(name: string, body: unknown) => byKey<T>('post', `/test-tools/v1/${name}`, body);
const payerOf = ({ inn, kpp }: SeedAccount) => ({ inn, ...(kpp ? { organization: { kpp } } : {}) });
const senderOf = (account: SeedAccount) => ({
	inn: account.inn,
	kpp: account.kpp,
	certificate: { content: certificateOf(account).content },
});
const orderOf = (account: SeedAccount) => ({ accountId: account.id, sender: senderOf(account), payer: payerOf(account) });
const fileOrder = ({ inn, kpp, name }: SeedAccount) => ({ sender: { inn, kpp, name } });

/** The check of a draft with the files in it, the report first. */
async function checked(account: SeedAccount, files: Buffer[]): Promise<CheckData> {
	const [first, ...others] = files;
	const draft = await givenDraft(sandbox, account, { bytes: first });
	for (const bytes of others) {
		const contentId = await upload(sandbox, account, bytes);
		await sandbox.call('post', `/v1/${account.id}/drafts/${draft.draftId}/documents`, { 'content-id': contentId });
	}
	return (await finishedTask<{ data: CheckData }>(sandbox, draft, 'check'))['task-result'].data;
}

const complaints = ({ 'documents-errors': documents, 'common-errors': common }: CheckData) => [
	...Object.values(documents).flat(),
	...common,
];

describe('a report file', () => {
	test.each<[string, () => SeedAccount, string]>([
		['profit-tax', () => company, '1151006'],
		['rsv', () => company, '1151111'],
		['rsv', () => trader, '1151111'],
		['ssch', () => company, '1110018'],
		['envd', () => company, '1152016'],
		['3ndfl', () => trader, '1151020'],
	])('%s passes the check of a draft', async (form, account, knd) => {
		const { status, data } = await tool<string>(`generate-fuf-${form}`, fileOrder(account()));
		expect([status, data]).toEqual([200, expect.stringContaining(`КНД="${knd}"`)]);
		expect(complaints(await checked(account(), [encode(data, 'win1251')]))).toEqual([]);
	});

	test('is sent and accepted, and stands in the reports table', async () => {
		const { data } = await tool<string>('generate-fuf-profit-tax', fileOrder(company));
		const draft = await givenDraft(sandbox, company, { bytes: encode(data, 'win1251') });
		await signDraft(sandbox, draft);
		await finishedTask(sandbox, draft, 'send');
		await sandbox.pass(120);
		const { data: tables } = await sandbox.call<{
			'reports-tables': Array<{ forms: Array<{ 'form-info': { knd: string }; deadlines: Array<{ status: string }> }> }>;
		}>('post', `/v1/${company.id}/reports-tables/search`, {
			'date-from': new Date(Date.now() - 366 * 86_400_000).toISOString(),
			'date-to': new Date(Date.now() + 366 * 86_400_000).toISOString(),
		});
		const profitTax = tables['reports-tables'][0].forms.find((one) => one['form-info'].knd === '1151006');
		const filed = profitTax?.deadlines.filter((deadline) => deadline.status.startsWith('accepted'));
		expect(filed).toHaveLength(1);
	});

	test('comes as bytes in windows-1251 when asked for', async () => {
		const { data, status } = await byKey<ArrayBuffer>(
			'post',
			'/test-tools/v1/generate-fuf-ssch?windows1251=true',
			fileOrder(company),
			{ responseType: 'arraybuffer' },
		);
		expect(status).toBe(200);
		expect(complaints(await checked(company, [Buffer.from(data)]))).toEqual([]);
	});

	test.each(['generate-fuf-nds-with-attachments', 'generate-nds-declarations'])(
		'of %s comes with its books, and together they pass the check',
		async (name) => {
			const { data } = await tool<Books>(name, fileOrder(company));
			const files = [data.mainDocument, data.fnsBookPurchases, data.fnsBookSales].map((xml) => encode(xml, 'win1251'));
			const result = await checked(company, files);
			expect(complaints(result)).toEqual([]);
			expect(Object.keys(result['documents-errors'])).toHaveLength(3);
		},
	);

	test('names who signs for the taxpayer, and by which power of attorney', async () => {
		const { inn, kpp } = company;
		const { data } = await tool<string>('generate-fuf-rsv', {
			sender: { inn: firm.inn, kpp: firm.kpp },
			payer: {
				inn,
				organization: { kpp },
				name: 'ООО "Кавычки & Ко"',
				chiefFio: { surname: 'Главный', name: 'Павел', patronymic: 'Львович' },
			},
			warrant: { number: '7', dateBegin: '01.02.2025' },
		});
		const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(data);
		expect(parsed.Файл.Документ).toMatchObject({
			СвНП: { НПЮЛ: { ИННЮЛ: inn, КПП: kpp, НаимОрг: 'ООО "Кавычки & Ко"' } },
			Подписант: {
				ПрПодп: '2',
				ФИО: { Фамилия: 'Главный', Имя: 'Павел', Отчество: 'Львович' },
				СвПред: { НаимДок: 'Доверенность № 7 от 01.02.2025' },
			},
		});
	});

	test.each<[string, string, () => object]>([
		['rsv', 'a company without KPP', () => ({ sender: { inn: company.inn } })],
		['rsv', 'an INN of a wrong length', () => ({ sender: { inn: '12' } })],
		['rsv', 'nobody', () => ({})],
		['profit-tax', 'a sole trader', () => fileOrder(trader)],
		['3ndfl', 'a company', () => fileOrder(company)],
	])('%s is not made for %s', async (form, _who, body) => {
		expect((await tool(`generate-fuf-${form}`, body())).status).toBe(400);
	});

	test('for Rosstat is accepted by its robot', async () => {
		const { data: xml } = await tool<string>('generate-stat-report', { payer: { inn: company.inn, okpo: '12345678' } });
		expect(xml).toContain('<item name="okpo" value="12345678"/>');
		const meta = {
			...draftMeta(company),
			payer: { ...payerOf(company), okpo: '12345678' },
			recipient: { 'togs-code': '00-87' },
		};
		const { data } = await sandbox.call('post', `/v1/${company.id}/drafts`, meta);
		const bytes = Buffer.from(xml);
		const contentId = await upload(sandbox, company, bytes);
		const document = await sandbox.call('post', `/v1/${company.id}/drafts/${data.id}/documents`, { 'content-id': contentId });
		const draft = { account: company, draftId: data.id, documentId: document.data.id, fileId: '', bytes };
		await signDraft(sandbox, draft);
		const { id } = (await finishedTask<AnsweredDocflow>(sandbox, draft, 'send'))['task-result'];
		await sandbox.pass(120);
		expect((await readDocflow(sandbox, company, id))['success-state']).toBe('urn:docflow-state:successful');
		expect((await tool('generate-stat-report', { okpo: '12345678' })).status).toBe(400);
	});
});

describe('a letter of an authority', () => {
	const events = async () =>
		(await sandbox.call<EventsPage>('get', '/v1/events?fromId=0_0&take=100')).data['api-events'].map(
			(event) => event['new-state'],
		);

	async function plainText({ documents }: AnsweredDocflow, type: string): Promise<string> {
		const letter = documents.find(({ description }) => description.type === `urn:document:${type}`);
		const sealed = letter?.content['docflow-document-contents'].find(({ encrypted }) => encrypted);
		const { data } = await sandbox.call<ArrayBuffer>('get', `/v1/${company.id}/contents/${sealed?.['content-id']}`, undefined, {
			responseType: 'arraybuffer',
		});
		const [plain] = Object.values(unzipSync(new Uint8Array(openEnvelope(certificateOf(company), Buffer.from(data)))));
		return new TextDecoder('windows-1251').decode(plain);
	}

	test.each([
		['generate-cu-letter', 'fns534-cu-letter', { textOfLetter: 'Просим зайти <завтра>', ifnsCode: '0085' }, '0085'],
		['generate-incoming-stat-letter', 'stat-cu-letter', { text: 'Просим зайти <завтра>', togsCode: '00-88' }, '00-88'],
	])('of %s arrives in twenty minutes, is read and answered', async (name, type, more, cu) => {
		const { data } = await tool(name, { ...orderOf(company), ...more });
		expect(data.accountId).toBe(company.id);
		expect((await sandbox.call('get', `/v1/${company.id}/docflows/${data.docflowId}`)).status).toBe(404);
		await sandbox.pass(1200);
		const arrived = await readDocflow(sandbox, company, data.docflowId);
		expect(arrived).toMatchObject({
			type: `urn:docflow:${type}`,
			status: 'urn:docflow-common-status:received',
			description: { cu },
		});
		expect(await plainText(arrived, type)).toContain('<Текст>Просим зайти &lt;завтра></Текст>');
		const told = await events();
		expect(told).toHaveLength(1);

		const letter = arrived.documents.find(({ description }) => description.type === `urn:document:${type}`);
		const answered = await replyTo(sandbox, company, {
			docflowId: data.docflowId,
			documentId: letter?.id ?? '',
			type: `${type}-receipt`,
		});
		expect(answered.data.status).toBe('urn:docflow-common-status:finished');
		expect(await events()).toHaveLength(2);
	});

	test('goes to the certificate that the service knows when none is given', async () => {
		const { data } = await tool('generate-cu-letter', { accountId: company.id, text: 'Кратко' });
		await sandbox.pass(1200);
		const arrived = await readDocflow(sandbox, company, data.docflowId);
		expect(await plainText(arrived, 'fns534-cu-letter')).toContain('Кратко');
	});

	test('is encrypted to the certificate of the order, even when it is a new one', async () => {
		const { inn, kpp } = company;
		const { data: fresh } = await tool<{ certificate: string; privateKey: string }>('generate-certificate', { inn, kpp });
		const sender = { inn, kpp, certificate: { content: fresh.certificate } };
		const { data } = await tool('generate-cu-letter', { ...orderOf(company), sender });
		await sandbox.pass(1200);
		const { documents } = await readDocflow(sandbox, company, data.docflowId);
		const sealed = documents.flatMap(({ content }) => content['docflow-document-contents']).find(({ encrypted }) => encrypted);
		const { data: envelope } = await sandbox.call<ArrayBuffer>(
			'get',
			`/v1/${company.id}/contents/${sealed?.['content-id']}`,
			undefined,
			{ responseType: 'arraybuffer' },
		);
		const opened = decrypt(Buffer.from(envelope), readPrivateKey(fresh.privateKey), readCertificate(fresh.certificate));
		expect(Buffer.from(opened.subarray(0, 2)).toString()).toBe('PK');
	});

	test.each<[string, () => object, number]>([
		['an account that does not exist', () => ({ accountId: '11111111-1111-4111-8111-111111111111' }), 403],
		['a payer that the account does not have', () => ({ ...orderOf(company), payer: payerOf(trader) }), 400],
		[
			'a certificate that cannot be read',
			() => ({ ...orderOf(company), sender: { inn: company.inn, certificate: { content: 'AAAA' } } }),
			400,
		],
		['no account', () => ({ text: 'Кому?' }), 400],
		['an unknown office', () => ({ ...orderOf(company), ifnsCode: '6601' }), 400],
	])('is not written to %s', async (_what, body, status) => {
		expect((await tool('generate-cu-letter', body())).status).toBe(status);
	});
});

describe('an order whose fields the reference does not tell', () => {
	test.each<[string, () => object]>([
		['generate-incoming-stat-letter', () => ({ ...orderOf(company), text: 5 })],
		['generate-incoming-stat-letter', () => ({ ...orderOf(company), text: { ru: 'Текст' } })],
		['generate-incoming-stat-letter', () => ({ ...orderOf(company), togsCode: '0087' })],
		['generate-incoming-stat-letter', () => ({ ...orderOf(company), okpo: '12' })],
		['generate-incoming-stat-letter', () => ({ ...orderOf(company), sender: {} })],
		['generate-stat-report', () => ({ payer: { inn: company.inn, name: ['ООО'] } })],
		['generate-nds-declarations', () => ({ sender: { inn: company.inn, kpp: 669901001 } })],
		['create-nds-account', () => ({ kpp: 669901001 })],
	])('of %s is refused when it cannot be understood', async (name, body) => {
		expect((await tool(name, body())).status).toBe(400);
	});

	test('may leave out with null', async () => {
		const { status } = await tool('generate-incoming-stat-letter', { ...orderOf(company), text: null, payer: null });
		expect(status).toBe(200);
	});
});

describe('a report in a wanted status', () => {
	test.each([
		['sent', 'sent', 'neutral'],
		['Delivered', 'delivered', 'neutral'],
		['ResponseArrived', 'response-arrived', 'successful'],
		['response-processed', 'response-processed', 'successful'],
		['urn:docflow-common-status:finished', 'finished', 'successful'],
	])('%s is there at once, and stays there', async (state, status, successState) => {
		const { data } = await tool('generate-fns', { ...orderOf(company), state });
		const read = async () => {
			const docflow = await readDocflow(sandbox, company, data.docflowId);
			return [docflow.type, docflow.status, docflow['success-state']];
		};
		const there = ['urn:docflow:fns534-report', `urn:docflow-common-status:${status}`, `urn:docflow-state:${successState}`];
		expect(await read()).toEqual(there);
		await sandbox.pass(3600);
		expect(await read()).toEqual(there);
	});

	test('of a refusing office was refused', async () => {
		const { data } = await tool('generate-fns', { ...orderOf(company), ifnsCode: '0088', state: 'finished' });
		const docflow = await readDocflow(sandbox, company, data.docflowId);
		expect([docflow.status, docflow['success-state']]).toEqual([
			'urn:docflow-common-status:finished',
			'urn:docflow-state:failed',
		]);
	});

	test('goes on by the replies of its subscriber', async () => {
		const { data } = await tool('generate-fns', { ...orderOf(company), state: 'response-arrived' });
		const { documents } = await readDocflow(sandbox, company, data.docflowId);
		const positive = documents.find(({ description }) => description.type.endsWith('acceptance-result-positive'));
		const { data: answered } = await replyTo(sandbox, company, {
			docflowId: data.docflowId,
			documentId: positive?.id ?? '',
			type: 'fns534-report-receipt',
		});
		expect(answered.status).toBe('urn:docflow-common-status:response-processed');
	});

	test('is one of the client’s when a representative sends it', async () => {
		const [, client] = firm.organizations;
		const { data } = await tool('generate-fns', {
			accountId: firm.id,
			sender: senderOf(firm),
			payer: { inn: client.inn, organization: { kpp: client.kpp } },
			state: 'delivered',
		});
		const { data: page } = await sandbox.call<DocflowPage>('get', `/v1/${firm.id}/docflows?orgId=${client.id}&forAllUsers=true`);
		expect(page['docflows-page-item'].map(({ id }) => id)).toEqual([data.docflowId]);
	});

	test.each<[string, () => object]>([
		['a status that does not exist', () => ({ state: 'lost' })],
		['a status that a refused report does not come to', () => ({ state: 'response-processed', ifnsCode: '0088' })],
		['no status', () => ({})],
		[
			'an expired certificate',
			() => ({
				state: 'sent',
				sender: { ...senderOf(company), certificate: { content: certificateOf(company, 'expired').content } },
			}),
		],
	])('is refused for %s', async (_what, more) => {
		expect((await tool('generate-fns', { ...orderOf(company), ...more() })).status).toBe(400);
		expect((await sandbox.call('get', `/v1/${company.id}/docflows?forAllUsers=true`)).data['total-count']).toBe(0);
	});
});

describe('a suite of docflows', () => {
	test('has as many as were asked for, in different statuses', async () => {
		const { data } = await tool('generate-docflows-suite', { ...orderOf(trader), docflowCount: 6 });
		const { data: page } = await sandbox.call<DocflowPage>('get', `/v1/${trader.id}/docflows?forAllUsers=true`);
		expect(page['docflows-page-item'].map(({ id }) => id).sort()).toEqual([...data.docflowIds].sort());
		expect(new Set(page['docflows-page-item'].map(({ status }) => status)).size).toBe(5);
	});

	test.each([[0], [101], ['many']])('is not made of %p docflows', async (docflowCount) => {
		expect((await tool('generate-docflows-suite', { ...orderOf(trader), docflowCount })).status).toBe(400);
	});
});

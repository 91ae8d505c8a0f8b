import { randomUUID } from 'node:crypto';
import { encode } from 'iconv-lite';
import { finishedTask, givenDraft, reportText, reportXml, signDraft } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount, type SeedOrganization } from '../runningSandbox';

interface FormInfo {
	'form-id': number;
	'form-short-name': string;
	knd: string;
	periodicity: string;
}

interface Deadline {
	deadline: string;
	'period-year': number;
	'period-number': number;
	'period-start': string;
	'period-end': string;
	status: string;
}

interface Tables {
	'reports-tables': Array<{ 'organization-id': string; forms: Array<{ 'form-info': FormInfo; deadlines: Deadline[] }> }>;
}

interface ReportDocflows {
	docflows: Array<{ 'docflow-id': string; 'report-status': string; 'correction-number': number; recipient: string }>;
}

interface Payments {
	skip: number;
	take: number;
	'total-count': number;
	'organization-payments': Array<{
		'organization-id': string;
		payments: Array<{
			'short-name': string;
			periodicity: string;
			'payment-periods': Array<{
				deadline: string;
				'period-type': string;
				'period-number': number;
				'payment-number-in-period'?: number;
			}>;
		}>;
	}>;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let firm: SeedAccount;
let trader: SeedAccount;
let companyItself: SeedOrganization;

beforeAll(async () => {
	sandbox = await runSandbox();
});
beforeEach(async () => {
	await sandbox.reset();
	[company, firm, trader] = sandbox.seed.accounts;
	[companyItself] = company.organizations;
});
afterAll(() => sandbox.stop());

const PROFIT_TAX = '1151006';
const spring2025 = { 'date-from': '2025-04-01T00:00:00', 'date-to': '2025-04-30T00:00:00' };

const search = (account: SeedAccount, body: object = {}, query = '') =>
	sandbox.call<Tables>('post', `/v1/${account.id}/reports-tables/search${query}`, body);
const table = async (account: SeedAccount, body: object = {}) => (await search(account, body)).data['reports-tables'][0];
const profitTax = async (body: object = spring2025) => {
	const { forms } = await table(company, body);
	return forms.find((form) => form['form-info'].knd === PROFIT_TAX)?.deadlines ?? [];
};
const status = async () => (await profitTax()).map((deadline) => deadline.status);
const docflows = (query: string, organization = companyItself) =>
	sandbox.call<ReportDocflows>('get', `/v1/${company.id}/reports-tables/${organization.id}/report-docflows?${query}`);
const firstQuarter = 'formId=1151006&deadline=2025-04-25T00:00:00Z&periodYear=2025&periodNumber=1';

/** A profit tax report of the period, the first quarter of 2025 if none is named. */
async function send({ office = '0087', correction = '0', code = '21', year = '2025' } = {}): Promise<void> {
	const text = reportText(company, { office, correction });
	const xml = reportXml(text).replace('Период="21" ОтчетГод="2025"', `Период="${code}" ОтчетГод="${year}"`);
	const draft = await givenDraft(sandbox, company, { office, bytes: encode(xml, 'win1251') });
	await signDraft(sandbox, draft);
	await finishedTask(sandbox, draft, 'send');
}

describe('the forms of an organization', () => {
	const forms = async (account: SeedAccount, query = '') => {
		const { data } = await sandbox.call<{ forms: FormInfo[] }>(
			'get',
			`/v1/${account.id}/reports-tables/${account.organizations[0].id}/forms${query}`,
		);
		return data.forms.map((form) => form['form-short-name']);
	};

	test('are others for a company than for a sole trader', async () => {
		const [ofCompany, ofTrader] = [await forms(company), await forms(trader)];
		expect(ofCompany).toEqual(expect.arrayContaining(['НДС', 'Налог на прибыль', 'Бухгалтерская отчетность']));
		expect(ofTrader).toEqual(expect.arrayContaining(['УСН', '3-НДФЛ', 'РСВ']));
		expect(ofTrader).not.toContain('Налог на прибыль');
	});

	test('hide what was abolished unless it is asked for', async () => {
		expect(await forms(company)).not.toContain('ЕНВД');
		expect(await forms(company, '?includeDeleted=true')).toEqual(expect.arrayContaining(['ЕНВД', 'ССЧ']));
		const { data } = await search(
			company,
			{ 'date-from': '2021-01-01T00:00:00', 'date-to': '2021-12-31T00:00:00' },
			'?includeDeleted=true',
		);
		const envd = data['reports-tables'][0].forms.find((form) => form['form-info']['form-short-name'] === 'ЕНВД');
		expect(envd?.deadlines).toMatchObject([{ deadline: '2021-01-20T00:00:00.0000000', 'period-year': 2020, 'period-number': 4 }]);
	});

	test('of an organization that does not exist are not found', async () => {
		expect((await sandbox.call('get', `/v1/${company.id}/reports-tables/${randomUUID()}/forms`)).status).toBe(404);
	});
});

describe('deadlines', () => {
	test('tell the period, and move from a day off to the next working day', async () => {
		expect(await profitTax()).toMatchObject([
			{
				deadline: '2025-04-25T00:00:00.0000000',
				'period-year': 2025,
				'period-number': 1,
				'period-start': '2025-01-01T00:00:00.0000000',
				'period-end': '2025-03-31T00:00:00.0000000',
			},
		]);
		const july = await profitTax({ 'date-from': '2026-07-01T00:00:00', 'date-to': '2026-07-31T00:00:00' });
		// 25 July 2026 is a Saturday.
		expect(july).toMatchObject([{ deadline: '2026-07-27T00:00:00.0000000', 'period-start': '2026-01-01T00:00:00.0000000' }]);
	});

	test('are those of three months back and ahead when no dates are given', async () => {
		const { forms } = await table(company);
		const days = forms.flatMap(({ deadlines }) => deadlines.map(({ deadline }) => Date.parse(`${deadline.slice(0, 10)}Z`)));
		const month = 31 * 86_400_000;
		expect(Math.min(...days)).toBeGreaterThan(Date.now() - 3.1 * month);
		expect(Math.max(...days)).toBeLessThan(Date.now() + 3.1 * month);
		const statuses = new Set(forms.flatMap(({ deadlines }) => deadlines.map((deadline) => deadline.status)));
		expect(statuses).toEqual(new Set(['not-sent', 'not-sent-after-deadline']));
	});

	test('become overdue as time goes by', async () => {
		const { forms } = await table(company);
		const upcoming = forms[0].deadlines.filter((deadline) => deadline.status === 'not-sent');
		const day = upcoming[0].deadline;
		const left = (Date.parse(`${day.slice(0, 10)}T21:00:00Z`) - Date.now()) / 1000;
		const read = async () => {
			const later = await table(company, { 'date-from': day, 'date-to': day });
			return later.forms.flatMap((form) => form.deadlines.map((deadline) => deadline.status));
		};
		await sandbox.pass(left - 3600);
		expect(new Set(await read())).toEqual(new Set(['not-sent']));
		await sandbox.pass(7200);
		expect(new Set(await read())).toEqual(new Set(['not-sent-after-deadline']));
	});
});

describe('a report changes how its deadline stands', () => {
	test('when it is sent and accepted too late', async () => {
		expect(await status()).toEqual(['not-sent-after-deadline']);
		await send();
		expect(await status()).toEqual(['sent-after-deadline']);
		await sandbox.pass(120);
		expect(await status()).toEqual(['accepted-after-deadline']);
	});

	test('when it is sent and accepted in time', async () => {
		const months = (count: number) => new Date(Date.now() + count * 31 * 86_400_000).toISOString();
		const deadlines = await profitTax({ 'date-from': months(0), 'date-to': months(13) });
		const [next] = deadlines.filter((deadline) => deadline.status === 'not-sent');
		const code = ['21', '31', '33', '34'][next['period-number'] - 1];
		await send({ code, year: String(next['period-year']) });
		const again = async () =>
			(await profitTax({ 'date-from': next.deadline, 'date-to': next.deadline })).map((deadline) => deadline.status);
		expect(await again()).toEqual(['sent']);
		await sandbox.pass(120);
		expect(await again()).toEqual(['accepted']);
	});

	test.each([
		['0088', 'declined'],
		['0085', 'accepted-with-rebuke'],
	])('when robot %s answers: %s', async (office, stands) => {
		await send({ office });
		await sandbox.pass(120);
		expect(await status()).toEqual([stands]);
	});

	test('when a correction follows and is refused', async () => {
		await send();
		await sandbox.pass(120);
		await send({ office: '0088', correction: '1' });
		expect(await status()).toEqual(['accepted-with-sent']);
		await sandbox.pass(120);
		expect(await status()).toEqual(['accepted-with-warning']);
		const { data } = await docflows(firstQuarter);
		expect(data.docflows).toMatchObject([
			{ 'report-status': 'accepted', 'correction-number': 0, recipient: '0087' },
			{ 'report-status': 'declined', 'correction-number': 1, recipient: '0088' },
		]);
	});

	test('and no other one', async () => {
		await send();
		const { forms } = await table(company, { 'date-from': '2025-01-01T00:00:00', 'date-to': '2025-12-31T00:00:00' });
		const sent = forms.flatMap((form) =>
			form.deadlines
				.filter((deadline) => !deadline.status.startsWith('not-sent'))
				.map((deadline) => [form['form-info'].knd, deadline['period-number']]),
		);
		expect(sent).toEqual([[PROFIT_TAX, 1]]);
	});
});

describe('the docflows of a report', () => {
	test('are none before it is sent', async () => {
		expect((await docflows(firstQuarter)).data.docflows).toEqual([]);
	});

	test.each([
		['an unknown form', 'formId=1&deadline=2025-04-25T00:00:00Z&periodYear=2025&periodNumber=1', 404],
		['another deadline', 'formId=1151006&deadline=2025-04-26T00:00:00Z&periodYear=2025&periodNumber=1', 404],
		['another period', 'formId=1151006&deadline=2025-04-25T00:00:00Z&periodYear=2025&periodNumber=2', 404],
		['no form', 'deadline=2025-04-25T00:00:00Z&periodYear=2025&periodNumber=1', 400],
		['no date', 'formId=1151006&deadline=tomorrow&periodYear=2025&periodNumber=1', 400],
	])('are refused for %s', async (_what, query, code) => {
		expect((await docflows(query)).status).toBe(code);
	});
});

describe('the search', () => {
	test('takes organizations, all of the account when none is named, page by page', async () => {
		const ids = async (body: object) => {
			const { data } = await search(firm, body);
			return data['reports-tables'].map((one) => one['organization-id']);
		};
		const all = firm.organizations.map(({ id }) => id);
		expect(await ids({})).toEqual(all);
		expect(await ids({ 'organization-ids': [all[3], all[1]] })).toEqual([all[3], all[1]]);
		expect(await ids({ skip: 10, take: 2 })).toEqual(all.slice(10, 12));
		expect([await ids({ take: 0 }), await ids({ skip: 13 })]).toEqual([[], []]);
	});

	test.each<[string, object, number]>([
		['an organization of nobody', { 'organization-ids': ['11111111-1111-4111-8111-111111111111'] }, 404],
		['dates the wrong way round', { 'date-from': '2025-05-01T00:00:00', 'date-to': '2025-04-01T00:00:00' }, 400],
		['a day that does not exist', { 'date-from': '2025-13-01T00:00:00' }, 400],
		['a page above a thousand', { take: 1001 }, 400],
		['includeDeleted in the body', { includeDeleted: true }, 400],
	])('is refused for %s', async (_what, body, code) => {
		expect((await search(company, body)).status).toBe(code);
	});
});

describe('payments', () => {
	const pay = (account: SeedAccount, body: object) =>
		sandbox.call<Payments>('post', `/v1/${account.id}/reports-tables/search-payments`, body);
	const april = { 'deadline-from': '2025-04-01T00:00:00', 'deadline-to': '2025-04-30T00:00:00' };

	test('are due by the 28th, in parts where the tax is so paid', async () => {
		const { data } = await pay(company, april);
		const { payments } = data['organization-payments'][0];
		const periods = (name: string) => payments.find((payment) => payment['short-name'] === name)?.['payment-periods'];
		expect(periods('Прибыль')).toEqual([
			{
				deadline: '2025-04-28T00:00:00.0000000',
				'period-year': 2025,
				'period-type': 'quarterly',
				'period-number': 1,
				'payment-number-in-period': 1,
			},
		]);
		// 5 April 2025 is a Saturday.
		expect(periods('НДФЛ')?.map(({ deadline }) => deadline.slice(0, 10))).toEqual(['2025-04-07', '2025-04-28']);
		expect(payments.map((payment) => payment['short-name'])).not.toContain('УСН');
	});

	test('of a sole trader are others', async () => {
		const { data } = await pay(trader, april);
		const names = data['organization-payments'][0].payments.map((payment) => payment['short-name']);
		expect(names).toEqual(['НДС', 'Взносы', 'НДФЛ', 'УСН']);
	});

	test('are paged by organization', async () => {
		const { data } = await pay(firm, { ...april, skip: 12, take: 5 });
		expect([data.skip, data.take, data['total-count'], data['organization-payments'].length]).toEqual([12, 5, 13, 1]);
		expect((await pay(firm, { ...april, take: 0 })).data['organization-payments']).toEqual([]);
	});

	test.each<[object, number]>([
		[{ 'organization-ids': ['11111111-1111-4111-8111-111111111111'] }, 404],
		[{ 'deadline-from': '2025-05-01T00:00:00', 'deadline-to': '2025-04-01T00:00:00' }, 400],
		[{ 'date-from': '2025-05-01T00:00:00' }, 400],
	])('are not searched by %j', async (body, code) => {
		expect((await pay(company, body)).status).toBe(code);
	});
});

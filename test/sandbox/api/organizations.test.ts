import { randomUUID } from 'node:crypto';
import { readCertificate, readPrivateKey, signEnclosed } from '../../../gost';
import { certificateOf, draftMeta, finishedTask, givenSentReport, sign, signDraft, upload } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount, type SeedOrganization } from '../runningSandbox';

interface OrganizationAnswer {
	id: string;
	general: { inn: string; name: string };
	'control-units': Array<{ type: string; code: string }>;
	signers: Array<Record<string, unknown>>;
	message: string;
}

interface Subscriptions {
	'total-count': number;
	items: Array<{ 'registration-number': string; 'subscription-status': string; 'is-sfr': boolean }>;
}

interface Warrants {
	'total-count': number;
	warrants: Array<{ number: string; 'date-begin': string; 'date-end': string; sender: object }>;
	'organization-warrant-informations': Array<{ 'organization-id': string }>;
}

interface Users {
	users: Array<{ login: string; role: string; 'account-id': string; 'login-certificates': Array<{ thumbprint: string }> }>;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let firm: SeedAccount;
let companyItself: SeedOrganization;
let client: SeedOrganization;

beforeAll(async () => {
	sandbox = await runSandbox();
});
beforeEach(async () => {
	await sandbox.reset();
	[company, firm] = sandbox.seed.accounts;
	[companyItself] = company.organizations;
	[, client] = firm.organizations;
});
afterAll(() => sandbox.stop());

const asClerk = () =>
	sandbox.callAs({ authorization: `auth.sid ${sandbox.seed.clerk.sid}`, 'x-kontur-apikey': sandbox.seed.apiKey });
const pathOf = (account: SeedAccount, { id }: { id: string }) => `/v1/${account.id}/organizations/${id}`;
const readOrganization = async (account: SeedAccount, organization: { id: string }) =>
	(await sandbox.call<OrganizationAnswer>('get', pathOf(account, organization))).data;

describe('an organization', () => {
	test('gets another name, and its account with it when it is the main one', async () => {
		const { status } = await sandbox.call('put', pathOf(company, companyItself), { name: 'ООО «Переименованная»' });
		const { data: account } = await sandbox.call<{ 'organization-name': string }>('get', `/v1/${company.id}`);
		expect([status, (await readOrganization(company, companyItself)).general.name]).toEqual([200, 'ООО «Переименованная»']);
		expect(account['organization-name']).toBe('ООО «Переименованная»');
	});

	test.each([[{}], [{ name: '' }], [{ name: 'ООО «Новая»', inn: '6699009990' }]])('is not changed by %j', async (body) => {
		expect((await sandbox.call('put', pathOf(firm, client), body)).status).toBe(400);
		expect((await readOrganization(firm, client)).general).toMatchObject({ inn: client.inn, name: client.name });
	});

	test('that nothing was sent for is deleted, with its powers of attorney', async () => {
		expect((await sandbox.call('delete', pathOf(firm, client))).status).toBe(204);
		expect((await sandbox.call('get', pathOf(firm, client))).status).toBe(404);
		expect((await sandbox.call('delete', pathOf(firm, client))).status).toBe(404);
		const { data } = await sandbox.call<Warrants>('get', `/v1/${firm.id}/warrants`);
		expect(data['total-count']).toBe(11);
		expect(data['organization-warrant-informations'].map((warrant) => warrant['organization-id'])).not.toContain(client.id);
	});

	test('that owns the account is not deleted', async () => {
		const { status, data } = await sandbox.call('delete', pathOf(company, companyItself));
		expect([status, data.message]).toEqual([400, 'Головную организацию учётной записи удалить нельзя']);
	});

	test('of another account is not found', async () => {
		for (const method of ['get', 'delete'])
			expect((await sandbox.call(method, `/v1/${company.id}/organizations/${client.id}`)).status).toBe(404);
	});
});

describe('who signs', () => {
	const choose = (body: object) => sandbox.call('post', `${pathOf(company, companyItself)}/update-signer`, body);

	test('is chosen for each authority, and read with the organization', async () => {
		const { thumbprint } = certificateOf(company);
		const choice = (code: string, type: string) => ({
			'control-unit-code': code,
			'certificate-thumbprint': thumbprint,
			'signer-type': type,
		});
		for (const [code, type] of [
			['0087', 'representative'],
			['00-87', 'chief'],
			['0087', 'chief'],
		])
			expect((await choose(choice(code, type))).status).toBe(200);
		const read = await readOrganization(company, companyItself);
		expect(read.signers).toEqual([choice('00-87', 'chief'), choice('0087', 'chief')]);
		expect(read['control-units'].map(({ type, code }) => `${type} ${code}`)).toEqual(['fns 0087', 'stat 00-87']);
	});

	test.each([
		['nobody', {}],
		['a certificate of somebody else', { 'certificate-thumbprint': 'A'.repeat(40) }],
		['an authority that does not exist', { 'control-unit-code': '6666' }],
	])('is not %s', async (_what, body) => {
		expect((await choose(body)).status).toBe(400);
		expect((await readOrganization(company, companyItself)).signers).toEqual([]);
	});

	test('an authority that got a report is one of the organization’s', async () => {
		await givenSentReport(sandbox, company, '0088');
		expect((await readOrganization(company, companyItself))['control-units']).toMatchObject([{ type: 'fns', code: '0088' }]);
	});
});

describe('the way into Gosuslugi', () => {
	const open = (body: object) => sandbox.call('post', `${pathOf(company, companyItself)}/gosuslugi-auth`, body);
	const KEY = '0123456789abcdef0123456789abcdef';
	const signed = (account: SeedAccount, note?: string, text = KEY) => {
		const { content, privateKey } = certificateOf(account, note);
		const signing = { key: readPrivateKey(privateKey), certificate: readCertificate(content) };
		return Buffer.from(signEnclosed({ content: Buffer.from(text, 'utf8'), ...signing })).toString('base64');
	};

	test('is opened by a signature of the organization', async () => {
		const body = { 'gosuslugi-uid': KEY, 'base64-signature-content': signed(company) };
		expect((await open(body)).status).toBe(200);
	});

	test.each<[string, () => object]>([
		['a signature of another company', () => ({ 'base64-signature-content': signed(firm) })],
		['an expired certificate', () => ({ 'base64-signature-content': signed(company, 'expired') })],
		['a signature of another key', () => ({ 'base64-signature-content': signed(company, 'valid', 'f'.repeat(32)) })],
		['the key with a byte order mark', () => ({ 'base64-signature-content': signed(company, 'valid', `\ufeff${KEY}`) })],
		['a detached signature', () => ({ 'base64-signature-content': sign(certificateOf(company), Buffer.from(KEY)).toString('base64') })],
		['something that is no signature', () => ({ 'base64-signature-content': 'aGVsbG8=' })],
		['no signature', () => ({})],
	])('is not opened by %s', async (_what, body) => {
		expect((await open({ 'gosuslugi-uid': KEY, ...body() })).status).toBe(400);
	});
});

describe('subscriptions to documents of the social fund', () => {
	const search = (body: object) =>
		sandbox.call<Subscriptions>('post', `${pathOf(company, companyItself)}/control-unit-subscriptions`, body);
	const type = { 'control-unit-subscription-type': 'fss-sedo' };

	test('begin with the organization’s own number, unsubscribed', async () => {
		const { data } = await search(type);
		expect(data).toMatchObject({ 'total-count': 1, items: [{ 'subscription-status': 'unsubscribed', 'is-sfr': true }] });
	});

	test('follow the requests that were sent and what the fund answered', async () => {
		const number = '066-001-000777';
		const request = async (wish: 'subscribe' | 'unsubscribe') => {
			const meta = {
				...draftMeta(company),
				payer: { inn: company.inn, organization: { kpp: company.kpp }, 'registration-number-sfr': number },
				recipient: { 'fss-code': 'SEDO-TEST' },
			};
			const { data } = await sandbox.call('post', `/v1/${company.id}/drafts`, meta);
			const bytes = Buffer.from(`<request>${wish}</request>`);
			const { data: document } = await sandbox.call('post', `/v1/${company.id}/drafts/${data.id}/documents`, {
				'content-id': await upload(sandbox, company, bytes),
				description: { type: `urn:document:fss-sedo-provider-subscription-${wish}-request-for-registration-number` },
			});
			const draft = { account: company, draftId: data.id, documentId: document.id, fileId: '', bytes };
			await signDraft(sandbox, draft);
			await finishedTask(sandbox, draft, 'send');
		};
		const stands = async () =>
			(await search({ ...type, 'registration-number': number })).data.items.map((item) => item['subscription-status']);
		expect(await stands()).toEqual([]);
		await request('subscribe');
		expect(await stands()).toEqual(['subscribe-in-progress']);
		await sandbox.pass(600);
		expect(await stands()).toEqual(['subscribed']);
		await request('unsubscribe');
		expect(await stands()).toEqual(['unsubscribe-in-progress']);
		await sandbox.pass(600);
		expect(await stands()).toEqual(['unsubscribed']);
		expect((await search(type)).data['total-count']).toBe(2);
	});

	test('are found by number and paged', async () => {
		const [{ 'registration-number': number }] = (await search(type)).data.items;
		const found = async (more: object) => {
			const { items, 'total-count': total } = (await search({ ...type, ...more })).data;
			return [items.length, total];
		};
		expect(await found({ 'registration-number': number })).toEqual([1, 1]);
		expect(await found({ 'registration-number': '000-000-000000' })).toEqual([0, 0]);
		expect(await found({ take: 0 })).toEqual([0, 1]);
		expect(await found({ skip: 1 })).toEqual([0, 1]);
	});

	test.each([[{}], [{ 'control-unit-subscription-type': 'fns' }], [{ ...type, take: -1 }]])(
		'are not searched by %j',
		async (body) => {
			expect((await search(body)).status).toBe(400);
		},
	);

	test('of an organization that does not exist are not found', async () => {
		const path = `/v1/${company.id}/organizations/${randomUUID()}/control-unit-subscriptions`;
		expect((await sandbox.call('post', path, type)).status).toBe(404);
	});
});

describe('powers of attorney', () => {
	test('come in pages; one of them expires soon, one has expired', async () => {
		const page = async (query: string) => (await sandbox.call<Warrants>('get', `/v1/${firm.id}/warrants?${query}`)).data;
		const all = await page('');
		const [first, second] = [await page('take=5'), await page('skip=5')];
		expect([...first.warrants, ...second.warrants]).toEqual(all.warrants);
		expect([(await page('take=0')).warrants, (await page('skip=12')).warrants]).toEqual([[], []]);
		const days = all.warrants.map((warrant) => Math.round((Date.parse(warrant['date-end']) - Date.now()) / 86_400_000));
		expect(days.filter((left) => left < 0)).toHaveLength(1);
		expect(days.filter((left) => left >= 0 && left <= 10)).toHaveLength(1);
	});

	test('are those of the user; an administrator sees everybody’s', async () => {
		const count = async (caller: typeof sandbox.call, query = '') =>
			(await caller<Warrants>('get', `/v1/${company.id}/warrants${query}`)).data['total-count'];
		expect([await count(sandbox.call), await count(sandbox.call, '?forAllUsers=true'), await count(asClerk())]).toEqual([
			0, 1, 1,
		]);
		expect((await asClerk()('get', `/v1/${company.id}/warrants?forAllUsers=true`)).status).toBe(403);
	});
});

describe('people', () => {
	test('a company’s employees are told with their positions', async () => {
		const { data } = await sandbox.call<{ employees: Array<{ fio: string; position: string; inn: string }> }>(
			'get',
			`/v1/${company.id}/employees`,
		);
		expect(data.employees).toHaveLength(5);
		expect(data.employees).toContainEqual(
			expect.objectContaining({ fio: 'Примерова Схема Чертежовна', position: 'Главный бухгалтер' }),
		);
		expect((await sandbox.call('get', `/v1/${sandbox.seed.foreignAccountId}/employees`)).status).toBe(403);
	});

	test('users stand there once for each account that they can enter', async () => {
		const { data } = await sandbox.call<Users>('get', `/v1/${company.id}/users`);
		const of = (login: string) =>
			data.users.filter((user) => user.login === login).map((user) => [user['account-id'], user.role]);
		expect(of(sandbox.seed.login)).toEqual(sandbox.seed.accounts.map(({ id }) => [id, 'admin']));
		expect(of(sandbox.seed.clerk.login)).toEqual([[company.id, 'user']]);
	});

	test('nobody is left in an account that was deleted', async () => {
		const request = { inn: '6699009990', kpp: '669901001', 'organization-name': 'ООО «Новая»' };
		const { data: account } = await sandbox.call('post', '/v1', request);
		await sandbox.call('delete', `/v1/${account.id}`);
		const { data } = await sandbox.call<Users>('get', `/v1/${company.id}/users`);
		expect((await sandbox.call('get', `/v1/${account.id}`)).status).toBe(404);
		expect(data.users.map((user) => user['account-id'])).not.toContain(account.id);
	});
});

import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let firm: SeedAccount;
let trader: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company, firm, trader] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const asClerk = () =>
	sandbox.callAs({ authorization: `auth.sid ${sandbox.seed.clerk.sid}`, 'x-kontur-apikey': sandbox.seed.apiKey });

async function token(scope: string, form: Record<string, string>): Promise<string> {
	const { data } = await axios.post(
		`${sandbox.identity}/connect/token`,
		new URLSearchParams({ client_id: sandbox.seed.clientId, client_secret: sandbox.seed.apiKey, scope, ...form }),
	);
	return data.access_token;
}

describe('signing in', () => {
	test.each<[string, () => Record<string, string>]>([
		['no header', () => ({})],
		['an unknown token', () => ({ authorization: 'Bearer nothing' })],
		['a session without an api-key', () => ({ authorization: `auth.sid ${sandbox.seed.sid}` })],
		[
			'a session with an unknown api-key',
			() => ({ authorization: `auth.sid ${sandbox.seed.sid}`, 'x-kontur-apikey': randomUUID() }),
		],
		['an unknown session', () => ({ authorization: 'auth.sid nothing', 'x-kontur-apikey': sandbox.seed.apiKey })],
	])('%s is refused', async (_what, headers) => {
		const { status, data, headers: answered } = await sandbox.callAs(headers())('get', '/v1');
		expect([status, data['status-code'], data['trace-id']]).toEqual([401, 401, answered['x-kontur-trace-id']]);
	});

	test('the session may come as a cookie, the scheme in any case', async () => {
		const { apiKey, sid } = sandbox.seed;
		expect((await sandbox.callAs({ cookie: `other=1; auth.sid=${sid}`, 'x-kontur-apikey': apiKey })('get', '/v1')).status).toBe(
			200,
		);
		expect((await sandbox.callAs({ authorization: `AUTH.SID ${sid}`, 'x-kontur-apikey': apiKey })('get', '/v1')).status).toBe(
			200,
		);
	});

	test('a token of the identity provider opens the API until all tokens expire', async () => {
		const access = await token('extern.api', {
			grant_type: 'password',
			username: sandbox.seed.login,
			password: sandbox.seed.password,
		});
		const call = sandbox.callAs({ authorization: `Bearer ${access}` });
		const before = await call('get', '/v1');
		await sandbox.control.post('/tokens/expire');
		const after = await call('get', '/v1');
		expect([before.status, before.data['total-count'], after.status]).toEqual([200, 3, 401]);
	});

	test('an application without a user sees every account of the integrator', async () => {
		const access = await token('extern.api', { grant_type: 'client_credentials' });
		const { data } = await sandbox.callAs({ authorization: `Bearer ${access}` })('get', '/v1');
		expect(data.accounts.map(({ id }) => id)).toEqual(expect.arrayContaining([company.id, firm.id, trader.id]));
	});
});

describe('rights', () => {
	test('accounts that the user does not see: 404 for themselves, 403 below', async () => {
		for (const id of [randomUUID(), sandbox.seed.foreignAccountId]) {
			expect((await sandbox.call('get', `/v1/${id}`)).status).toBe(404);
			expect((await sandbox.call('get', `/v1/${id}/drafts`)).status).toBe(403);
			expect((await sandbox.call('get', `/v1/${id}/docflows`)).status).toBe(403);
		}
	});

	test('a user with fewer rights sees one account and only own certificates', async () => {
		const { data: accounts } = await asClerk()('get', '/v1');
		const { data: certificates } = await asClerk()('get', `/v1/${company.id}/certificates`);
		expect(accounts.accounts).toMatchObject([{ id: company.id, role: 'user' }]);
		expect(certificates.certificates.map(({ fio }) => fio)).toEqual(['Небылицын Пример Образцович']);
		expect((await asClerk()('get', `/v1/${company.id}/certificates?forAllUsers=true`)).status).toBe(403);
		expect((await asClerk()('get', `/v1/${company.id}/users`)).status).toBe(403);
	});
});

describe('accounts and organizations', () => {
	test('certificates tell validity by the simulated clock', async () => {
		const { data } = await sandbox.call('get', `/v1/${company.id}/certificates`);
		const verdicts = Object.fromEntries(
			company.certificates.map(({ note, thumbprint }) => [
				note,
				data.certificates.find((certificate) => certificate.thumbprint === thumbprint)?.['is-valid'],
			]),
		);
		expect(verdicts).toMatchObject({ valid: true, expired: false, 'expiring-soon': true });
	});

	test('an accounting firm has its clients as organizations, each with a power of attorney', async () => {
		const { data } = await sandbox.call('get', `/v1/${firm.id}/organizations`);
		const [client] = data.organizations.filter(({ general }) => !general['is-main-org']);
		const { data: one } = await sandbox.call('get', `/v1/${firm.id}/organizations/${client.id}`);
		const { data: found } = await sandbox.call('get', `/v1/${firm.id}/organizations?inn=${client.general.inn}`);
		const { data: warrants } = await sandbox.call('get', `/v1/${firm.id}/warrants`);
		expect(data['total-count']).toBe(13);
		expect(one['fns-mchd-id']).toMatch(/^[0-9a-f-]{36}$/);
		expect(found.organizations.map(({ id }) => id)).toEqual([client.id]);
		expect(warrants['total-count']).toBe(12);
	});

	test('a new account is its creator’s to administer, has the company as main organization and takes a draft', async () => {
		const request = { inn: '6699009990', kpp: '669901001', 'organization-name': 'ООО «Новая»' };
		const { status, data: account } = await sandbox.call('post', '/v1', request);
		const { data: accounts } = await sandbox.call('get', '/v1');
		const { data: organizations } = await sandbox.call('get', `/v1/${account.id}/organizations`);
		const { inn, kpp } = request;
		const draft = await sandbox.call('post', `/v1/${account.id}/drafts`, {
			sender: { inn, kpp, certificate: { content: company.certificates[0].content }, ipaddress: '127.0.0.1' },
			recipient: { 'ifns-code': '0087' },
			payer: { inn, organization: { kpp } },
		});
		expect([status, account]).toMatchObject([201, { ...request, role: 'admin' }]);
		expect(accounts.accounts).toContainEqual(account);
		expect(organizations.organizations).toMatchObject([{ general: { inn, kpp, name: 'ООО «Новая»', 'is-main-org': true } }]);
		expect(draft.status).toBe(201);
		expect((await asClerk()('get', `/v1/${account.id}`)).status).toBe(404);
		expect((await sandbox.call('delete', `/v1/${account.id}`)).status).toBe(204);
	});

	test.each<[string, object]>([
		['an INN of a wrong length', { inn: '66990099', 'organization-name': 'ООО «Новая»' }],
		['a malformed KPP', { inn: '6699009990', kpp: '1', 'organization-name': 'ООО «Новая»' }],
		['no INN', { 'organization-name': 'ООО «Новая»' }],
		['no name', { inn: '6699009990' }],
		['a field that the service does not have', { inn: '6699009990', 'organization-name': 'ООО «Новая»', name: 'Новая' }],
	])('an account with %s is not created', async (_what, request) => {
		expect((await sandbox.call('post', '/v1', request)).status).toBe(400);
	});

	test('an account is created once per INN and KPP, and only its creator deletes it', async () => {
		const request = { inn: '6699009990', kpp: '669901001', 'organization-name': 'ООО «Новая»' };
		const [first, second] = [await sandbox.call('post', '/v1', request), await sandbox.call('post', '/v1', request)];
		expect([first.status, second.status, second.data.id]).toEqual([201, 200, first.data.id]);
		expect((await sandbox.call('delete', `/v1/${company.id}`)).status).toBe(403);
		expect((await sandbox.call('delete', `/v1/${first.data.id}`)).status).toBe(204);
	});
});

test('an operation without a handler says so', async () => {
	const { status, data } = await sandbox.call('get', '/nds/v1/organizations');
	expect([status, data['status-code']]).toEqual([501, 501]);
	expect(data.message).toContain('nds-organizations');
});

test('a path that the service does not have is not found', async () => {
	const { status, data } = await axios.get(`${sandbox.api}/v2/anything`, { validateStatus: () => true });
	expect([status, data['status-code']]).toEqual([404, 404]);
});

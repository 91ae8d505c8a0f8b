import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { readCertificate, readPrivateKey } from '../../../gost';
import { judgeAnswer } from '../../reference/judge';
import { finishedTask, givenDraft, signDraft, upload } from '../filing';
import { runSandbox, type Caller, type RunningSandbox, type SeedAccount } from '../runningSandbox';

interface CreatedAccount {
	refinedRequest: { inn: string; kpp?: string; organizationName: string; surname: string };
	portalLogin: string;
	portalPassword: string;
	certificateInfo: { thumbprint: string };
	portalUserId: string;
	organizationId: string;
	accountId: string;
	abonId: string;
	message: string;
}

interface GeneratedCertificate {
	certificate: string;
	privateKey: string;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let byKey: Caller;

beforeAll(async () => {
	sandbox = await runSandbox();
	byKey = sandbox.callAs({ 'x-kontur-apikey': sandbox.seed.apiKey });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.stop());

const tool = <T = CreatedAccount>(name: string, body: unknown = {}, caller = byKey) =>
	caller<T>('post', `/test-tools/v1/${name}`, body);

async function tokenOf(form: Record<string, string>): Promise<string> {
	const { data } = await axios.post(
		`${sandbox.identity}/connect/token`,
		new URLSearchParams({ client_id: sandbox.seed.clientId, client_secret: sandbox.seed.apiKey, ...form }),
	);
	return data.access_token;
}

/** The account as the seed tells its own: with a certificate and its key. */
async function worked({ accountId, refinedRequest }: CreatedAccount): Promise<SeedAccount> {
	const { inn, kpp, organizationName } = refinedRequest;
	const { data } = await tool<GeneratedCertificate>('generate-certificate', { inn, kpp, organizationName });
	const { thumbprint, serialNumber } = readCertificate(data.certificate);
	const certificate = { note: 'valid', content: data.certificate, privateKey: data.privateKey, thumbprint, serialNumber, inn };
	return { id: accountId, inn, kpp, name: organizationName, organizations: [], certificates: [certificate] };
}

describe('who may use the test tools', () => {
	test('whoever has an api-key, a session or a token', async () => {
		const token = await tokenOf({ grant_type: 'client_credentials', scope: 'extern.api' });
		const callers = [byKey, sandbox.call, sandbox.callAs({ authorization: `Bearer ${token}` })];
		for (const caller of callers) expect((await tool('generate-certificate', {}, caller)).status).toBe(200);
	});

	test.each<[string, () => Record<string, string>]>([
		['nobody known', () => ({})],
		['an unknown api-key', () => ({ 'x-kontur-apikey': randomUUID() })],
		['an unknown token', () => ({ authorization: 'Bearer nothing', 'x-kontur-apikey': sandbox.seed.apiKey })],
	])('but not %s', async (_what, headers) => {
		expect((await tool('generate-certificate', {}, sandbox.callAs(headers()))).status).toBe(401);
	});

	test('a token for test tools alone opens nothing else', async () => {
		const token = await tokenOf({ grant_type: 'client_credentials', scope: 'extern.test-tools' });
		const caller = sandbox.callAs({ authorization: `Bearer ${token}` });
		expect((await tool('generate-certificate', {}, caller)).status).toBe(200);
		expect((await caller('get', '/v1')).status).toBe(401);
	});
});

describe('an account of a company', () => {
	test('is made up as far as nobody says otherwise', async () => {
		const { data } = await tool('create-account-org', { organizationName: 'ООО «Заказанная»', surname: 'Заказов' });
		expect(data.refinedRequest).toMatchObject({ organizationName: 'ООО «Заказанная»', surname: 'Заказов' });
		expect(data.refinedRequest.inn).toMatch(/^\d{10}$/);
		const { data: again } = await tool('create-account-org');
		expect(again.accountId).not.toBe(data.accountId);
	});

	test('can be worked in by its new user', async () => {
		const { data: created } = await tool('create-account-org');
		const token = await tokenOf({
			grant_type: 'password',
			scope: 'extern.api',
			username: created.portalLogin,
			password: created.portalPassword,
		});
		const asUser = sandbox.callAs({ authorization: `Bearer ${token}` });
		const { data: accounts } = await asUser('get', '/v1');
		const { data: organizations } = await asUser('get', `/v1/${created.accountId}/organizations`);
		const { data: certificates } = await asUser('get', `/v1/${created.accountId}/certificates`);
		expect(accounts.accounts.map(({ id }) => id)).toEqual([created.accountId]);
		expect(organizations.organizations).toMatchObject([
			{ id: created.organizationId, general: { inn: created.refinedRequest.inn, 'is-main-org': true } },
		]);
		expect(certificates.certificates.map(({ thumbprint }) => thumbprint)).toEqual([created.certificateInfo.thumbprint]);
	});

	test('belongs to whoever is signed in, too, and files a report', async () => {
		const { data: created } = await tool('create-account-org', {}, sandbox.call);
		const { data: accounts } = await sandbox.call('get', '/v1');
		expect(accounts.accounts.map(({ id }) => id)).toContain(created.accountId);
		const draft = await givenDraft(sandbox, await worked(created));
		await signDraft(sandbox, draft);
		expect((await finishedTask(sandbox, draft, 'send'))['task-result']).toMatchObject({ type: 'urn:docflow:fns534-report' });
	});

	test('is one for each INN and KPP; each time it gets another user', async () => {
		const body = { inn: '6699012349', kpp: '669901001' };
		const [first, second] = [(await tool('create-account-org', body)).data, (await tool('create-account-org', body)).data];
		expect(second.accountId).toBe(first.accountId);
		expect(second.portalUserId).not.toBe(first.portalUserId);
	});

	test('is deleted by the integrator that made it', async () => {
		const { data: created } = await tool('create-account-org', {}, sandbox.call);
		expect((await sandbox.call('delete', `/v1/${created.accountId}`)).status).toBe(204);
		expect((await sandbox.call('get', `/v1/${created.accountId}`)).status).toBe(404);
	});

	test('is made by the older tool as well', async () => {
		const { status, data } = await tool('create-nds-account', { organizationName: 'ООО «НДС»' }, sandbox.call);
		expect([status, judgeAnswer('test-tools-create-account-org', status, data)]).toEqual([200, []]);
		expect((await sandbox.call('get', `/v1/${data.accountId}`)).data).toMatchObject({ 'organization-name': 'ООО «НДС»' });
	});

	test.each([[{ inn: '123' }], [{ inn: '669900101276' }], [{ kpp: '1' }], [{ name: 'ООО «Ромашка»' }]])(
		'is not made of %j',
		async (body) => {
			expect((await tool('create-account-org', body)).status).toBe(400);
		},
	);
});

describe('an account of a sole trader', () => {
	test('has no KPP and is called by the name of its owner', async () => {
		const { data } = await tool(
			'create-account-individual',
			{ surname: 'Пробный', firstName: 'Иван', patronymic: 'Ильич' },
			sandbox.call,
		);
		expect(data.refinedRequest).toMatchObject({
			inn: expect.stringMatching(/^\d{12}$/),
			organizationName: 'ИП Пробный Иван Ильич',
		});
		const { data: account } = await sandbox.call<{ inn: string; kpp?: string }>('get', `/v1/${data.accountId}`);
		expect([account.inn, account.kpp]).toEqual([data.refinedRequest.inn, undefined]);
	});

	test.each([[{ inn: '6699001019' }], [{ kpp: '669901001' }]])('is not made of %j', async (body) => {
		expect((await tool('create-account-individual', body)).status).toBe(400);
	});
});

describe('a user for trusted sign-in', () => {
	const phone = '9005550001';
	const link = (to: string) =>
		axios.put(
			`${sandbox.identity}/auth/v5.16/register-external-service-id?api-key=${sandbox.seed.apiKey}&serviceUserId=mine&phone=${to}`,
			undefined,
			{ validateStatus: () => true },
		);

	test('is found by the phone when a partner links its own user', async () => {
		expect((await link(phone)).status).toBe(403);
		const { data } = await tool<{ portalUserId: string; phone: string; inn: string }>('create-test-user-for-trusted', { phone });
		expect([data.phone, (await link(phone)).status]).toEqual([phone, 200]);
		expect(data.portalUserId).toMatch(/^[0-9a-f-]{36}$/);
		expect(data.inn).toMatch(/^\d{10}$/);
	});

	test.each([[{}], [{ phone: '' }], [{ phone: '12' }], [{ phone: '9000000001' }]])('is not made of %j', async (body) => {
		expect((await tool('create-test-user-for-trusted', body)).status).toBe(400);
	});
});

describe('a certificate', () => {
	const issued = async (body: object) => {
		const { data } = await tool<GeneratedCertificate>('generate-certificate', body);
		return { ...data, read: readCertificate(data.certificate), key: readPrivateKey(data.privateKey) };
	};

	test('of a company names it and who signs for it', async () => {
		const { read } = await issued({
			encoding: 'Unicode',
			inn: '6699001019',
			kpp: '669901001',
			organizationName: 'ООО «Именная»',
			surname: 'Подписной',
			firstName: 'Пётр',
			patronymic: 'Петрович',
			email: 'post@sandbox.invalid',
		});
		expect(read.subject).toMatchObject({
			innLegal: '6699001019',
			organization: 'ООО «Именная»',
			surname: 'Подписной',
			givenName: 'Пётр Петрович',
			email: 'post@sandbox.invalid',
		});
	});

	test('of a person names no company', async () => {
		const { read } = await issued({ inn: '669900100123' });
		expect([read.subject.inn, read.subject.innLegal, read.subject.organization]).toEqual(['669900100123', undefined, undefined]);
	});

	test('is another one with another key each time', async () => {
		const [first, second] = [await issued({}), await issued({})];
		expect(first.read.thumbprint).not.toBe(second.read.thumbprint);
		expect(first.key).not.toEqual(second.key);
	});

	test.each([[{ inn: '12' }], [{ kpp: 'нет' }], [{ name: 'Пётр' }]])('is not issued for %j', async (body) => {
		expect((await tool('generate-certificate', body)).status).toBe(400);
	});
});

describe('a content for a demand', () => {
	const put = (bytes: Buffer) =>
		byKey<{ id: string }>('post', '/test-tools/v1/upload-content', bytes, {
			headers: { 'content-type': 'application/octet-stream' },
		});

	test('is a PDF, and belongs to no account', async () => {
		const { status, data } = await put(Buffer.from('%PDF-1.4\n%%EOF'));
		const [company] = sandbox.seed.accounts;
		expect([status, data.id]).toEqual([200, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
		expect((await sandbox.call('get', `/v1/${company.id}/contents/${data.id}`)).status).toBe(404);
		expect(await upload(sandbox, company, Buffer.from('%PDF-1.4'))).not.toBe(data.id);
	});

	test.each([
		['nothing', ''],
		['an image', 'GIF89a'],
	])('is not %s', async (_what, text) => {
		expect((await put(Buffer.from(text))).status).toBe(400);
	});
});

test('the calendar has every deadline of the year, and a digest of itself', async () => {
	interface Calendar {
		xml: string;
		hash: string;
		version: string;
	}
	const { data } = await tool<Calendar>('generate-xml-calendar');
	const { data: again } = await tool<Calendar>('generate-xml-calendar');
	expect(data.xml).toMatch(
		new RegExp(`<form id="1151001" [^>]*periodicity="quarterly">\n(<deadline date="${data.version}-[^>]*>\n){4}</form>`),
	);
	expect([again.xml, again.hash]).toEqual([data.xml, data.hash]);
	expect((await tool('generate-xml-calendar', { year: 2025 })).status).toBe(400);
});

test('passwords and keys that the tools hand out stand in no log', async () => {
	const { data: account } = await tool('create-account-org');
	const { data: certificate } = await tool<GeneratedCertificate>('generate-certificate');
	const { data: log } = await sandbox.control.get('/requests');
	const written = JSON.stringify(log);
	expect(written).toContain(account.portalLogin);
	expect(written).not.toContain(account.portalPassword);
	expect(written).not.toContain(JSON.stringify(certificate.privateKey).slice(1, -1));
});

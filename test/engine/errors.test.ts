import type { NodeOnCanvas } from './engine';
import { runWorkflow, searchList } from './engine';
import { certificateOf, chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import type { FaultAction } from './sandbox';

const fresh = freshSandbox();
const { sandbox } = fresh;

const TRACE = { 'x-kontur-trace-id': 'abcdef0123456789' };
const UNKNOWN = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';

const getAccount = (id = fresh.account.id) => step('konturExternAccount', 'Node', 'account', 'get', { accountId: chosen(id) });
const create = () =>
	step('konturExternDraft', 'Node', 'draft', 'create', {
		accountId: chosen(fresh.account.id),
		authorityCode: '0087',
		payerInn: fresh.account.inn,
		payerKpp: fresh.account.kpp ?? '',
		certificate: certificateOf(fresh.account).content,
	});

async function run(node: NodeOnCanvas, credentials = credentialsOf(sandbox, fresh.seed, fresh.account)) {
	return await runWorkflow({ nodes: [node], credentials });
}

const asked = async (operation: string) => (await sandbox.requests()).filter((request) => request.operation === operation);

const problem = (status: number, id: string, message: string): FaultAction => ({
	status,
	headers: TRACE,
	body: { id: `urn:nss:${id}`, 'status-code': status, message, 'trace-id': TRACE['x-kontur-trace-id'] },
});

describe('a refusal is told in the words of the service, with what its support asks for:', () => {
	test.each([
		[400, 'Некорректный ИНН плательщика', /Correct what the text above names/],
		[403, 'Нет доступа к учётной записи', /has no right to this account/],
		[404, 'Учётная запись не найдена', /Look the ID up again/],
		[409, 'С черновиком уже выполняется другая операция', /Wait until it ends/],
		[413, 'Слишком большой запрос', /too large/],
	])('%i', async (status, message, advice) => {
		await sandbox.fault({ operation: 'draft-create', action: problem(status, 'refused', message) });
		const outcome = await run(create());
		expect(outcome.error).toMatchObject({ message, httpCode: String(status) });
		expect(outcome.error?.description).toMatch(advice);
		expect(outcome.error?.description).toContain(`urn:nss:refused, trace ID ${TRACE['x-kontur-trace-id']}`);
		expect(await asked('draft-create')).toHaveLength(1);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test("the sandbox's own refusal of an account that does not exist", async () => {
		const outcome = await run(getAccount(UNKNOWN));
		const [{ status, response }] = await asked('account-get');
		expect(outcome.error).toMatchObject({ httpCode: String(status), message: Object(response).message });
		expect(outcome.error?.message).toMatch(/[а-я]/);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

test('the trace ID stands on what went well, too', async () => {
	const outcome = await run(getAccount());
	const again = await run(getAccount());
	const traces = [outcome, again].map((one) => one.json('Node')[0].traceId);
	expect(traces).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
	expect(new Set(traces).size).toBe(2);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

describe('429', () => {
	test('is waited out as long as asked, also for a call that must not be made twice', async () => {
		await sandbox.fault({ operation: 'draft-create', times: 2, action: { status: 429, headers: { 'retry-after': '1' } } });
		const started = Date.now();
		const outcome = await run(create());
		expect(outcome.error?.message).toBeUndefined();
		expect((await asked('draft-create')).map(({ status }) => status)).toEqual([429, 429, 201]);
		expect(Date.now() - started).toBeGreaterThanOrEqual(2000);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('for longer than an execution may take is told at once', async () => {
		await sandbox.fault({ operation: 'draft-create', action: { status: 429, headers: { 'retry-after': '900', ...TRACE } } });
		const outcome = await run(create());
		expect(outcome.error).toMatchObject({ message: 'Kontur.Extern receives too many requests from this client', httpCode: '429' });
		expect(await asked('draft-create')).toHaveLength(1);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('500', () => {
	test('of a harmless call is repeated', async () => {
		await sandbox.fault({ operation: 'account-get', times: 2, action: { status: 500 } });
		const outcome = await run(getAccount());
		expect(outcome.error?.message).toBeUndefined();
		expect((await asked('account-get')).map(({ status }) => status)).toEqual([500, 500, 200]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('that does not end is told', async () => {
		await sandbox.fault({ operation: 'account-get', times: 2, action: { status: 500 } });
		// A service that asks for more patience than a call has.
		await sandbox.fault({ operation: 'account-get', action: { ...problem(503, 'down', 'Сервис временно недоступен'), headers: { ...TRACE, 'retry-after': '600' } } });
		const outcome = await run(getAccount());
		expect(outcome.error).toMatchObject({ message: 'Сервис временно недоступен', httpCode: '503' });
		expect(outcome.error?.description).toContain('Nothing was changed');
		expect(await asked('account-get')).toHaveLength(3);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test.each([
		['500', { status: 500, headers: TRACE }],
		['a lost answer', { disconnect: true }],
	] as const)('%s to a call that makes something is not repeated, and the doubt is told', async (_, action) => {
		await sandbox.fault({ operation: 'draft-create', after: true, action });
		const outcome = await run(create());
		expect(outcome.error?.message).toContain('it is not known whether this was done');
		expect(await asked('draft-create')).toHaveLength(1);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('no understandable answer:', () => {
	const page = { status: 200, headers: { 'content-type': 'text/html', ...TRACE }, body: '<html><body>Вход в сеть гостиницы</body></html>' };

	test('a page instead of JSON', async () => {
		await sandbox.fault({ operation: 'account-get', action: page });
		const outcome = await run(getAccount());
		expect(outcome.error?.message).toBe('The answer was cut off or is not what was asked for');
		expect(outcome.error?.description).toContain(TRACE['x-kontur-trace-id']);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('a page instead of JSON after something was made', async () => {
		await sandbox.fault({ operation: 'draft-create', action: page });
		const outcome = await run(create());
		expect(outcome.error?.message).toContain('it is not known whether this was done');
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('nobody listens: nothing was done, and that is said', async () => {
		const credentials = credentialsOf(sandbox, fresh.seed, fresh.account);
		const outcome = await run(create(), { ...credentials, konturExternApi: { ...credentials.konturExternApi, apiUrl: 'http://127.0.0.1:1' } });
		expect(outcome.error?.description).toContain('Nothing was changed');
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('nobody listens: a list of the editor gives up after seconds', async () => {
		const credentials = credentialsOf(sandbox, fresh.seed, fresh.account);
		const looking = searchList({
			type: 'konturExternAccount',
			method: 'searchAccounts',
			credentials: { ...credentials, konturExternApi: { ...credentials.konturExternApi, apiUrl: 'http://127.0.0.1:1' } },
		});
		await expect(looking).rejects.toMatchObject({ description: expect.stringContaining('Run this again later') });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('signing in', () => {
	test('with a wrong key is told as such, and asked for once', async () => {
		const credentials = credentialsOf(sandbox, fresh.seed, fresh.account);
		const outcome = await run(getAccount(), { ...credentials, konturExternApi: { ...credentials.konturExternApi, apiKey: UNKNOWN } });
		expect(outcome.error).toMatchObject({ message: expect.stringContaining('Kontur.Extern did not accept the credential'), httpCode: '401' });
		expect((await sandbox.requests()).map(({ path }) => path)).toEqual(['/connect/token']);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('again for an expired token does not hide what the service then says', async () => {
		const credentials = credentialsOf(sandbox, fresh.seed, fresh.account);
		const outcome = await run(getAccount(UNKNOWN), { ...credentials, konturExternApi: { ...credentials.konturExternApi, sessionToken: 'stale' } });
		const { status, response } = (await asked('account-get')).at(-1) ?? {};
		expect(status).not.toBe(401);
		expect(outcome.error).toMatchObject({ httpCode: String(status), message: Object(response).message });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('with a token that cannot be renewed is told as such', async () => {
		const credentials = credentialsOf(sandbox, fresh.seed, fresh.account);
		const outcome = await run(getAccount(), { ...credentials, konturExternApi: { ...credentials.konturExternApi, signIn: 'accessToken', accessToken: 'stale' } });
		expect(outcome.error).toMatchObject({ message: expect.stringContaining('Kontur.Extern did not accept the credential'), httpCode: '401' });
		expect(outcome.error?.description).toContain('has to be replaced');
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('is repeated when the sign-in service has a bad moment, also for a call that must not be made twice', async () => {
		await sandbox.fault({ path: '/connect/token', times: 2, action: { status: 503 } });
		const outcome = await run(create());
		expect(outcome.error?.message).toBeUndefined();
		expect((await asked('draft-create')).map(({ status }) => status)).toEqual([201]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('what is missing is named by its field, with where it comes from:', () => {
	test.each([
		[step('konturExternDocflow', 'Node', 'docflow', 'get', { accountId: chosen(UNKNOWN) }), 'Docflow is missing', 'It usually comes from Send: Send, or the trigger'],
		[step('konturExternDocflow', 'Node', 'docflow', 'get'), 'Account is missing', 'It usually comes from Account: Get Many'],
		[step('konturExternDraft', 'Node', 'document', 'add', { accountId: chosen(UNKNOWN), draftId: chosen(UNKNOWN) }), 'Content ID is missing', 'It usually comes from Upload'],
		[step('konturExternSign', 'Node', 'draft', 'sign', { accountId: chosen(UNKNOWN) }), 'Draft is missing', 'It usually comes from Draft: Create'],
		[step('konturExternAccount', 'Node', 'organization', 'getAll'), 'Account is missing', 'It usually comes from Account: Get Many'],
		[step('konturExternSend', 'Node', 'letter', 'send', { accountId: chosen(UNKNOWN), authorityCode: chosen('0087'), subject: 'О сверке', letterText: 'Просим' }), 'Region is missing', 'Fill it in'],
	])('%#', async (node, message, description) => {
		const outcome = await run(node);
		expect(outcome.error).toMatchObject({ message, description });
		expect(await sandbox.requests()).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

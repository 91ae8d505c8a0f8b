import type { AnsweredDocflow, SendFailure } from '../answers';
import { readDraft, signWhole, type BuiltDraft } from '../building';
import { ionContract, joiningContract } from '../contracts';
import { documentOf } from '../demands';
import { draftMeta, finishedTask, readDocflow, replyTo } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

interface BuiltDocument {
	id: string;
	message: string;
	description: { type: string; filename: string; properties: Record<string, string> };
	contents: Array<{ 'content-id': string }>;
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const NUMBER = '066-001-000001';

const givenDraft = async (meta: object = draftMeta(company)): Promise<string> =>
	(await sandbox.call('post', `/v1/${company.id}/drafts`, meta)).data.id;
const registered = (recipient: object, number: object = { 'registration-number-sfr': NUMBER }) => {
	const meta = draftMeta(company);
	return { ...meta, recipient, payer: { ...meta.payer, ...number } };
};
const path = (draftId: string) => `/v1/${company.id}/drafts/${draftId}`;
const build = (draftId: string, query: string, contract: unknown) =>
	sandbox.call<BuiltDocument>('post', `${path(draftId)}/build-document?${query}`, contract);
const idsOf = (draftId: string) => ({ account: company, draftId, documentId: '', fileId: '', bytes: Buffer.alloc(0) });
const send = async (draft: BuiltDraft): Promise<AnsweredDocflow> => {
	const task = await finishedTask<AnsweredDocflow>(sandbox, await signWhole(sandbox, company, draft), 'send');
	if (!task['task-result']?.documents) throw new Error(`not sent: ${JSON.stringify(task)}`);
	return task['task-result'];
};
const textOf = async (draft: BuiltDraft, encoding: string) => {
	const { data } = await sandbox.call<Buffer>(
		'get',
		`/v1/${company.id}/contents/${draft.documents[0].contents[0]['content-id']}`,
		undefined,
		{ responseType: 'arraybuffer' },
	);
	return new TextDecoder(encoding).decode(data);
};

describe('a request for information', () => {
	const period = { ФормОтв: 4, ДатаНач: '01.01.2025', ДатаКон: '31.12.2025' };

	test('is built, signed and sent, and answered by robot 0087', async () => {
		const draftId = await givenDraft();
		const contract = ionContract(company, {
			ФормОтв: 2,
			ЗапрКБК: { ПрКБК: 2, ПеречКБК: [{ КБК: '18210102010011000110' }, { КБК: '18210102020011000110' }] },
		});
		const { status, data } = await build(draftId, 'type=ION7&version=3', contract);
		expect([status, data.description.type]).toEqual([200, 'urn:document:fns534-ion-request']);
		expect(data.description.properties).toMatchObject({ Encoding: 'windows-1251', КНД: '1166101' });
		const draft = await readDraft(sandbox, company, draftId);
		const text = await textOf(draft, 'windows-1251');
		expect(text).toContain('<ПеречКБК КБК="18210102020011000110"/>');
		expect(text).toContain('ИННЮЛ="' + company.inn);
		expect(data.description.filename).toBe(`${/ИдФайл="([^"]+)"/.exec(text)?.[1]}.xml`);

		const docflow = await send(draft);
		expect(docflow).toMatchObject({
			type: 'urn:docflow:fns534-ion',
			description: { 'service-code': '7', recipient: '0087', 'payer-inn': `${company.inn}-${company.kpp}` },
		});
		await sandbox.pass(120);
		const answered = await readDocflow(sandbox, company, docflow.id);
		expect(answered['success-state']).toBe('urn:docflow-state:successful');
		expect(answered.documents[0].description.type).toBe('urn:document:fns534-ion-response');

		// Whoever looks late finds two documents to confirm, the earlier one first.
		for (const name of ['acceptance-result-positive', 'response']) {
			const { id: documentId } = documentOf(answered, `fns534-ion-${name}`);
			expect((await replyTo(sandbox, company, { docflowId: docflow.id, documentId, type: 'fns534-ion-receipt' })).status).toBe(200);
		}
		expect((await readDocflow(sandbox, company, docflow.id)).status).toBe('urn:docflow-common-status:finished');
	});

	test.each([
		['ION3', period],
		['ion4', { ...period, ЗапрКБК: { ПрКБК: 1 } }],
		['ION5', { ФормОтв: 1 }],
		['ION6', period],
		['ION8', period],
		['ION9', period],
	])('of kind %s is built', async (type, data) => {
		const draftId = await givenDraft();
		expect((await build(draftId, `type=${type}`, ionContract(company, data))).status).toBe(200);
		await finishedTask(sandbox, idsOf(draftId), 'check');
		expect((await sandbox.call('get', path(draftId))).data.status).toBe('checked');
	});

	test.each([
		['of a kind that FNS takes no more', 'type=ION1', {}, 'больше не принимается'],
		['of an unknown kind', 'type=constructor', {}, 'Неизвестный вид'],
		['of another version', 'type=ION5&version=2', {}, 'Версия контракта'],
		['with data of another kind', 'type=ION5', period, 'ДатаНач'],
		['for more than one year', 'type=ION3', { ...period, ДатаНач: '01.12.2024' }, 'одного календарного года'],
		['with an end before its beginning', 'type=ION3', { ...period, ДатаКон: '01.01.2024' }, 'позже'],
		['for a day that does not exist', 'type=ION3', { ...period, ДатаНач: '31.02.2025' }, 'не существует'],
		['without the members of its list', 'type=ION7', { ФормОтв: 2, ЗапрКБК: { ПрКБК: 2 } }, 'ПеречКБК'],
	])('%s is refused', async (_what, query, data, words) => {
		const { status, data: answer } = await build(
			await givenDraft(),
			query,
			ionContract(company, Object.keys(data).length > 0 ? data : undefined),
		);
		expect([status, answer.message]).toEqual([400, expect.stringContaining(words)]);
	});

	test('of another KPP does not pass the check', async () => {
		const draftId = await givenDraft();
		const contract = ionContract(company);
		contract['additional-org-info'].taxpayer.kpp = '770101001';
		await build(draftId, 'type=ION5', contract);
		await finishedTask(sandbox, idsOf(draftId), 'check');
		expect((await sandbox.call('get', path(draftId))).data.status).toBe('new');
	});

	test('needs a tax office, a type, a body and a draft that is not sent', async () => {
		const other = await build(await givenDraft(registered({ 'sfr-code': '066' })), 'type=ION5', ionContract(company));
		const typeless = await build(await givenDraft(), 'version=3', ionContract(company));
		const bodiless = await build(await givenDraft(), 'type=ION5', undefined);
		const draftId = await givenDraft();
		await build(draftId, 'type=ION5', ionContract(company));
		await send(await readDraft(sandbox, company, draftId));
		const late = await build(draftId, 'type=ION5', ionContract(company));
		expect([other, typeless, bodiless, late].map(({ status }) => status)).toEqual([400, 400, 400, 400]);
	});
});

describe('an empty document', () => {
	test('does not pass the check until it is built, and is built anew', async () => {
		const draftId = await givenDraft();
		const empty = await sandbox.call<BuiltDocument>('post', `${path(draftId)}/documents`, {});
		expect([empty.status, empty.data.contents]).toEqual([201, []]);
		await finishedTask(sandbox, idsOf(draftId), 'check');
		expect((await sandbox.call('get', path(draftId))).data.status).toBe('new');

		const documentPath = `${path(draftId)}/documents/${empty.data.id}`;
		const built = await sandbox.call('post', `${documentPath}/build?type=ION5&version=3`, ionContract(company));
		expect([built.status, built.data]).toEqual([200, '']);
		const first = await sandbox.call<BuiltDocument>('get', documentPath);
		await sandbox.call('post', `${documentPath}/build?type=ION7`, ionContract(company));
		const second = await sandbox.call<BuiltDocument>('get', documentPath);
		expect(first.data.description.type).toBe('urn:document:fns534-ion-request');
		expect(second.data.contents[0]['content-id']).not.toBe(first.data.contents[0]['content-id']);
		expect((await send(await readDraft(sandbox, company, draftId))).description['service-code']).toBe('7');
	});

	test('that does not exist is not built, nor by an unknown contract', async () => {
		const draftId = await givenDraft();
		const { data } = await sandbox.call('post', `${path(draftId)}/documents`, {});
		const missing = await sandbox.call('post', `${path(draftId)}/documents/${draftId}/build?type=ION5`, ionContract(company));
		const unknown = await sandbox.call('post', `${path(draftId)}/documents/${data.id}/build?type=USN`, {});
		expect([missing.status, unknown.status]).toEqual([404, 400]);
	});
});

describe('a subscription to documents of the social fund', () => {
	const TYPE = 'fssSedoProviderSubscriptionForRegistrationNumber';

	test.each(['subscribe', 'unsubscribe'])('(%s) is sent without a signature and granted by SEDO-TEST', async (wish) => {
		const draftId = await givenDraft(registered({ 'fss-code': 'SEDO-TEST' }));
		const { data } = await build(draftId, `type=${TYPE}`, { 'subscription-type': wish });
		expect(data.description.type).toBe(`urn:document:fss-sedo-provider-subscription-${wish}-request-for-registration-number`);
		const sent = await finishedTask<AnsweredDocflow>(sandbox, idsOf(draftId), 'send');
		expect(sent['task-result']).toMatchObject({
			type: 'urn:docflow:fss-sedo-provider-subscription',
			description: { 'registration-number-sfr': NUMBER },
		});
		await sandbox.pass(120);
		expect(await readDocflow(sandbox, company, sent['task-result'].id)).toMatchObject({
			status: 'urn:docflow-common-status:finished',
			'success-state': 'urn:docflow-state:successful',
		});
	});

	test('by persons belongs to its own flow', async () => {
		const draftId = await givenDraft(registered({ 'fss-code': 'SEDO-TEST' }));
		await build(draftId, 'type=FssSedoAbonentSubscriptionForSnils', {
			'subscription-type': 'subscribe',
			'snils-list': [{ snils: '90000000100' }],
		});
		const sent = await finishedTask<AnsweredDocflow>(sandbox, idsOf(draftId), 'send');
		expect(sent['task-result']).toMatchObject({
			type: 'urn:docflow:fss-sedo-abonent-subscription',
			description: { 'snils-list': ['90000000100'], 'subscription-type': 'subscribe' },
		});
	});

	test.each([
		['the number of the payer', () => registered({ 'fss-code': 'SEDO-TEST' }, {}), 'регистрационный номер'],
		['the fund as its recipient', () => registered({ 'ifns-code': '0087' }), 'fss-code'],
	])('needs %s', async (_what, meta, words) => {
		const draftId = await givenDraft(meta());
		const { status, data } = await build(draftId, `type=${TYPE}`, { 'subscription-type': 'subscribe' });
		expect([status, data.message]).toEqual([400, expect.stringContaining(words)]);
	});
});

describe('an application to join the exchange with the social fund', () => {
	test('is built, and without a signature not sent', async () => {
		const draftId = await givenDraft(registered({ 'sfr-code': '066' }));
		const { data } = await build(draftId, 'type=ZPED', joiningContract);
		expect([data.description.type, data.description.filename]).toEqual([
			'urn:document:pfr-ancillary-document',
			expect.stringContaining(NUMBER),
		]);
		const { 'task-result': failure } = await finishedTask<SendFailure>(sandbox, idsOf(draftId), 'send');
		expect(failure.id).toBe('urn:error:externapi:signatureNotFound');
	});

	test.each([
		['without the number of the payer', () => registered({ 'sfr-code': '066' }, {}), joiningContract],
		['of a person for a company', () => registered({ 'sfr-code': '066' }), { ...joiningContract, 'for-ul': false }],
		['without its insurer', () => registered({ 'sfr-code': '066' }), { ...joiningContract, 'insurer-ul': undefined }],
	])('%s is refused', async (_what, meta, contract) => {
		expect((await build(await givenDraft(meta()), 'type=ZPED', contract)).status).toBe(400);
	});
});

import { encode } from 'iconv-lite';
import type { AnsweredDocflow, DocflowPage } from '../answers';
import {
	builderMeta,
	built,
	givenBuilder,
	givenBuilderDocument,
	readDraft,
	signWhole,
	typesIn,
	type BuiltDraft,
	type FileToAdd,
} from '../building';
import { finishedTask, givenSentReport, readDocflow, replyTo } from '../filing';
import { documentOf, givenDemand } from '../demands';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let related: { 'related-docflow-id': string; 'related-document-id': string };

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
	const { docflow } = await givenSentReport(sandbox, company);
	related = { 'related-docflow-id': docflow.id, 'related-document-id': docflow.documents[0].id };
});
afterAll(() => sandbox.stop());

const MB = 1024 * 1024;
const text = (words: string) => encode(words, 'win1251');
const formalized = `<?xml version="1.0" encoding="windows-1251"?><Файл ИдФайл="ON_NSCHFDOPPR_1"><Документ КНД="1115131"/></Файл>`;

interface DocumentToBuild {
	data?: Record<string, unknown>;
	files: FileToAdd[];
}

const buildDrafts = async (meta: object, documents: DocumentToBuild[]): Promise<BuiltDraft[]> => {
	const builderId = await givenBuilder(sandbox, company, meta);
	for (const document of documents) await givenBuilderDocument(sandbox, company, { builderId, ...document });
	const result = await built(sandbox, company, builderId);
	if (result['error-drafts-builder-documents'].length > 0)
		throw new Error(`bad documents: ${JSON.stringify(result['error-drafts-builder-documents'])}`);
	const drafts = [];
	for (const id of result['draft-ids']) drafts.push(await readDraft(sandbox, company, id));
	expect(drafts.every(({ meta: { 'additional-info': info } }) => info['original-drafts-builder-id'] === builderId)).toBe(true);
	return drafts;
};

const send = async (draft: BuiltDraft): Promise<AnsweredDocflow> => {
	const task = await finishedTask<AnsweredDocflow>(sandbox, await signWhole(sandbox, company, draft), 'send');
	if (!task['task-result']?.documents) throw new Error(`not sent: ${JSON.stringify(task)}`);
	return task['task-result'];
};

const scan = (changes = {}) => ({ type: 'scanned', 'claim-item-number': '1.01', ...changes });
const files = (count: number, name = 'скан'): FileToAdd[] =>
	Array.from({ length: count }, (_, index) => ({ name: `${name} ${index}.pdf` }));

describe('an inventory', () => {
	const meta = () => builderMeta(company, 'fns534-inventory', { 'related-document': related });

	test('is sent and names the demand that it answers; robot 0087 accepts it', async () => {
		const [draft, ...others] = await buildDrafts(meta(), [
			{
				data: scan({ 'scanned-document-name': 'Договор' }),
				files: [
					{ name: 'второй лист.pdf', data: { 'scanned-file-order': 2 } },
					{ name: 'первый лист.jpg', data: { 'scanned-file-order': 1 } },
				],
			},
			{
				data: scan({ type: 'formalized', 'claim-item-number': '2.01' }),
				files: [{ name: 'счёт-фактура.xml', bytes: text(formalized), signature: Buffer.from('of the counterparty') }],
			},
		]);
		expect(others).toEqual([]);
		expect(typesIn(draft)).toEqual([
			'fns534-inventory-message',
			'fns534-inventory-attachment',
			'fns534-inventory-attachment',
			'fns534-inventory-attachment',
		]);
		expect(draft.meta['related-document']).toEqual(related);
		expect(draft.documents.map(({ description }) => description['content-type'])).toEqual([
			'application/xml',
			'image/jpeg',
			'application/pdf',
			'application/xml',
		]);
		expect(draft.documents.map(({ description }) => Boolean(description['original-drafts-builder']))).toEqual([
			false,
			true,
			true,
			true,
		]);
		expect(draft.documents[3].signatures.map(({ 'signer-type': type }) => type)).toEqual(['third-party-representative']);

		const docflow = await send(draft);
		expect(docflow).toMatchObject({
			type: 'urn:docflow:fns534-inventory',
			description: { ...related, 'payer-inn': `${company.inn}-${company.kpp}`, 'form-version': { knd: '1184002' } },
		});
		const demand = await readDocflow(sandbox, company, related['related-docflow-id']);
		expect(demand.documents.find(({ id }) => id === related['related-document-id'])?.description).toMatchObject({
			'related-docflows-count': 1,
		});

		await sandbox.pass(120);
		const answered = await readDocflow(sandbox, company, docflow.id);
		expect(answered['success-state']).toBe('urn:docflow-state:successful');
		const finished = await replyTo(sandbox, company, {
			docflowId: docflow.id,
			documentId: answered.documents[0].id,
			type: 'fns534-inventory-receipt',
		});
		expect(finished.data.status).toBe('urn:docflow-common-status:finished');
	});

	test('answers one file of a demand, among whose inventories it is found', async () => {
		const demand = await givenDemand(sandbox, company, { knds: ['1165013'] });
		const attachment = documentOf(demand, 'fns534-demand-attachment');
		const [draft] = await buildDrafts(
			builderMeta(company, 'fns534-inventory', {
				'related-document': { 'related-docflow-id': demand.id, 'related-document-id': attachment.id.toUpperCase() },
			}),
			[{ data: scan(), files: files(1) }],
		);
		const docflow = await send(draft);
		const { data } = await sandbox.call<DocflowPage>(
			'get',
			`/v1/${company.id}/docflows/${demand.id}/documents/${attachment.id}/inventories`,
		);
		expect(data['docflows-page-item'].map(({ id }) => id)).toEqual([docflow.id]);
	});

	test('needs the sender’s signature beside the counterparty’s', async () => {
		const [draft] = await buildDrafts(meta(), [
			{
				data: scan({ type: 'formalized' }),
				files: [{ name: '1.xml', bytes: text(formalized), signature: Buffer.from('of the counterparty') }],
			},
		]);
		const { 'task-result': result } = await finishedTask<{ id: string; message: string }>(
			sandbox,
			{ account: company, draftId: draft.id, documentId: '', fileId: '', bytes: Buffer.alloc(0) },
			'send',
		);
		expect(result.id).toBe('urn:error:externapi:signatureNotFound');
		expect(result.message).toContain(draft.documents[1].id);
	});

	test('is divided by labels, no label being one of them', async () => {
		const drafts = await buildDrafts(meta(), [
			{ data: scan({ 'label-for-grouping': 'А' }), files: files(1, 'А') },
			{ data: scan(), files: files(1, 'без метки') },
			{ data: scan({ 'label-for-grouping': 'А' }), files: files(2, 'ещё А') },
		]);
		expect(drafts.map(({ documents }) => documents.length)).toEqual([1 + 3, 1 + 1]);
	});

	test.each([
		[[99], [99]],
		[[60, 39], [99]],
		[
			[60, 40],
			[60, 40],
		],
	])('of documents with %j files becomes drafts with %j', async (counts, expected) => {
		const drafts = await buildDrafts(
			meta(),
			counts.map((count) => ({ data: scan(), files: files(count) })),
		);
		expect(drafts.map(({ documents }) => documents.length - 1)).toEqual(expected);
	});

	test('is divided above 60 MB', async () => {
		const bytes = Buffer.alloc(25 * MB, '%PDF');
		const drafts = await buildDrafts(meta(), [{ data: scan(), files: files(3).map((file) => ({ ...file, bytes })) }]);
		expect(drafts.map(({ documents }) => documents.length - 1)).toEqual([2, 1]);
	});

	test('takes its power of attorney into every draft', async () => {
		const warrant = {
			name: 'ON_DOV_1.xml',
			bytes: text('<?xml version="1.0" encoding="windows-1251"?><Файл ИдФайл="ON_DOV_1"/>'),
		};
		const drafts = await buildDrafts(meta(), [
			{ data: scan({ type: 'warrant' }), files: [warrant] },
			{ data: scan({ 'label-for-grouping': 'А' }), files: files(1) },
			{ data: scan({ 'label-for-grouping': 'Б' }), files: files(1) },
		]);
		expect(drafts.map(typesIn)).toEqual(
			drafts.map(() => ['fns534-inventory-message', 'fns534-inventory-attachment', 'fns534-inventory-warrant']),
		);
		expect(drafts).toHaveLength(2);
	});

	test('for a report of another operator is a submission', async () => {
		const [draft] = await buildDrafts(builderMeta(company, 'fns534-inventory', { 'id-file-osn': 'NO_PRIB_1' }), [
			{ data: scan(), files: files(1) },
		]);
		expect(typesIn(draft)).toEqual(['fns534-submission-message', 'fns534-submission-attachment']);
		expect((await send(draft)).type).toBe('urn:docflow:fns534-submission');
	});
});

describe('a letter to the tax office', () => {
	const meta = (recipient = { 'ifns-code': '0087' }) =>
		builderMeta(company, 'fns534-letter', { subject: 'О сверке', address: { region: '66' } }, recipient);
	const letter: DocumentToBuild = { data: { type: 'letter' }, files: [{ name: 'письмо.txt', bytes: text('Просим сверить') }] };

	test('is sent with its subject and attachments', async () => {
		const long = `${'а'.repeat(150)}.docx`;
		const [draft, ...others] = await buildDrafts(meta(), [
			letter,
			{ files: [{ name: long, bytes: Buffer.from('docx') }] },
			{ files: files(1) },
		]);
		expect(others).toEqual([]);
		expect(typesIn(draft)).toEqual(['fns534-letter', 'fns534-letter-attachment', 'fns534-letter-attachment']);
		expect(draft.documents[1].description.filename).toBe(`${'а'.repeat(95)}.docx`);
		const docflow = await send(draft);
		expect(docflow).toMatchObject({
			type: 'urn:docflow:fns534-letter',
			description: { subject: 'О сверке', 'sender-inn': company.inn, 'final-recipient': '0087' },
		});
		await sandbox.pass(120);
		expect((await readDocflow(sandbox, company, docflow.id)).status).toBe('urn:docflow-common-status:delivered');
	});

	test('is declined by robot 0088', async () => {
		const [draft] = await buildDrafts(meta({ 'ifns-code': '0088' }), [letter]);
		const { id } = await send(draft);
		await sandbox.pass(120);
		expect((await readDocflow(sandbox, company, id))['success-state']).toBe('urn:docflow-state:failed');
	});

	test('goes in containers of 4 MB, and a large scan is divided among them', async () => {
		const drafts = await buildDrafts(meta(), [letter, { files: [{ name: 'скан.pdf', bytes: Buffer.alloc(9 * MB, '%PDF') }] }]);
		expect(drafts.map(({ documents }) => documents.map(({ description }) => description.filename))).toEqual([
			['письмо.txt', 'скан_1.pdf'],
			['letter_2.txt', 'скан_2.pdf'],
			['letter_3.txt', 'скан_3.pdf'],
		]);
	});

	test('with a text above 1 MB goes alone, before its attachments', async () => {
		const drafts = await buildDrafts(meta(), [
			{ files: [{ name: 'письмо.txt', bytes: text('слово '.repeat(200_000)) }] },
			{ files: files(1) },
		]);
		expect(drafts.map(typesIn)).toEqual([['fns534-letter'], ['fns534-letter', 'fns534-letter-attachment']]);
	});

	test.each([
		['without a text', [{ files: files(1) }], 'Нет документа с текстом письма'],
		['with a text in UTF-8', [{ files: [{ name: 'письмо.txt', bytes: Buffer.from('Просим') }] }], 'windows-1251'],
		[
			'with a large file that cannot be divided',
			[letter, { files: [{ name: 'архив.zip', bytes: Buffer.alloc(5 * MB) }] }],
			'больше 4 МБ',
		],
	])('%s has bad documents', async (_what, documents: DocumentToBuild[], words) => {
		const builderId = await givenBuilder(sandbox, company, meta());
		for (const document of documents) await givenBuilderDocument(sandbox, company, { builderId, ...document });
		const result = await built(sandbox, company, builderId);
		expect(result['error-drafts-builder-documents'].map(({ 'error-message': message }) => message)).toContainEqual(
			expect.stringContaining(words),
		);
	});
});

describe('a business registration', () => {
	const fio = { surname: 'Выдумкина', name: 'Проба', patronymic: 'Тестовна' };
	const meta = () =>
		builderMeta(
			company,
			'business-registration',
			{ 'registration-info': { 'application-code': 'Р21001', 'applicant-infos': [{ fio }] } },
			{ 'registration-ifns-code': '0087' },
		);
	const paper = (code: string, count = 1): DocumentToBuild => ({
		data: { 'svdreg-code': code, signers: [{ fio }] },
		files: files(count, code),
	});

	test('is sent with its application and the codes of its papers', async () => {
		const [draft] = await buildDrafts(meta(), [paper('021001'), paper('010101')]);
		expect(typesIn(draft)).toEqual(['business-registration-application', 'business-registration-attachment']);
		const docflow = await send(draft);
		expect(docflow).toMatchObject({
			type: 'urn:docflow:business-registration',
			description: {
				'svd-reg-codes': ['021001', '010101'],
				'registration-info': { 'applicant-infos': [{ fio }], 'business-type': 'ip' },
				'sender-inn': company.inn,
			},
		});
		await sandbox.pass(120);
		expect(await readDocflow(sandbox, company, docflow.id)).toMatchObject({
			status: 'urn:docflow-common-status:finished',
			'success-state': 'urn:docflow-state:successful',
		});
	});

	test('above 99 files repeats its application in every draft', async () => {
		const drafts = await buildDrafts(meta(), [paper('021001'), paper('010101', 90), paper('010102', 20)]);
		expect(drafts.map(({ documents }) => documents.length)).toEqual([91, 21]);
		expect(drafts.map((draft) => typesIn(draft)[0])).toEqual(drafts.map(() => 'business-registration-application'));
	});

	test('without an application has bad documents only', async () => {
		const builderId = await givenBuilder(sandbox, company, meta());
		await givenBuilderDocument(sandbox, company, { builderId, ...paper('010101') });
		const result = await built(sandbox, company, builderId);
		expect([result['draft-ids'], result['error-drafts-builder-documents'][0]['error-message']]).toEqual([
			[],
			expect.stringContaining('Нет заявления'),
		]);
	});
});

describe('other builders', () => {
	const registered = (type: string, recipient: object) => {
		const meta = builderMeta(company, type, undefined, recipient);
		return { ...meta, payer: { ...meta.payer, okpo: '12345678', 'registration-number-pfr': '066-001-000001' } };
	};

	test.each([
		['pfr-report', { 'upfr-code': '066-001' }, ['pfr-report', 'pfr-report-attachment']],
		['pfr-letter', { 'upfr-code': '066-001' }, ['pfr-letter', 'pfr-letter-attachment']],
		['stat-letter', { 'togs-code': '00-87' }, ['stat-letter', 'stat-letter-attachment']],
	])('%s makes one package of its documents', async (type, recipient, types) => {
		const [draft, ...others] = await buildDrafts(registered(type, recipient), [{ files: files(1) }, { files: files(1) }]);
		expect([typesIn(draft), others]).toEqual([types, []]);
		expect((await send(draft)).type).toBe(`urn:docflow:${type}`);
	});

	test('pfr-ios makes a draft of each document', async () => {
		const drafts = await buildDrafts(registered('pfr-ios', { 'upfr-code': '066-001' }), [
			{ files: files(1) },
			{ files: files(1) },
		]);
		expect(drafts.map(typesIn)).toEqual([['pfr-ios-request'], ['pfr-ios-request']]);
		expect((await send(drafts[0])).type).toBe('urn:docflow:pfr-ios');
	});
});

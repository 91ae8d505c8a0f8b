import { randomUUID } from 'node:crypto';
import { encode } from 'iconv-lite';
import type { AnsweredTask, CheckData } from '../answers';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import {
	certificateOf,
	draftMeta,
	finishedTask,
	givenDraft,
	reportBytes,
	reportText,
	reportXml,
	sign,
	upload,
	type DraftIds,
} from '../filing';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let firm: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company, firm] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const checkErrors = async (draft: DraftIds): Promise<string[]> => {
	const {
		'task-result': { data },
	} = await finishedTask<{ data: CheckData }>(sandbox, draft, 'check');
	return [...data['common-errors'], ...Object.values(data['documents-errors']).flat()].map(
		({ level, description }) => `${level}: ${description}`,
	);
};

describe('creating', () => {
	test('PUT with an unknown id creates the draft, the document and the signature under these ids', async () => {
		const [draftId, documentId, signatureId] = [randomUUID(), randomUUID(), randomUUID()];
		const path = `/v1/${company.id}/drafts/${draftId}`;
		const draft = await sandbox.call('put', path, draftMeta(company));
		const bytes = reportBytes(reportText(company));
		const document = await sandbox.call('put', `${path}/documents/${documentId}`, {
			'content-id': await upload(sandbox, company, bytes),
		});
		const signature = await sandbox.call('put', `${path}/documents/${documentId}/signatures/${signatureId}`, {
			'base64-content': Buffer.from('any bytes').toString('base64'),
		});
		expect([draft.data.id, document.data.id, signature.data.id]).toEqual([draftId, documentId, signatureId]);
		const again = await sandbox.call('put', path, draftMeta(company, { office: '0088' }));
		expect([again.status, again.data.meta.recipient, again.data.documents.length]).toEqual([200, { 'ifns-code': '0088' }, 1]);
	});

	test('names of sender and payer are filled in', async () => {
		const { data, status } = await sandbox.call('post', `/v1/${company.id}/drafts`, draftMeta(company));
		expect(status).toBe(201);
		expect(data).toMatchObject({
			status: 'new',
			docflows: [],
			documents: [],
			meta: { sender: { name: company.name, 'is-representative': false }, payer: { name: company.name } },
		});
	});

	test('lists come in pages', async () => {
		await sandbox.call('post', `/v1/${company.id}/drafts`, draftMeta(company));
		const { data } = await sandbox.call('get', `/v1/${company.id}/drafts?skip=0&take=1`);
		expect(data.drafts).toHaveLength(1);
		expect(data['page-links'].map(({ rel }: { rel: string }) => rel)).toContain('next');
	});
});

describe('what a document is gets read from its content', () => {
	test('form, period, correction, encoding and name', async () => {
		const { draftId, documentId, fileId } = await givenDraft(sandbox, company);
		const { data } = await sandbox.call('get', `/v1/${company.id}/drafts/${draftId}/documents/${documentId}`);
		expect(data.description).toMatchObject({
			type: 'urn:document:fns534-report',
			filename: `${fileId}.xml`,
			'content-type': 'application/xml',
			properties: {
				Encoding: 'windows-1251',
				КНД: '1151006',
				CorrectionNumber: '0',
				Period: 'I кв. 2025',
				IsPrintable: 'True',
				AccountingPeriodBegin: '01.01.2025',
				AccountingPeriodEnd: '03.31.2025',
			},
		});
	});

	test('a file that is no XML is an attachment', async () => {
		const { draftId } = await givenDraft(sandbox, company);
		const contentId = await upload(sandbox, company, Buffer.from('%PDF-1.4'));
		const { data } = await sandbox.call('post', `/v1/${company.id}/drafts/${draftId}/documents`, {
			'content-id': contentId,
			description: { filename: 'note.pdf', 'content-type': 'application/pdf' },
		});
		expect(data.description).toMatchObject({ type: 'urn:document:fns534-report-attachment', filename: 'note.pdf' });
	});
});

describe('the check finds', () => {
	const check = async (bytes: Buffer, change: (ids: DraftIds) => Promise<unknown> = async () => undefined) => {
		const draft = await givenDraft(sandbox, company, { bytes });
		await change(draft);
		return checkErrors(draft);
	};
	const xml = (changes = {}) => reportXml(reportText(company, changes));

	test('UTF-8, declared or not', async () => {
		expect(await check(Buffer.from(reportXml(reportText(company), 'utf-8')))).toEqual([
			expect.stringContaining('должен быть в кодировке windows-1251'),
		]);
		expect(await check(Buffer.from(xml()))).toEqual([expect.stringContaining('записаны в UTF-8')]);
	});

	test('broken XML', async () => {
		expect(await check(encode(xml().replace('</Документ>', ''), 'win1251'))).toEqual([
			expect.stringContaining('не является корректным XML'),
		]);
	});

	test('a file name that is not the ИдФайл', async () => {
		const errors = await check(encode(xml(), 'win1251'), ({ draftId, documentId }) =>
			sandbox.call('put', `/v1/${company.id}/drafts/${draftId}/documents/${documentId}`, {
				description: { filename: 'report.xml' },
			}),
		);
		expect(errors).toEqual([expect.stringContaining('не совпадает с ИдФайл')]);
	});

	test('another taxpayer and another tax office', async () => {
		expect(await check(reportBytes(reportText(company, { inn: firm.inn })))).toEqual([
			expect.stringContaining('ИНН налогоплательщика в файле'),
		]);
		expect(await check(reportBytes(reportText(company, { kpp: '770101001' })))).toEqual([
			expect.stringContaining('КПП налогоплательщика в файле'),
		]);
		expect(await check(reportBytes(reportText(company, { office: '0088' })))).toEqual([
			expect.stringContaining('Код налогового органа в файле 0088'),
		]);
	});

	test('a certificate of another person', async () => {
		const draft = await givenDraft(sandbox, company, { note: 'another-person' });
		expect(await checkErrors(draft)).toEqual([expect.stringContaining('не совпадает с ИНН в сертификате')]);
	});

	test('an empty draft', async () => {
		const { data } = await sandbox.call('post', `/v1/${company.id}/drafts`, draftMeta(company));
		const draft = { account: company, draftId: data.id, documentId: '', fileId: '', bytes: Buffer.alloc(0) };
		expect(await checkErrors(draft)).toEqual([expect.stringContaining('нет ни одного документа')]);
	});

	test('a representative without a power of attorney, as a warning', async () => {
		const client = firm.organizations.find(({ isMain }) => !isMain);
		if (!client) throw new Error('no client');
		const meta = { ...draftMeta(firm), payer: { inn: client.inn, organization: { kpp: client.kpp } } };
		const withoutMark = await sandbox.call('post', `/v1/${firm.id}/drafts`, meta);
		const withMark = await sandbox.call('post', `/v1/${firm.id}/drafts`, {
			...meta,
			sender: { ...meta.sender, 'is-representative': 'true' },
		});
		const withWarrant = await sandbox.call('post', `/v1/${firm.id}/drafts`, {
			...meta,
			sender: { ...meta.sender, 'is-representative': true },
			'additional-info': { 'machine-readable-warrant-id': client.fnsMchdId },
		});
		const found = [];
		for (const { data } of [withoutMark, withMark, withWarrant]) {
			const contentId = await upload(sandbox, firm, reportBytes(reportText(client)));
			await sandbox.call('post', `/v1/${firm.id}/drafts/${data.id}/documents`, { 'content-id': contentId });
			found.push(await checkErrors({ account: firm, draftId: data.id, documentId: '', fileId: '', bytes: Buffer.alloc(0) }));
		}
		expect(found).toEqual([
			[expect.stringMatching(/^Error:.*представитель/), expect.stringMatching(/^Warning:/)],
			[expect.stringMatching(/^Warning:.*доверенность/)],
			[],
		]);
	});
});

describe('requests are read strictly in names and leniently in scalars', () => {
	test.each([
		['an unknown field', { 'docflow-id': randomUUID() }],
		['a camelCase spelling', { additionalInfo: {} }],
		['a stray blank in a name', { 'additional-info ': {} }],
	])('%s is refused', async (_what, more) => {
		const { status, data } = await sandbox.call('post', `/v1/${company.id}/drafts`, { ...draftMeta(company), ...more });
		expect([status, data.id]).toEqual([400, 'urn:error:externapi:error']);
		expect(data.message).toContain(Object.keys(more)[0]);
	});

	test('a boolean given as text is understood and answered as a boolean', async () => {
		const meta = draftMeta(company);
		const { status, data } = await sandbox.call('post', `/v1/${company.id}/drafts`, {
			...meta,
			sender: { ...meta.sender, 'is-representative': 'false' },
		});
		expect([status, data.meta.sender['is-representative']]).toEqual([201, false]);
	});

	test('wrong requisites, an unreadable certificate and broken JSON are refused', async () => {
		const meta = draftMeta(company);
		const wrongInn = await sandbox.call('post', `/v1/${company.id}/drafts`, { ...meta, payer: { inn: '123' } });
		const wrongCertificate = await sandbox.call('post', `/v1/${company.id}/drafts`, {
			...meta,
			sender: { ...meta.sender, certificate: { content: 'AAAA' } },
		});
		const noJson = await sandbox.call('post', `/v1/${company.id}/drafts`, '{', {
			headers: { 'content-type': 'application/json' },
		});
		expect([wrongInn.status, wrongCertificate.status, noJson.status]).toEqual([400, 400, 400]);
	});

	test('a task is started in the background only, and unknown parameters are refused', async () => {
		const { draftId } = await givenDraft(sandbox, company);
		const path = `/v1/${company.id}/drafts/${draftId}/check`;
		const answers = await Promise.all([
			sandbox.call('post', path),
			sandbox.call('post', `${path}?deferred=false`),
			sandbox.call('post', `${path}?deferred=true&now=1`),
		]);
		expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
	});

	test('an empty JSON body does no harm where no body is read', async () => {
		const { draftId } = await givenDraft(sandbox, company);
		const { status } = await sandbox.call('post', `/v1/${company.id}/drafts/${draftId}/check?deferred=true`, '', {
			headers: { 'content-type': 'application/json' },
		});
		expect(status).toBe(200);
	});
});

test('a change after the check makes the draft new again', async () => {
	const draft = await givenDraft(sandbox, company);
	const path = `/v1/${company.id}/drafts/${draft.draftId}`;
	await finishedTask(sandbox, draft, 'check');
	const checked = await sandbox.call('get', path);
	await sandbox.call('post', `${path}/documents/${draft.documentId}/signatures`, { 'base64-content': 'AAAA' });
	const changed = await sandbox.call('get', path);
	expect([checked.data.status, changed.data.status]).toEqual(['checked', 'new']);
});

test('a signature names its signer when it can be read', async () => {
	const { draftId, documentId, bytes } = await givenDraft(sandbox, company);
	const path = `/v1/${company.id}/drafts/${draftId}/documents/${documentId}/signatures`;
	const good = await sandbox.call('post', path, { 'base64-content': sign(certificateOf(company), bytes).toString('base64') });
	const unreadable = await sandbox.call('post', path, { 'base64-content': 'AAAA' });
	const content = await sandbox.call('get', `${path}/${unreadable.data.id}/content`);
	expect(good.status).toBe(201);
	expect(good.data['signature-certificate-thumbprint']).toBe(certificateOf(company).thumbprint);
	expect(good.data.title).toContain(company.name);
	expect([unreadable.data['signature-certificate-thumbprint'], content.data]).toEqual(['', 'AAAA']);
});

test('a draft handed over to the web interface is read-only here until a person sends it there', async () => {
	const { draftId } = await givenDraft(sandbox, company);
	const path = `/v1/${company.id}/drafts/${draftId}`;
	const handedOver = await sandbox.call<{ href: string }>('post', `${path}/create-web-draft`);
	const waiting = await sandbox.call('get', path);
	const refused = await sandbox.call('post', `${path}/check?deferred=true`);
	await sandbox.control.post(handedOver.data.href);
	const sent = await sandbox.call('get', path);
	expect([handedOver.status, waiting.data.status, refused.status]).toEqual([200, 'transferred-to-web', 400]);
	expect(sent.data.status).toBe('sent-via-web');
	expect((await sandbox.call('get', `/v1/${company.id}/docflows/${sent.data['docflow-id']}`)).status).toBe(200);
});

test('printing a draft document ends in a PDF, and the document is locked meanwhile', async () => {
	const { draftId, documentId } = await givenDraft(sandbox, company);
	const path = `/v1/${company.id}/drafts/${draftId}/documents/${documentId}`;
	const started = await sandbox.call('get', `${path}/print?deferred=true`);
	const twice = await sandbox.call('get', `${path}/print?deferred=true`);
	const changed = await sandbox.call('delete', path);
	const checked = await sandbox.call('post', `/v1/${company.id}/drafts/${draftId}/check?deferred=true`);
	await sandbox.pass(3);
	const { data } = await sandbox.call<AnsweredTask<{ 'content-id': string }>>('get', `${path}/tasks/${started.data.id}`);
	const pdf = await sandbox.call<Buffer>('get', `/v1/${company.id}/contents/${data['task-result']['content-id']}`, undefined, {
		responseType: 'arraybuffer',
	});
	expect([started.status, twice.status, changed.status, checked.status]).toEqual([202, 409, 409, 200]);
	expect(pdf.data.subarray(0, 5).toString()).toBe('%PDF-');
});

import { createHash, randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import type { AnsweredDocflow, AnsweredDocument, AnsweredTask, DocflowPage } from '../answers';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { certificateOf, givenSentReport, openEnvelope, readDocflow, replyTo, sign, upload } from '../filing';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let docflow: AnsweredDocflow;
let base: string;

const RECEIPT = 'fns534-report-receipt';
const named = (flow: AnsweredDocflow, type: string): AnsweredDocument => {
	const document = flow.documents.find(({ description }) => description.type === `urn:document:${type}`);
	if (!document) throw new Error(`no ${type}`);
	return document;
};
const plainOf = ({ content }: AnsweredDocument) => content['docflow-document-contents'].filter(({ encrypted }) => !encrypted)[0];
const sealedOf = ({ content }: AnsweredDocument) => content['docflow-document-contents'].filter(({ encrypted }) => encrypted)[0];
const download = async (id: string) =>
	(await sandbox.call<Buffer>('get', `/v1/${company.id}/contents/${id}`, undefined, { responseType: 'arraybuffer' })).data;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
	const { docflow: sent } = await givenSentReport(sandbox, company);
	await sandbox.pass(120);
	docflow = await readDocflow(sandbox, company, sent.id);
	base = `/v1/${company.id}/docflows/${docflow.id}`;
});
afterAll(() => sandbox.stop());

describe('an answered docflow', () => {
	test('holds its documents newest first', () => {
		expect(docflow.documents.map((document) => document.description.type.replace('urn:document:', ''))).toEqual([
			'fns534-report-processing-result-ok',
			'fns534-report-acceptance-result-positive',
			RECEIPT,
			'fns534-report-date-confirmation',
			'fns534-report-description',
			'fns534-report',
		]);
	});

	test('says the sending in Moscow time without a zone, everything else in UTC', () => {
		const sentUtc = named(docflow, 'fns534-report')['send-date'];
		expect(docflow['send-date']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}$/);
		expect(new Date(`${docflow['send-date'].slice(0, 23)}Z`).getTime() - new Date(sentUtc).getTime()).toBe(3 * 3600 * 1000);
		expect(docflow['last-change-date']).toMatch(/Z$/);
	});

	test('repeats the reply links of its documents', () => {
		const onDocuments = docflow.documents.flatMap(({ links }) => links).filter(({ rel }) => rel === 'reply');
		expect(docflow.links.filter(({ rel }) => rel === 'reply')).toHaveLength(3);
		expect(onDocuments.map(({ name }) => name)).toEqual([RECEIPT, RECEIPT, RECEIPT]);
		expect(onDocuments[0].href).toMatch(/generate-reply\?documentType=fns534-report-receipt$/);
	});

	test('carries technological documents plain and the authority’s decision encrypted to the sender', async () => {
		expect(sealedOf(named(docflow, RECEIPT))).toBeUndefined();
		const accepted = named(docflow, 'fns534-report-acceptance-result-positive');
		expect(plainOf(accepted)).toBeUndefined();
		expect(sealedOf(accepted)).toMatchObject({ encrypted: true, compressed: true, 'compression-type': 'zip' });
		expect(accepted.description['encrypted-certificates']).toEqual([{ 'serial-number': certificateOf(company).serialNumber }]);
		const [[name, plain]] = Object.entries(
			unzipSync(openEnvelope(certificateOf(company), await download(sealedOf(accepted)['content-id']))),
		);
		expect(name).toMatch(/\.bin$/);
		expect(new TextDecoder('windows-1251').decode(plain)).toContain('Квитанция о приёме');
	});

	test('takes the plain bytes back, opens the archive itself and prints them', async () => {
		const entered = named(docflow, 'fns534-report-processing-result-ok');
		const packed = openEnvelope(certificateOf(company), await download(sealedOf(entered)['content-id']));
		const path = `${base}/documents/${entered.id}`;
		const saved = await sandbox.call('put', `${path}/decrypted-content`, {
			'content-id': await upload(sandbox, company, Buffer.from(packed)),
		});
		const { data: after } = await sandbox.call<AnsweredDocument>('get', path);
		const [plain] = Object.values(unzipSync(packed));
		expect(saved.status).toBe(200);
		expect(plainOf(after)).toMatchObject({ encrypted: false, compressed: false });
		expect(await download(plainOf(after)['content-id'])).toEqual(Buffer.from(plain));

		const started = await sandbox.call('post', `${path}/print?deferred=true`, { 'content-id': plainOf(after)['content-id'] });
		await sandbox.pass(3);
		const { data: task } = await sandbox.call<AnsweredTask<unknown>>('get', `${path}/tasks/${started.data.id}`);
		expect([started.status, task['task-state'], task['task-type']]).toEqual([202, 'succeed', 'urn:task-type:docflowPrint']);
		const other = await sandbox.call('post', `${path}/print?deferred=true`, {
			'content-id': await upload(sandbox, company, Buffer.from('<other/>')),
		});
		expect(other.status).toBe(400);
	});

	test('keeps the filed bytes and their signature', async () => {
		const report = named(docflow, 'fns534-report');
		const bytes = await download(plainOf(report)['content-id']);
		const { data: signatures } = await sandbox.call<Array<{ id: string }>>('get', `${base}/documents/${report.id}/signatures`);
		const { data: content } = await sandbox.call('get', `${base}/documents/${report.id}/signatures/${signatures[0].id}/content`);
		const { data: filed } = await sandbox.control.get('/docflows');
		const document = filed.docflows[0].documents.find(({ type }: { type: string }) => type === 'urn:document:fns534-report');
		expect(document.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
		expect(document.signatures).toEqual([
			{ signerType: 'organization-representative', thumbprint: certificateOf(company).thumbprint, content },
		]);
	});

	test('is not there for others', async () => {
		expect((await sandbox.call('get', `/v1/${sandbox.seed.accounts[1].id}/docflows/${docflow.id}`)).status).toBe(404);
		expect((await sandbox.call('get', `${base}/documents/${randomUUID()}`)).status).toBe(404);
	});
});

describe('a reply', () => {
	const generate = (document: AnsweredDocument, certificate: string, type = RECEIPT) =>
		sandbox.call('post', `${base}/documents/${document.id}/generate-reply?documentType=${type}`, {
			'certificate-base64': certificate,
		});

	test.each([
		['expired', 'истёк'],
		['another-person', 'физического лица'],
	])('is not made for the %s certificate', async (note, words) => {
		const { status, data } = await generate(
			named(docflow, RECEIPT.replace('receipt', 'date-confirmation')),
			certificateOf(company, note).content,
		);
		expect([status, data.message]).toEqual([400, expect.stringContaining(words)]);
	});

	test('is not made for an unreadable certificate, another INN, or a document that wants none', async () => {
		const confirmation = named(docflow, 'fns534-report-date-confirmation');
		const answers = await Promise.all([
			generate(confirmation, 'AAAA'),
			generate(confirmation, certificateOf(sandbox.seed.accounts[1]).content),
			generate(named(docflow, RECEIPT), certificateOf(company).content),
			generate(confirmation, certificateOf(company).content, 'fns534-demand-receipt'),
		]);
		expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
	});

	test('is refused unsigned, with a wrong signature, and a second time', async () => {
		const confirmation = named(docflow, 'fns534-report-date-confirmation');
		const { data: reply, status } = await generate(confirmation, certificateOf(company).content);
		const path = `${base}/documents/${confirmation.id}/replies/${reply.id}`;
		const send = () => sandbox.call<AnsweredDocflow>('post', `${path}/send`, { 'sender-ip': '203.0.113.10' });
		const putSignature = (bytes: Buffer) =>
			sandbox.call('put', `${path}/signature`, bytes, { headers: { 'content-type': 'application/octet-stream' } });
		const content = Buffer.from(reply.content, 'base64');
		const unsigned = await send();
		await putSignature(sign(certificateOf(company), Buffer.concat([content, Buffer.from('!')])));
		const wrong = await send();
		await putSignature(sign(certificateOf(company), content));
		const sent = await send();
		const again = await send();
		expect([status, unsigned.status, wrong.status, sent.status, again.status]).toEqual([201, 400, 400, 200, 400]);
		expect(sent.data.status).toBe(docflow.status);
		expect(sent.data.documents[0].description.type).toBe(`urn:document:${RECEIPT}`);
		expect((await generate(confirmation, certificateOf(company).content)).data.message).toContain('уже отправлен');
		expect((await sandbox.call('get', path)).data.filename).toMatch(/\.xml$/);
	});
});

describe('the list', () => {
	beforeAll(async () => {
		await givenSentReport(sandbox, company, '0088');
		await sandbox.pass(120);
	});
	const list = async (query: string) => (await sandbox.call<DocflowPage>('get', `/v1/${company.id}/docflows?${query}`)).data;

	test('is newest first, turns round on request, and comes in pages', async () => {
		const all = await list('');
		const ascending = await list('orderBy=ascending');
		const second = await list('skip=1&take=1');
		expect(all['total-count']).toBe(2);
		expect(ascending['docflows-page-item'].map(({ id }) => id)).toEqual(all['docflows-page-item'].map(({ id }) => id).reverse());
		expect(second['docflows-page-item'].map(({ id }) => id)).toEqual([docflow.id]);
		expect(all['docflows-page-item'][0].documents).toBeUndefined();
		expect((await list('take=5000')).take).toBe(1000);
	});

	test.each([
		['type=fns534-report', 2],
		['type=fns534-demand', 0],
		['type=fns534-demand&type=fns534-report', 2],
		['successState=failed', 1],
		['cu=0088', 1],
		['finished=true', 0],
		['incoming=true', 0],
		['knd=1151006', 2],
		['knd=1151001', 0],
		['updatedFrom=2020-01-01T00:00:00Z', 2],
		['updatedTo=2020-01-01T00:00:00Z', 0],
		['periodFrom=2025-01-01T00:00:00Z&periodTo=2025-06-30T00:00:00Z', 2],
	])('with %s holds %d', async (query, count) => {
		expect((await list(query))['total-count']).toBe(count);
	});

	test.each(['type=urn:docflow:fns534-report', 'orderBy=newest', 'org=1', 'updatedFrom=yesterday'])(
		'refuses %s',
		async (query) => {
			expect((await sandbox.call('get', `/v1/${company.id}/docflows?${query}`)).status).toBe(400);
		},
	);
});

test('a reply that comes late, after the docflow went on, still finishes it', async () => {
	const { docflow: sent } = await givenSentReport(sandbox, company);
	await sandbox.pass(120);
	const arrived = await readDocflow(sandbox, company, sent.id);
	const entered = await replyTo(sandbox, company, {
		docflowId: sent.id,
		documentId: named(arrived, 'fns534-report-processing-result-ok').id,
		type: RECEIPT,
	});
	const accepted = await replyTo(sandbox, company, {
		docflowId: sent.id,
		documentId: named(arrived, 'fns534-report-acceptance-result-positive').id,
		type: RECEIPT,
	});
	expect([entered.data.status, accepted.data.status]).toEqual([
		'urn:docflow-common-status:finished',
		'urn:docflow-common-status:finished',
	]);
});

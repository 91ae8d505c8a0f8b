import { encode } from 'iconv-lite';
import type { AnsweredDocflow, AnsweredDocument, DocflowPage, Link } from '../answers';
import { documentOf, givenDemand, saveDecrypted } from '../demands';
import { givenSentReport, readDocflow, replyTo, upload } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

interface CheckResult {
	'has-errors': boolean;
	'error-codes': string[];
	links: Link[];
	message: string;
}

const RECEIPT = 'fns534-demand-receipt';
const ACCEPTANCE = 'fns534-demand-acceptance-result-positive';
const REFUSAL = 'fns534-demand-acceptance-result-negative';

let sandbox: RunningSandbox;
let company: SeedAccount;
let demand: AnsweredDocflow;
let main: AnsweredDocument;
let file: AnsweredDocument;
let mainContent: string;
let fileContent: string;

const docflowPath = () => `/v1/${company.id}/docflows/${demand.id}`;
const recognize = (document: AnsweredDocument, contentId: string) =>
	sandbox.call<Record<string, string>>('post', `${docflowPath()}/documents/${document.id}/recognize`, {
		'content-id': contentId,
	});
const check = (body: unknown = {}) => sandbox.call<CheckResult>('post', `${docflowPath()}/check-demand`, body);
const replies = ({ links }: AnsweredDocflow) => links.filter(({ rel }) => rel === 'reply').map(({ name }) => name);
const reply = (type: string) => replyTo(sandbox, company, { docflowId: demand.id, documentId: main.id, type });

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	demand = await givenDemand(sandbox, company, { knds: ['1165050'] });
	main = documentOf(demand, 'fns534-demand');
	file = documentOf(demand, 'fns534-demand-attachment');
});

describe('with the decrypted contents saved', () => {
	beforeEach(async () => {
		mainContent = await saveDecrypted(sandbox, company, { docflowId: demand.id, document: main });
		fileContent = await saveDecrypted(sandbox, company, { docflowId: demand.id, document: file });
	});

	test('recognition finds the requisites, keeps them at the document and makes the demand findable by number', async () => {
		const { data } = await recognize(file, fileContent);
		const path = `${docflowPath()}/documents/${file.id}/description`;
		const description = await sandbox.call<{ requisites: unknown }>('get', path);
		const found = await sandbox.call<DocflowPage>(
			'get',
			`/v1/${company.id}/docflows?type=fns534-demand&demandNumber=${encodeURIComponent(data['demand-number'] ?? '')}`,
		);

		expect(data).toMatchObject({
			'demand-number': expect.stringMatching(/^\d\d-\d\d\/\d{5}$/),
			'demand-knd': '1165050',
			'demand-inn-list': [company.inn],
			'receipt-deadline-date': demand.description['receipt-deadline-date'],
			'reply-deadline-date': demand.description['reply-deadline-date'],
		});
		expect(description.data.requisites).toEqual(data);
		expect(found.data['docflows-page-item'].map(({ id }) => id)).toEqual([demand.id]);
	});

	test('recognition reads PDF files of demands only', async () => {
		const text = await upload(sandbox, company, Buffer.from('no pdf'));

		expect((await recognize(main, fileContent)).status).toBe(400);
		expect((await recognize(file, text)).status).toBe(400);
		expect((await recognize(file, demand.id)).status).toBe(404);
	});

	test('what recognition cannot find stays empty', async () => {
		const strange = await upload(sandbox, company, Buffer.from('%PDF-1.4 a picture'));

		expect((await recognize(file, strange)).data).toEqual({ 'demand-inn-list': [] });
	});

	test('a sound demand is checked without errors and advised to be accepted', async () => {
		const { data } = await check();

		expect(data).toMatchObject({ 'has-errors': false, 'error-codes': [], links: [{ rel: 'reply', name: ACCEPTANCE }] });
	});

	test('the check finds changed bytes, a wrong addressee and missing attachments in what it is given', async () => {
		const other = await upload(
			sandbox,
			company,
			encode('<?xml version="1.0"?><Файл ИдФайл="ON_DOCNPNO_1"><Документ><НП ИНН="7707083893"/></Документ></Файл>', 'win1251'),
		);
		const stranger = await upload(sandbox, company, Buffer.from('<?xml version="1.0"?><Other/>'));
		const changed = await check({ 'decrypted-attachments': [{ id: file.id, 'content-id': other }] });
		const misdirected = await check({ 'decrypted-demand-content-id': other });
		const foreign = await check({ 'decrypted-demand-content-id': stranger });

		expect(changed.data).toMatchObject({
			'has-errors': true,
			'error-codes': ['0100100004'],
			links: [{ rel: 'reply', name: REFUSAL, href: expect.stringContaining('declineNoticeErrorCode=0100100004') }],
		});
		expect(misdirected.data['error-codes']).toEqual(['0400100005', '0300300030', '0100100004']);
		expect(foreign.data['error-codes']).toEqual(['0300300001', '0300300030', '0100100004']);
	});

	test('the check refuses what is no XML, what is named twice and what is no part of the demand', async () => {
		const attachment = { id: file.id, 'content-id': fileContent };
		const answers = [
			await check({ 'decrypted-demand-content-id': fileContent }),
			await check({ 'decrypted-attachments': [attachment, attachment] }),
			await check({ 'decrypted-attachments': [{ ...attachment, id: main.id }] }),
			await check({ 'decrypted-demand-content-id': demand.id }),
		];

		expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404]);
		expect(answers[0]?.data.message).toBe('Основной документ требования не является корректным XML');
	});

	test('a content of more than 32 MB is not answered as text', async () => {
		const path = `${docflowPath()}/documents/${file.id}/decrypted-content`;
		const large = await upload(sandbox, company, Buffer.alloc(32 * 1024 * 1024 + 1));
		expect((await sandbox.call('get', path)).status).toBe(200);
		await sandbox.call('put', path, { 'content-id': large });

		expect((await sandbox.call('get', path)).status).toBe(413);
	});

	test('the printed form is made of the saved content', async () => {
		const path = `${docflowPath()}/documents/${main.id}`;
		const { data, status } = await sandbox.call('post', `${path}/print?deferred=true`, { 'content-id': mainContent });
		await sandbox.pass(3);
		const task = await sandbox.call<{ 'task-state': string }>('get', `${path}/tasks/${data.id}`);

		expect([status, task.data['task-state']]).toEqual([202, 'succeed']);
	});
});

test('the check needs decrypted contents, saved or named', async () => {
	const { status, data } = await check();

	expect([status, data.message]).toEqual([400, `Нет расшифрованного контента документа ${main.id}`]);
});

test('a demand is acknowledged, accepted and confirmed by the inspection', async () => {
	const acknowledged = await reply(RECEIPT);
	expect([acknowledged.data.status, replies(acknowledged.data)]).toEqual([
		'urn:docflow-common-status:arrived',
		[ACCEPTANCE, REFUSAL],
	]);

	const accepted = await reply(ACCEPTANCE);
	expect([accepted.data.status, replies(accepted.data)]).toEqual(['urn:docflow-common-status:processed', []]);
	expect(accepted.data.description['receipt-status']).toBe('accepted');

	await sandbox.pass(60);
	const confirmed = await readDocflow(sandbox, company, demand.id);
	expect(confirmed).toMatchObject({
		status: 'urn:docflow-common-status:finished',
		'success-state': 'urn:docflow-state:successful',
		description: { 'receipt-status': 'accepted-by-cu' },
	});
});

test('a demand is declined with the reasons that the reference knows', async () => {
	await reply(RECEIPT);
	const path = `${docflowPath()}/documents/${main.id}/generate-reply?documentType=${REFUSAL}`;
	const unknown = await sandbox.call('post', `${path}&declineNoticeErrorCode=1234567890`, {
		'certificate-base64': company.certificates[0]?.content,
	});
	const declined = await reply(REFUSAL);

	expect(unknown.status).toBe(400);
	expect(declined.data.description['receipt-status']).toBe('rejected');
});

test('only a demand is checked', async () => {
	const { docflow } = await givenSentReport(sandbox, company);
	const answers = [
		await sandbox.call('post', `/v1/${company.id}/docflows/${docflow.id}/check-demand`, {}),
		await sandbox.call('post', `/v1/${company.id}/docflows/${company.id}/check-demand`, {}),
	];

	expect(answers.map(({ status }) => status)).toEqual([400, 404]);
});

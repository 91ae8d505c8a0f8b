import { randomBytes, randomUUID } from 'node:crypto';
import { streebog } from '../../../gost';
import type { AnsweredDocflow, DocflowPage } from '../answers';
import { documentOf } from '../demands';
import { draftMeta, finishedTask, givenSentReport, openGosuslugi, readDocflow, upload } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { givenIncomingSedo, givenOutgoingSedo, requestDocuments, signRaw } from '../sedo';

/** What authorities write when a test asks for it: refusals, errors, letters about letters. */

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let trader: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company, , trader] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

const write = async ({ id }: { id: string }, document?: string, more: object = {}) =>
	(await sandbox.control.post('/answers', { docflowId: id, document, ...more }, { validateStatus: () => true })).status;
const finished = { status: 'urn:docflow-common-status:finished', 'success-state': 'urn:docflow-state:failed' };

test('the exchange of the documents that were asked for may fail', async () => {
	const docflow = await givenIncomingSedo(sandbox, company, 'fss-sedo-pvso-notification');
	expect(await write(docflow, 'fss-sedo-pvso-notification-exchange-error')).toBe(400);
	await requestDocuments(sandbox, company, docflow);
	expect(await write(docflow, 'fss-sedo-pvso-notification-exchange-error', { text: 'Адресат неизвестен' })).toBe(200);
	await sandbox.pass(120);
	const failed = await readDocflow(sandbox, company, docflow.id);
	expect(failed).toMatchObject(finished);
	expect(documentOf(failed, 'fss-sedo-pvso-notification-exchange-error').content['docflow-document-contents']).toMatchObject([{ encrypted: false }]);
});

test('a subscription that is refused brings nothing', async () => {
	const name = 'fss-sedo-provider-subscription';
	const subscription = await givenOutgoingSedo(sandbox, trader, `${name}-subscribe-request-for-registration-number`);
	expect(await write(subscription, `${name}-error-message`)).toBe(200);
	await sandbox.pass(240);
	expect(await readDocflow(sandbox, trader, subscription.id)).toMatchObject(finished);
	const { data } = await sandbox.call<DocflowPage>('get', `/v1/${trader.id}/docflows?incoming=true&type=fss-sedo-demand`);
	expect(data['docflows-page-item']).toEqual([]);
});

test('nothing is written that the docflow does not take, in no docflow that is not there', async () => {
	const { docflow } = await givenSentReport(sandbox, company);
	expect([
		await write(docflow, 'fns534-ion-response'),
		await write(docflow),
		await write(docflow, 'fns534-report-receipt', { outcome: 'splendid' }),
		await write({ id: randomUUID() }, 'fns534-report-receipt'),
	]).toEqual([400, 400, 400, 400]);
});

test('a letter tells its subject and what it answers', async () => {
	const { docflow } = await givenSentReport(sandbox, company);
	const order = { accountId: company.id, subject: 'О вашем письме', answers: docflow.id };
	const { data } = await sandbox.control.post<{ docflowId: string }>('/incoming', { ...order, type: 'fns534-cu-letter' });
	const letter = await readDocflow(sandbox, company, data.docflowId);
	expect(letter.description).toMatchObject({ subject: 'О вашем письме', 'related-docflow-id': docflow.id });
	const wrong = await sandbox.control.post('/incoming', { ...order, answers: randomUUID(), type: 'fns534-cu-letter' }, { validateStatus: () => true });
	expect(wrong.status).toBe(400);
});

describe('the details of a refusal by the police', () => {
	const protocolOf = ({ documents }: AnsweredDocflow) => documents.some(({ description }) => description.type === 'urn:document:mvd-notification-epgu-protocol');

	async function notified(): Promise<AnsweredDocflow> {
		const meta = draftMeta(company);
		const { data: draft } = await sandbox.call('post', `/v1/${company.id}/drafts`, { ...meta, recipient: { 'mvd-code': '770-077' } });
		const bytes = Buffer.from(`<Уведомление id="${randomUUID()}"></Уведомление>`);
		const path = `/v1/${company.id}/drafts/${draft.id}`;
		const { data: document } = await sandbox.call('post', `${path}/documents`, { 'content-id': await upload(sandbox, company, bytes) });
		const ids = { account: company, draftId: draft.id, documentId: document.id, fileId: '', bytes };
		await finishedTask(sandbox, ids, 'check');
		const { data: toSign } = await sandbox.call<{ 'decrypted-content-id': string }>('patch', `${path}/documents/${document.id}/data-to-sign`);
		const data = await sandbox.call<Buffer>('get', `/v1/${company.id}/contents/${toSign['decrypted-content-id']}`, undefined, { responseType: 'arraybuffer' });
		await sandbox.call('post', `${path}/documents/${document.id}/signatures`, { 'base64-content': signRaw(company, Buffer.from(streebog(256, data.data)).toString('base64')).toString('base64') });
		await finishedTask(sandbox, ids, 'check');
		const sent = (await finishedTask<AnsweredDocflow>(sandbox, ids, 'send'))['task-result'];
		await sandbox.pass(120);
		return sent;
	}

	test('are shown only while the employee who sent it has access', async () => {
		const [sender, colleague] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
		await openGosuslugi(sandbox, company, sender);
		const { id } = await notified();
		expect(protocolOf(await readDocflow(sandbox, company, id))).toBe(true);
		await sandbox.pass(19 * 3600);
		expect(protocolOf(await readDocflow(sandbox, company, id))).toBe(false);
		await openGosuslugi(sandbox, company, colleague);
		expect(protocolOf(await readDocflow(sandbox, company, id))).toBe(false);
		await openGosuslugi(sandbox, company, sender);
		expect(protocolOf(await readDocflow(sandbox, company, id))).toBe(true);
	});
});

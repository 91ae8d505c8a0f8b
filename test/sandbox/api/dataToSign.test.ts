import { readPrivateKey, signDigest, streebog } from '../../../gost';
import type { AnsweredDocflow, AnsweredTask, CheckData } from '../answers';
import { joiningContract } from '../contracts';
import { certificateOf, draftMeta, finishedTask, openGosuslugi, readDocflow, sign, upload } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

interface XmlDocument {
	id: string;
	description: { type: string };
	contents: Array<{ 'content-id': string; encrypted: boolean }>;
	'data-to-sign-content-id'?: string;
}
interface Prepared {
	status: string;
	'check-result': CheckData;
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

const notification = Buffer.from(
	'<?xml version="1.0" encoding="utf-8"?>\n<Уведомление><Работник>Учебнов</Работник></Уведомление>\n',
);
const path = (draftId: string) => `/v1/${company.id}/drafts/${draftId}`;
const idsOf = (draftId: string) => ({ account: company, draftId, documentId: '', fileId: '', bytes: Buffer.alloc(0) });

const download = async (contentId: string): Promise<Buffer> =>
	(await sandbox.call<Buffer>('get', `/v1/${company.id}/contents/${contentId}`, undefined, { responseType: 'arraybuffer' })).data;
const rawSignature = async (contentId: string, note = 'valid') =>
	Buffer.from(
		signDigest(readPrivateKey(certificateOf(company, note).privateKey), streebog(256, await download(contentId))),
	).toString('base64');
const attach = (draftId: string, documentId: string, signature: string) =>
	sandbox.call('post', `${path(draftId)}/documents/${documentId}/signatures`, { 'base64-content': signature });
const read = async (draftId: string, documentId: string) =>
	(await sandbox.call<XmlDocument>('get', `${path(draftId)}/documents/${documentId}`)).data;
const plainText = async ({ contents }: XmlDocument) =>
	(await download(contents.find(({ encrypted }) => !encrypted)?.['content-id'] ?? '')).toString('utf8');

const givenXml = async (recipient: object, description?: object, bytes = notification) => {
	const meta = draftMeta(company);
	const draft = await sandbox.call('post', `/v1/${company.id}/drafts`, {
		...meta,
		recipient,
		payer: { ...meta.payer, 'registration-number-sfr': '066-001-000001' },
	});
	const document = await sandbox.call<XmlDocument>('post', `${path(draft.data.id)}/documents`, {
		'content-id': await upload(sandbox, company, bytes),
		description,
	});
	return { draftId: draft.data.id, document: document.data };
};
const dataToSign = (draftId: string, documentId: string) =>
	sandbox.call<{ 'decrypted-content-id': string; message: string }>(
		'patch',
		`${path(draftId)}/documents/${documentId}/data-to-sign`,
	);
const prepared = (draftId: string): Promise<AnsweredTask<Prepared>> => finishedTask<Prepared>(sandbox, idsOf(draftId), 'prepare');

describe('a notification to the police', () => {
	const givenChecked = async (mvd = '660-066') => {
		const { draftId, document } = await givenXml({ 'mvd-code': mvd });
		await finishedTask(sandbox, idsOf(draftId), 'check');
		return { draftId, documentId: document.id };
	};
	const givenSigned = async (mvd?: string) => {
		const ids = await givenChecked(mvd);
		const { data } = await dataToSign(ids.draftId, ids.documentId);
		await attach(ids.draftId, ids.documentId, await rawSignature(data['decrypted-content-id']));
		return ids;
	};

	test('gets its order id and is signed over the data that the service gives', async () => {
		const { draftId, documentId } = await givenChecked();
		const asked = await dataToSign(draftId, documentId);
		expect(asked.status).toBe(200);
		const document = await read(draftId, documentId);
		expect(document.description.type).toBe('urn:document:mvd-notification-epgu-notification');
		expect(await plainText(document)).toMatch(/<OrderId>\d{10}<\/OrderId><\/Уведомление>/);
		await attach(draftId, documentId, await rawSignature(asked.data['decrypted-content-id']));
		expect((await prepared(draftId))['task-result'].status).toBe('ok');
		expect(await plainText(await read(draftId, documentId))).toContain('<SignatureValue>');
	});

	test('loses the signature inside when the signature is taken back after prepare', async () => {
		const { draftId, documentId } = await givenSigned();
		await prepared(draftId);
		await sandbox.call('delete', `${path(draftId)}/documents/${documentId}/signatures/${await signatureId(draftId, documentId)}`);
		expect(await plainText(await read(draftId, documentId))).not.toContain('<SignatureValue>');
	});

	test.each([
		['660-066', 'successful', true],
		['770-077', 'failed', true],
		['770-066', 'failed', false],
	])('is answered by robot %s as %s', async (mvd, state, told) => {
		await openGosuslugi(sandbox, company, '0123456789abcdef0123456789abcdef');
		const { draftId } = await givenSigned(mvd);
		const sent = await finishedTask<AnsweredDocflow>(sandbox, idsOf(draftId), 'send');
		expect(sent['task-result'].type).toBe('urn:docflow:mvd-notification');
		await sandbox.pass(120);
		const docflow = await readDocflow(sandbox, company, sent['task-result'].id);
		expect([docflow.status, docflow['success-state']]).toEqual([
			'urn:docflow-common-status:response-arrived',
			`urn:docflow-state:${state}`,
		]);
		expect(docflow.documents.some(({ description: { type } }) => type === 'urn:document:mvd-notification-epgu-protocol')).toBe(
			told,
		);
	});

	test('keeps its order id when asked again, and needs the data anew after any change', async () => {
		const { draftId, documentId } = await givenSigned();
		const before = await plainText(await read(draftId, documentId));
		await sandbox.call('put', `${path(draftId)}/meta`, { ...draftMeta(company), recipient: { 'mvd-code': '660-066' } });
		const stale = await prepared(draftId);
		expect(JSON.stringify(stale['task-result'])).toContain('не получены данные для подписи');
		await sandbox.call('delete', `${path(draftId)}/documents/${documentId}/signatures/${await signatureId(draftId, documentId)}`);
		await finishedTask(sandbox, idsOf(draftId), 'check');
		const { data } = await dataToSign(draftId, documentId);
		expect(await plainText(await read(draftId, documentId))).toBe(before);
		await attach(draftId, documentId, await rawSignature(data['decrypted-content-id']));
		expect((await prepared(draftId))['task-result'].status).toBe('ok');
	});

	test('gives no data before the check, nor for other documents', async () => {
		const { draftId, document } = await givenXml({ 'mvd-code': '660-066' });
		const early = await dataToSign(draftId, document.id);
		const other = await givenXml({ 'ifns-code': '0087' });
		const foreign = await dataToSign(other.draftId, other.document.id);
		const missing = await dataToSign(draftId, draftId);
		expect([early.status, early.data.message]).toEqual([400, expect.stringContaining('проверку')]);
		expect([foreign.status, foreign.data.message]).toEqual([400, expect.stringContaining('МВД')]);
		expect(missing.status).toBe(404);
	});

	test('is not prepared with a signature of other bytes or of another form', async () => {
		const { draftId, documentId } = await givenSigned();
		const cms = sign(certificateOf(company), notification).toString('base64');
		const id = await signatureId(draftId, documentId);
		await sandbox.call('put', `${path(draftId)}/documents/${documentId}/signatures/${id}`, { 'base64-content': cms });
		const { 'task-result': result } = await prepared(draftId);
		expect([result.status, JSON.stringify(result)]).toEqual([
			'check-protocol-has-errors',
			expect.stringContaining('не соответствует данным для подписи'),
		]);
	});

	test('is signed in the cloud over the same data', async () => {
		const { draftId, documentId } = await givenChecked();
		const early = await sandbox.call('post', `${path(draftId)}/cloud-sign`);
		await dataToSign(draftId, documentId);
		const started = await sandbox.call<{ 'request-id': string }>('post', `${path(draftId)}/cloud-sign`);
		const requestId = started.data['request-id'];
		const code = await sandbox.call<string>(
			'get',
			`/test-tools/v1/get-cloud-sign-confirmation-code?requestId=${requestId}`,
			undefined,
			{ responseType: 'text' },
		);
		await sandbox.call('post', `${path(draftId)}/cloud-sign-confirm?requestId=${requestId}&code=${code.data}`);
		expect(early.status).toBe(400);
		expect((await prepared(draftId))['task-result'].status).toBe('ok');
	});

	const signatureId = async (draftId: string, documentId: string) =>
		(await sandbox.call<{ signatures: Array<{ id: string }> }>('get', `${path(draftId)}/documents/${documentId}`)).data
			.signatures[0].id;
});

describe('documents of the funds', () => {
	test('a report to the social fund names its data to sign once it is checked, and travels with the signature inside', async () => {
		const { draftId, document } = await givenXml({ 'sfr-code': '066' });
		expect(document).toMatchObject({ description: { type: 'urn:document:sfr-report-report-document' } });
		expect(document['data-to-sign-content-id']).toBeUndefined();
		await finishedTask(sandbox, idsOf(draftId), 'check');
		const first = await read(draftId, document.id);
		await attach(draftId, document.id, await rawSignature(first['data-to-sign-content-id'] ?? ''));
		await finishedTask(sandbox, idsOf(draftId), 'check');
		expect((await read(draftId, document.id))['data-to-sign-content-id']).toBe(first['data-to-sign-content-id']);
		const sent = await finishedTask<AnsweredDocflow>(sandbox, idsOf(draftId), 'send');
		expect(sent['task-result'].type).toBe('urn:docflow:sfr-report');
		const report = sent['task-result'].documents.find(
			({ description: { type } }) => type === 'urn:document:sfr-report-report-document',
		);
		const plain = report?.content['docflow-document-contents'].find(({ encrypted }) => !encrypted);
		expect((await download(plain?.['content-id'] ?? '')).toString('utf8')).toContain('<SignatureValue>');
	});

	test('a file that came signed needs no other signature', async () => {
		const signed = Buffer.from(
			notification.toString('utf8').replace('</Уведомление>', '<ds:SignatureValue>AA==</ds:SignatureValue></Уведомление>'),
		);
		const { draftId } = await givenXml({ 'sfr-code': '066' }, undefined, signed);
		expect((await prepared(draftId))['task-result'].status).toBe('ok');
	});

	test('a document of SEDO names its data to sign at once', async () => {
		const { document } = await givenXml(
			{ 'fss-code': 'SEDO-TEST' },
			{ type: 'urn:document:fss-sedo-insured-person-registration-request' },
		);
		expect(document['data-to-sign-content-id']).toBeDefined();
	});

	test('the application to join becomes a docflow when it is signed so, which the notice of the operator ends', async () => {
		const meta = draftMeta(company);
		const draft = await sandbox.call('post', `/v1/${company.id}/drafts`, {
			...meta,
			recipient: { 'sfr-code': '066' },
			payer: { ...meta.payer, 'registration-number-sfr': '066-001-000001' },
		});
		const draftId = draft.data.id;
		const built = await sandbox.call<XmlDocument>('post', `${path(draftId)}/build-document?type=ZPED`, joiningContract);
		await finishedTask(sandbox, idsOf(draftId), 'check');
		const { 'data-to-sign-content-id': contentId = '' } = await read(draftId, built.data.id);
		await attach(draftId, built.data.id, await rawSignature(contentId));
		const sent = await finishedTask<AnsweredDocflow>(sandbox, idsOf(draftId), 'send');
		expect(sent['task-result']).toMatchObject({
			type: 'urn:docflow:pfr-ancillary',
			description: { 'registration-number': '066-001-000001' },
		});
		const { id: docflowId } = sent['task-result'];
		const answer = async (name: string) =>
			(await sandbox.control.post('/answers', { docflowId, document: `pfr-ancillary-${name}` }, { validateStatus: () => true })).status;
		expect(await answer('reception-result-receipt')).toBe(400);
		for (const name of ['delivery-notice', 'reception-result-positive', 'reception-result-receipt']) expect(await answer(name)).toBe(200);
		expect(await readDocflow(sandbox, company, docflowId)).toMatchObject({
			status: 'urn:docflow-common-status:finished',
			'success-state': 'urn:docflow-state:successful',
		});
	});
});

import { randomUUID } from 'node:crypto';
import { readPrivateKey, reversedSignature, signDigest, streebog } from '../../../gost';
import type { AnsweredDocflow, DocflowPage } from '../answers';
import { decrypted, documentOf } from '../demands';
import { certificateOf, givenSentReport, readDocflow, sign } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { givenIncomingSedo, givenOutgoingSedo, requestDocuments, signRaw, type AnsweredRequest } from '../sedo';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

const PVSO = 'fss-sedo-pvso-notification';
const BENEFIT = 'fss-sedo-proactive-payments-benefit';

let sandbox: RunningSandbox;
let company: SeedAccount;
let trader: SeedAccount;

const status = ({ status: urn }: AnsweredDocflow) => urn.replace('urn:docflow-common-status:', '');
const docflowPath = ({ id }: { id: string }) => `/v1/${company.id}/docflows/${id}`;
const generate = (docflow: AnsweredDocflow, note = 'valid') =>
	sandbox.call<AnsweredRequest>('post', `${docflowPath(docflow)}/generate-documents-request`, {
		'certificate-base64': certificateOf(company, note).content,
		'machine-readable-warrant-id': randomUUID(),
	});
const raw = { headers: { 'content-type': 'application/octet-stream' } };
const replies = ({ links }: AnsweredDocflow) => links.filter(({ rel }) => rel === 'reply').map(({ name }) => name);
const typesIn = async (account: SeedAccount) => {
	const types = ['broadcast-message', 'pvso-notification', 'demand'].map((end) => `type=fss-sedo-${end}`).join('&');
	const { data } = await sandbox.call<DocflowPage>('get', `/v1/${account.id}/docflows?incoming=true&${types}`);
	return data['docflows-page-item'].map(({ type }) => type.replace('urn:docflow:fss-sedo-', '')).sort();
};

/** Sends a reply; what its answer gives to be signed is signed raw. */
async function reply(docflow: AnsweredDocflow, documentId: string, type: string) {
	const path = `${docflowPath(docflow)}/documents/${documentId}`;
	const made = await sandbox.call<AnsweredRequest>('post', `${path}/generate-reply?documentType=${type}`, {
		'certificate-base64': certificateOf(company).content,
	});
	const { id, 'data-to-sign': data } = made.data;
	if (data) await sandbox.call('put', `${path}/replies/${id}/signature`, signRaw(company, data), raw);
	return sandbox.call<AnsweredDocflow>('post', `${path}/replies/${id}/send`, { 'sender-ip': '203.0.113.10' });
}

beforeAll(async () => {
	sandbox = await runSandbox();
	[company, , trader] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

test('an incoming docflow is empty until its documents are asked for, which come encrypted then', async () => {
	const empty = await givenIncomingSedo(sandbox, company, BENEFIT);
	expect([status(empty), empty.documents, replies(empty)]).toEqual(['received', [], []]);

	const asked = await requestDocuments(sandbox, company, empty);
	expect([asked.status, status(asked.data)]).toEqual([200, 'arrived']);
	await sandbox.pass(30);
	const arrived = await readDocflow(sandbox, company, empty.id);
	const message = documentOf(arrived, `${BENEFIT}-benefit-message`);
	expect([status(arrived), replies(arrived)]).toEqual(['response-arrived', [`${BENEFIT}-receipt`]]);
	expect((await decrypted(sandbox, company, message)).toString('latin1')).toContain('<?xml');

	const read = await reply(arrived, message.id, `${BENEFIT}-receipt`);
	expect([read.status, status(read.data)]).toEqual([200, 'finished']);
});

test('the notice of reading is signed raw, and the fund confirms it', async () => {
	const docflow = await givenIncomingSedo(sandbox, company, PVSO);
	await requestDocuments(sandbox, company, docflow);
	await sandbox.pass(30);
	const arrived = await readDocflow(sandbox, company, docflow.id);
	const { id } = documentOf(arrived, `${PVSO}-notification-message`);
	expect(replies(arrived).sort()).toEqual([`${PVSO}-receipt`, `${PVSO}-receipt-notification-message`]);

	expect(status((await reply(docflow, id, `${PVSO}-receipt`)).data)).toBe('processed');
	expect((await reply(docflow, id, `${PVSO}-receipt-notification-message`)).status).toBe(200);
	await sandbox.pass(30);
	expect(status(await readDocflow(sandbox, company, docflow.id))).toBe('delivered');
	await sandbox.pass(30);
	expect(status(await readDocflow(sandbox, company, docflow.id))).toBe('finished');
});

test('raw signatures are taken in the byte order that was set, until the next reset', async () => {
	const docflow = await givenIncomingSedo(sandbox, company, BENEFIT);
	const unknown = await sandbox.control.post('/raw-signatures', { order: 'mixed' }, { validateStatus: () => true });
	await sandbox.control.post('/raw-signatures', { order: 'reversed' });
	const refused = await requestDocuments(sandbox, company, docflow);
	const { data: request } = await generate(docflow);
	const path = `${docflowPath(docflow)}/documents-requests/${request.id}`;
	await sandbox.call('put', `${path}/signature`, Buffer.from(reversedSignature(signRaw(company, request['data-to-sign']))), raw);
	const taken = await sandbox.call('post', `${path}/send`);
	expect([unknown.status, refused.status, taken.status]).toEqual([400, 400, 200]);
	await sandbox.reset();
	expect((await requestDocuments(sandbox, company, await givenIncomingSedo(sandbox, company, BENEFIT))).status).toBe(200);
});

test('a notice of reading with a CMS signature is refused', async () => {
	const docflow = await givenIncomingSedo(sandbox, company, PVSO);
	await requestDocuments(sandbox, company, docflow);
	await sandbox.pass(30);
	const { id } = documentOf(await readDocflow(sandbox, company, docflow.id), `${PVSO}-notification-message`);
	const path = `${docflowPath(docflow)}/documents/${id}`;
	const { data } = await sandbox.call<AnsweredRequest>(
		'post',
		`${path}/generate-reply?documentType=${PVSO}-receipt-notification-message`,
		{ 'certificate-base64': certificateOf(company).content },
	);
	await sandbox.call(
		'put',
		`${path}/replies/${data.id}/signature`,
		sign(certificateOf(company), Buffer.from(data.content, 'base64')),
		raw,
	);
	const sent = await sandbox.call('post', `${path}/replies/${data.id}/send`, { 'sender-ip': '203.0.113.10' });
	const cloud = await sandbox.call('post', `${path}/replies/${data.id}/cloud-sign`);

	expect([sent.status, cloud.status]).toEqual([400, 400]);
	expect(sent.data.message).toContain('data-to-sign');
});

test('a documents request is kept with its signature and sent once, and only when it is well signed', async () => {
	const docflow = await givenIncomingSedo(sandbox, company, BENEFIT);
	const { data: request, status: generated } = await generate(docflow);
	const path = `${docflowPath(docflow)}/documents-requests/${request.id}`;
	const send = async () => (await sandbox.call('post', `${path}/send`)).status;
	expect([generated, await send()]).toEqual([201, 400]);

	await sandbox.call('put', `${path}/signature`, signRaw(company, Buffer.alloc(32, 1).toString('base64')), raw);
	expect(await send()).toBe(400);

	const signature = signRaw(company, request['data-to-sign']).toString('base64');
	const put = await sandbox.call<AnsweredRequest>('put', `${path}/signature`, signature, raw);
	const got = await sandbox.call<AnsweredRequest>('get', path);
	expect([put.data.signature, got.data]).toEqual([signature, put.data]);

	expect([await send(), await send()]).toEqual([200, 400]);
	expect((await sandbox.call('put', `${path}/signature`, signature, raw)).status).toBe(400);
	expect((await sandbox.call('put', `${path}/signature`, Buffer.alloc(0), raw)).status).toBe(400);
});

test('a signer that hashes the bytes once more is understood too', async () => {
	const docflow = await givenIncomingSedo(sandbox, company, BENEFIT);
	const { data: request } = await generate(docflow);
	const key = readPrivateKey(certificateOf(company).privateKey);
	const signature = Buffer.from(signDigest(key, streebog(256, Buffer.from(request['data-to-sign'], 'base64'))));
	const path = `${docflowPath(docflow)}/documents-requests/${request.id}`;
	await sandbox.call('put', `${path}/signature`, signature, raw);

	expect((await sandbox.call('post', `${path}/send`)).status).toBe(200);
});

test('documents are asked for where there are some, with a good certificate', async () => {
	const { docflow: report } = await givenSentReport(sandbox, company);
	const docflow = await givenIncomingSedo(sandbox, company, BENEFIT);
	const answers = [
		await generate(report),
		await generate(docflow, 'expired'),
		await generate(docflow, 'another-person'),
		await generate({ ...docflow, id: randomUUID() }),
		await sandbox.call('get', `${docflowPath(docflow)}/documents-requests/${randomUUID()}`),
	];

	expect(answers.map(({ status: code }) => code)).toEqual([400, 400, 400, 404, 404]);
});

test('a subscription is accepted and brings docflows of the fund; the end of one brings nothing', async () => {
	const name = 'fss-sedo-provider-subscription';
	await givenOutgoingSedo(sandbox, trader, `${name}-unsubscribe-request-for-registration-number`);
	await sandbox.pass(120);
	expect(await typesIn(trader)).toEqual([]);

	const subscription = await givenOutgoingSedo(sandbox, trader, `${name}-subscribe-request-for-registration-number`);
	expect(status(subscription)).toBe('sent');
	await sandbox.pass(30);
	expect(status(await readDocflow(sandbox, trader, subscription.id))).toBe('delivered');
	await sandbox.pass(90);
	expect(await readDocflow(sandbox, trader, subscription.id)).toMatchObject({
		status: 'urn:docflow-common-status:finished',
		'success-state': 'urn:docflow-state:successful',
	});
	expect(await typesIn(trader)).toEqual(['broadcast-message', 'demand', 'pvso-notification']);
});

test('what the fund says of the kind of business comes to whoever asks for it, and all of it is marked as read', async () => {
	const name = 'fss-sedo-oved-confirmation';
	const sent = await givenOutgoingSedo(sandbox, company, `${name}-request`);
	const early = await generate(sent);
	await sandbox.pass(600);
	const taken = await readDocflow(sandbox, company, sent.id);
	expect([early.status, status(taken), replies(taken)]).toEqual([400, 'delivered', []]);

	const asked = await requestDocuments(sandbox, company, sent);
	expect([asked.status, status(asked.data)]).toEqual([200, 'delivered']);
	await requestDocuments(sandbox, company, sent);
	await sandbox.pass(30);
	const told = await readDocflow(sandbox, company, sent.id);
	const types = told.documents.map(({ description }) => description.type.replace(`urn:document:${name}-`, ''));
	expect(types.sort()).toEqual(['insurance-premiums-amount-notification-document', 'reception-result', 'request', 'result-document', 'result-document']);
	expect([status(told), told['success-state'], replies(told)]).toEqual(['response-arrived', 'urn:docflow-state:successful', [`${name}-read-receipt`, `${name}-read-receipt`]]);
	const marks = told.documents.filter(({ description }) => description.type.endsWith('-result-document'));
	for (const { id } of marks) expect(status((await reply(told, id, `${name}-read-receipt`)).data)).toBe('finished');
});

test('a broadcast arrives finished and readable', async () => {
	const broadcast = await givenIncomingSedo(sandbox, company, 'fss-sedo-broadcast-message');
	const { content } = documentOf(broadcast, 'fss-sedo-broadcast-message-document');

	expect(status(broadcast)).toBe('finished');
	expect(broadcast.description['relevance-date']).toMatch(/^\d{4}-\d\d-\d\dT00:00:00/);
	expect(content['docflow-document-contents']).toMatchObject([{ encrypted: false }]);
});

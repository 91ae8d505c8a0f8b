import { randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import type { Answered, AnsweredDocflow, AnsweredDocument, DocflowPage } from '../answers';
import { documentOf, givenDemand } from '../demands';
import { certificateOf, openEnvelope, readDocflow, sign, upload } from '../filing';
import { givenSentInventory } from '../inventories';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { smsCode } from '../smsCode';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

const RECEIPT = 'fns534-inventory-receipt';
const ACCEPTED = 'fns534-inventory-acceptance-result-positive';

let sandbox: RunningSandbox;
let company: SeedAccount;
let demand: AnsweredDocflow;
let file: AnsweredDocument;

const listPath = () => `/v1/${company.id}/docflows/${demand.id}/documents/${file.id}/inventories`;
const list = async (query = '') => (await sandbox.call<DocflowPage>('get', `${listPath()}${query}`)).data;
const read = async (id: string) => (await sandbox.call<AnsweredDocflow>('get', `${listPath()}/${id}`)).data;
const send = (office?: string) => givenSentInventory(sandbox, company, { docflowId: demand.id, documentId: file.id, office });
const idsOf = (page: DocflowPage) => page['docflows-page-item'].map(({ id }) => id);
const base64 = (data: unknown) => Buffer.from(String(data), 'base64');

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	demand = await givenDemand(sandbox, company, { knds: ['1165013', '1165050'] });
	file = documentOf(demand, 'fns534-demand-attachment');
});

test('the list of inventories is paged and holds those of the document alone', async () => {
	const other = demand.documents.find(
		({ id, description }) => description.type === 'urn:document:fns534-demand-attachment' && id !== file.id,
	);
	expect(await list()).toMatchObject({ 'total-count': 0, 'docflows-page-item': [] });

	const first = await send();
	await sandbox.pass(1);
	const second = await send();
	await givenSentInventory(sandbox, company, { docflowId: demand.id, documentId: other?.id ?? '' });
	expect(idsOf(await list())).toEqual([second.id, first.id]);
	expect(idsOf(await list('?take=1'))).toEqual([second.id]);
	expect(idsOf(await list('?skip=1&take=1'))).toEqual([first.id]);
	expect(await list('?skip=2&take=1')).toMatchObject({ 'total-count': 2, 'docflows-page-item': [] });
	expect(idsOf(await list('?finished=true'))).toEqual([]);
	expect(
		(await sandbox.call('get', `/v1/${company.id}/docflows/${demand.id}/documents/${randomUUID()}/inventories`)).status,
	).toBe(404);
});

test('an inventory is found under the document that it answers and under no other', async () => {
	const { id } = await send();
	const inventory = await read(id);
	const elsewhere = `/v1/${company.id}/docflows/${demand.id}/documents/${documentOf(demand, 'fns534-demand').id}/inventories/${id}`;
	const related = await sandbox.call<DocflowPage>('get', `/v1/${company.id}/docflows/${demand.id}/documents/${file.id}/related`);
	const everything = await sandbox.call<DocflowPage>('get', `/v1/${company.id}/docflows`);

	expect(inventory).toMatchObject({
		type: 'urn:docflow:fns534-inventory',
		description: { 'related-docflow-id': demand.id, 'related-document-id': file.id },
	});
	expect(inventory.links.find(({ rel }) => rel === 'self')?.href).toMatch(new RegExp(`${listPath()}/${id}$`));
	expect((await sandbox.call('get', elsewhere)).status).toBe(404);
	expect((await readDocflow(sandbox, company, id)).id).toBe(id);
	expect(idsOf(related.data)).toEqual([id]);
	expect(idsOf(everything.data)).not.toContain(id);
});

test('the demand tells how far its answer has come', async () => {
	const status = async () => (await readDocflow(sandbox, company, demand.id)).description['replies-status'];
	expect(await status()).toBe('not-sent');
	await send('0088');
	expect(await status()).toBe('in-progress');
	await sandbox.pass(60);
	expect(await status()).toBe('declined');
	await send();
	const other = demand.documents.find(
		({ id, description }) => description.type === 'urn:document:fns534-demand-attachment' && id !== file.id,
	);
	await givenSentInventory(sandbox, company, { docflowId: demand.id, documentId: other?.id ?? '' });
	await sandbox.pass(60);
	expect(await status()).toBe('accepted');
});

test('the answer of the inspection is decrypted, saved, printed and acknowledged', async () => {
	const { id } = await send();
	await sandbox.pass(60);
	const inventory = await read(id);
	const answer = documentOf(inventory, ACCEPTED);
	const path = `${listPath()}/${id}/documents/${answer.id}`;
	expect(inventory.status).toBe('urn:docflow-common-status:response-arrived');

	const sealed = await sandbox.call('get', `${path}/encrypted-content`);
	const [plain] = Object.values(unzipSync(new Uint8Array(openEnvelope(certificateOf(company), base64(sealed.data)))));
	const contentId = await upload(sandbox, company, Buffer.from(plain ?? []));
	expect((await sandbox.call('get', `${path}/decrypted-content`)).status).toBe(404);
	await sandbox.call('put', `${path}/decrypted-content`, { 'content-id': contentId });
	expect(base64((await sandbox.call('get', `${path}/decrypted-content`)).data)).toEqual(Buffer.from(plain ?? []));

	const printing = await sandbox.call('post', `${path}/print?deferred=true`, { 'content-id': contentId });
	await sandbox.pass(3);
	const task = await sandbox.call<{ 'task-state': string }>('get', `${path}/tasks/${printing.data.id}`);
	expect(task.data['task-state']).toBe('succeed');

	const reply = await sandbox.call('post', `${path}/generate-reply?documentType=${RECEIPT}`, {
		'certificate-base64': certificateOf(company).content,
	});
	const replyPath = `${path}/replies/${reply.data.id}`;
	expect(reply.data.links.map(({ href }) => href).some((href) => href.includes(replyPath))).toBe(true);
	expect((await sandbox.call('post', `${replyPath}/send`, { 'sender-ip': '203.0.113.10' })).status).toBe(400);
	await sandbox.call('put', `${replyPath}/signature`, sign(certificateOf(company), base64(reply.data.content)), {
		headers: { 'content-type': 'application/octet-stream' },
	});
	const sent = await sandbox.call<AnsweredDocflow>('post', `${replyPath}/send`, { 'sender-ip': '203.0.113.10' });
	expect(sent.data.status).toBe('urn:docflow-common-status:finished');
	expect((await sandbox.call('get', replyPath)).data).toHaveProperty('signature');
});

test('a reply takes another content, a cloud signature, and goes out by PUT as well', async () => {
	const { id } = await send();
	const document = documentOf(await read(id), 'fns534-inventory-date-confirmation');
	const path = `${listPath()}/${id}/documents/${document.id}`;
	const { data: reply } = await sandbox.call('post', `${path}/generate-reply?documentType=${RECEIPT}`, {
		'certificate-base64': certificateOf(company).content,
	});
	const replyPath = `${path}/replies/${reply.id}`;
	const changed = await sandbox.call('put', `${replyPath}/content`, Buffer.from('<changed/>'));
	expect(base64(changed.data.content).toString()).toBe('<changed/>');

	const { data: started } = await sandbox.call<Record<string, string>>('post', `${replyPath}/cloud-sign`);
	const code = await smsCode(sandbox, started['request-id']);
	const confirmed = await sandbox.call('post', `${replyPath}/cloud-sign-confirm?requestId=${started['request-id']}&code=${code}`);
	const task = await sandbox.call<Record<string, string>>('get', `${replyPath}/tasks/${started['task-id']}`);
	expect([confirmed.status, task.data['task-state']]).toEqual([200, 'succeed']);

	// The reference knows the PUT as another method of the same operation, so it is sent past its judge.
	const sent = await fetch(`${sandbox.api}${replyPath}/send`, {
		method: 'PUT',
		headers: {
			authorization: `auth.sid ${sandbox.seed.sid}`,
			'x-kontur-apikey': sandbox.seed.apiKey,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ 'sender-ip': '203.0.113.10' }),
	});
	expect(sent.status).toBe(200);
	expect((await sandbox.call<Answered>('post', `${replyPath}/send`, { 'sender-ip': '203.0.113.10' })).status).toBe(400);
});

test('documents of an inventory are decrypted in the cloud and give their signatures away', async () => {
	const { id } = await send();
	await sandbox.pass(60);
	const inventory = await read(id);
	const answer = documentOf(inventory, ACCEPTED);
	const message = documentOf(inventory, 'fns534-inventory-message');
	const path = `${listPath()}/${id}/documents`;
	const { data: started } = await sandbox.call<Record<string, string>>('post', `${path}/${answer.id}/decrypt-content`, {
		'certificate-base64': certificateOf(company).content,
	});
	const code = await smsCode(sandbox, started['request-id']);
	const opened = await sandbox.call<Record<string, string>>(
		'post',
		`${path}/${answer.id}/confirm-content-decryption?requestId=${started['request-id']}&code=${code}&unzip=true`,
	);
	const { data: document } = await sandbox.call<{ signatures: Array<{ id: string }> }>(
		'get',
		`/v1/${company.id}/docflows/${id}/documents/${message.id}`,
	);
	const signature = await sandbox.call('get', `${path}/${message.id}/signatures/${document.signatures[0]?.id}/content`);

	expect(opened.data['content-id']).toBeDefined();
	expect(base64(signature.data).length).toBeGreaterThan(100);
	expect((await sandbox.call('get', `${path}/${message.id}/signatures/${randomUUID()}/content`)).status).toBe(404);
});

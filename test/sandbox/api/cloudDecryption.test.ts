import { unzipSync } from 'fflate';
import type { AnsweredDocflow, AnsweredDocument, AnsweredTask } from '../answers';
import { decrypted, documentOf, givenDemand } from '../demands';
import { certificateOf } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';
import { smsCode } from '../smsCode';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

interface Initiation {
	message: string;
	'request-id': string;
	'decryption-task-id': string;
	'confirm-type': string;
}

let sandbox: RunningSandbox;
let company: SeedAccount;
let demand: AnsweredDocflow;
let main: AnsweredDocument;

const documentPath = ({ id } = main) => `/v1/${company.id}/docflows/${demand.id}/documents/${id}`;
const start = (query = '', note = 'valid', document = main) =>
	sandbox.call<Initiation>('post', `${documentPath(document)}/decrypt-content${query}`, {
		'certificate-base64': certificateOf(company, note).content,
	});
const codeOf = (requestId: string) => smsCode(sandbox, requestId);
const confirm = (step: string, requestId: string, code: string, unzip = false) =>
	sandbox.call<{ 'content-id': string }>(
		'post',
		`${documentPath()}/${step}?requestId=${requestId}&code=${code}${unzip ? '&unzip=true' : ''}`,
	);
const bytesOf = async (contentId: string) =>
	Buffer.from(
		(
			await sandbox.call<ArrayBuffer>('get', `/v1/${company.id}/contents/${contentId}`, undefined, {
				responseType: 'arraybuffer',
			})
		).data,
	);

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	demand = await givenDemand(sandbox, company);
	main = documentOf(demand, 'fns534-demand');
});

test('the code of the SMS opens the document, and its task ends', async () => {
	const { data: started } = await start('?unzipIfCan=true');
	const taskPath = `${documentPath()}/tasks/${started['decryption-task-id']}`;
	const before = await sandbox.call<AnsweredTask<unknown>>('get', taskPath);
	const { data } = await confirm('confirm-content-decryption', started['request-id'], await codeOf(started['request-id']));
	const after = await sandbox.call<AnsweredTask<unknown>>('get', taskPath);

	expect(started['confirm-type']).toBe('sms');
	expect(before.data).toMatchObject({
		'task-state': 'running',
		'task-type': 'urn:task-type:initDocumentDecryptionOperation',
	});
	expect(after.data).toMatchObject({ 'task-state': 'succeed', 'task-result': data });
	expect(await bytesOf(data['content-id'])).toEqual(await decrypted(sandbox, company, main));
});

test('an archive stays one unless it is to be unzipped', async () => {
	const plain = await decrypted(sandbox, company, main);
	const zipped = (await start()).data['request-id'];
	const asItIs = await confirm('confirm-content-decryption', zipped, await codeOf(zipped));
	const unzipped = (await start()).data['request-id'];
	const opened = await confirm('confirm-content-decryption', unzipped, await codeOf(unzipped), true);

	expect(Object.values(unzipSync(await bytesOf(asItIs.data['content-id']))).map(Buffer.from)).toEqual([plain]);
	expect(await bytesOf(opened.data['content-id'])).toEqual(plain);
});

test('the older confirmation answers with the content itself', async () => {
	const requestId = (await start()).data['request-id'];
	const { data } = await confirm('decrypt-content-confirm', requestId, await codeOf(requestId), true);

	expect(Buffer.from(String(data), 'base64')).toEqual(await decrypted(sandbox, company, main));
});

test('a wrong code opens nothing', async () => {
	const requestId = (await start()).data['request-id'];
	const wrong = String((Number(await codeOf(requestId)) + 1) % 1_000_000).padStart(6, '0');

	expect((await confirm('confirm-content-decryption', requestId, wrong)).status).toBe(400);
	expect((await confirm('confirm-content-decryption', demand.id, '000000')).status).toBe(404);
});

test('one docflow is decrypted document by document', async () => {
	const first = await start();
	const second = await start('', 'valid', documentOf(demand, 'fns534-demand-attachment'));

	expect([first.status, second.status]).toEqual([200, 409]);
});

test('the key has to be the one that the document was encrypted for', async () => {
	const other = await start('', 'expiring-soon');
	const expired = await start('', 'expired');
	const plain = await start('', 'valid', documentOf(demand, 'fns534-demand-date-confirmation'));
	const unreadable = await sandbox.call('post', `${documentPath()}/decrypt-content`, { content: 'bm90aGluZw==' });

	expect([other.status, other.data.message]).toEqual([400, 'Документ зашифрован для другого сертификата']);
	expect([expired.status, plain.status, unreadable.status]).toEqual([400, 400, 400]);
});

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { runSandbox, type RunningSandbox } from '../runningSandbox';
import { givenDraft, upload } from '../filing';

const MB = 1024 * 1024;
// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let path: string;

beforeAll(async () => {
	sandbox = await runSandbox();
	path = `/v1/${sandbox.seed.accounts[0].id}/contents`;
});
afterAll(() => sandbox.stop());

const part = (method: 'post' | 'put', url: string, bytes: Buffer, range?: string) =>
	sandbox.call(method, url, bytes, {
		headers: { 'content-type': 'application/octet-stream', ...(range ? { 'content-range': range } : {}) },
	});
const download = (id: string, range?: string) =>
	sandbox.call<Buffer>('get', `${path}/${id}`, undefined, { responseType: 'arraybuffer', headers: range ? { range } : {} });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('what is uploaded comes back byte for byte', async () => {
	const bytes = randomBytes(100_003);
	const id = await upload(sandbox, sandbox.seed.accounts[0], bytes);
	const answer = await download(id);
	expect(answer.status).toBe(200);
	expect(answer.headers['content-type']).toBe('application/octet-stream');
	expect(sha256(answer.data)).toBe(sha256(bytes));
});

test('a part of a content is answered with its place in the whole', async () => {
	const bytes = Buffer.from('0123456789');
	const id = await upload(sandbox, sandbox.seed.accounts[0], bytes);
	const middle = await download(id, 'bytes=2-4');
	const tail = await download(id, 'bytes=7-');
	const beyond = await download(id, 'bytes=8-100');
	expect([middle.status, middle.data.toString(), middle.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
	expect([tail.data.toString(), beyond.data.toString(), beyond.headers['content-range']]).toEqual(['789', '89', 'bytes 8-9/10']);
	expect((await download(id, 'bytes=10-12')).status).toBe(400);
});

test('parts come in any order, also before the total is known', async () => {
	const bytes = randomBytes(3 * 1000);
	const first = await part('post', path, bytes.subarray(0, 1000), 'bytes 0-999/*');
	const last = await part('put', `${path}/${first.data.id}`, bytes.subarray(2000), 'bytes 2000-2999/3000');
	const early = await download(first.data.id);
	const middle = await part('put', `${path}/${first.data.id}`, bytes.subarray(1000, 2000), 'bytes 1000-1999/*');
	expect([first.status, last.status, early.status, middle.status]).toEqual([200, 200, 404, 201]);
	expect([last.data['is-completed'], middle.data['is-completed']]).toEqual([false, true]);
	expect(sha256((await download(first.data.id)).data)).toBe(sha256(bytes));
});

test.each([
	['a range one byte too long', 'bytes 0-10/10'],
	['bounds that do not fit the body', 'bytes 0-4/10'],
	['no bounds at all', 'bytes ten'],
])('%s is refused', async (_what, range) => {
	expect((await part('post', path, Buffer.from('0123456789'), range)).status).toBe(400);
});

test('a later part must name its bounds and agree about the total', async () => {
	const { data } = await part('post', path, Buffer.from('01234'), 'bytes 0-4/10');
	expect((await part('put', `${path}/${data.id}`, Buffer.from('56789'))).status).toBe(400);
	expect((await part('put', `${path}/${data.id}`, Buffer.from('56789'), 'bytes 5-9/11')).status).toBe(400);
	expect((await part('put', `${path}/${data.id}`, Buffer.from('56789'), 'bytes 5-9/10')).status).toBe(201);
	expect((await part('put', `${path}/${data.id}`, Buffer.from('56789'), 'bytes 5-9/10')).status).toBe(400);
});

test('unknown and empty ids', async () => {
	expect((await download(randomUUID())).status).toBe(404);
	expect((await download('00000000-0000-0000-0000-000000000000')).status).toBe(400);
	expect((await part('post', path, Buffer.alloc(0))).status).toBe(400);
});

test('a part of more than 64 MB is too large', async () => {
	const bytes = Buffer.alloc(64 * MB + 1);
	const answer = await part('post', path, bytes, `bytes 0-${bytes.length - 1}/${bytes.length}`);
	expect(answer.status).toBe(413);
});

test('an upload that breaks off counts for nothing and harms nobody', async () => {
	const { data } = await part('post', path, Buffer.from('01234'), 'bytes 0-4/10');
	const half = Readable.from([Buffer.from('56')]);
	const headers = { 'content-type': 'application/octet-stream', 'content-length': '5', 'content-range': 'bytes 5-9/10' };
	const controller = new AbortController();
	setTimeout(() => controller.abort(), 100);
	await expect(sandbox.call('put', `${path}/${data.id}`, half, { headers, signal: controller.signal })).rejects.toThrow();
	expect((await download(data.id)).status).toBe(404);
	expect((await part('put', `${path}/${data.id}`, Buffer.from('56789'), 'bytes 5-9/10')).status).toBe(201);
	expect((await download(data.id)).data.toString()).toBe('0123456789');
});

test('uploads are forgotten after 90 days, what a document holds is not', async () => {
	const { account, draftId, documentId } = await givenDraft(sandbox, sandbox.seed.accounts[0]);
	const id = await upload(sandbox, account, Buffer.from('forgotten'));
	await sandbox.pass(91 * 24 * 3600);
	const { data } = await sandbox.call<{ contents: Array<{ 'content-id': string }> }>(
		'get',
		`/v1/${account.id}/drafts/${draftId}/documents/${documentId}`,
	);
	expect((await download(id)).status).toBe(404);
	expect((await download(data.contents[0]['content-id'])).status).toBe(200);
});

test('200 MB go through in parts', async () => {
	const block = randomBytes(MB);
	const digest = createHash('sha256');
	let id = '';
	for (let start = 0; start < 200; start += 50) {
		const stream = Readable.from(
			(function* () {
				for (let index = 0; index < 50; index++) yield block;
			})(),
		);
		const headers = {
			'content-type': 'application/octet-stream',
			'content-length': String(50 * MB),
			'content-range': `bytes ${start * MB}-${(start + 50) * MB - 1}/${200 * MB}`,
		};
		const answer = await sandbox.call(id ? 'put' : 'post', id ? `${path}/${id}` : path, stream, { headers });
		id = id || answer.data.id;
		for (let index = 0; index < 50; index++) digest.update(block);
		expect(answer.status).toBe(start === 150 ? 201 : 200);
	}
	const answer = await sandbox.call<Readable>('get', `${path}/${id}`, undefined, { responseType: 'stream' });
	const came = createHash('sha256');
	for await (const piece of answer.data) came.update(piece);
	expect(came.digest('hex')).toBe(digest.digest('hex'));
});

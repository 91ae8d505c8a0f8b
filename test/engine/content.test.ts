import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { encode } from 'iconv-lite';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import type { ItemIn } from './engine';
import { runWorkflow } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox();
const { sandbox } = fresh;

const MIB = 1024 * 1024;
const LONG = 120_000;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that repeat in no part: a part in the wrong place shows. */
function block(index: number, length = MIB): Buffer {
	const bytes = Buffer.alloc(length);
	for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE((index * length + at) ^ 0x5a5a5a5a, at);
	return bytes;
}

const fileOf = (length: number) => Buffer.concat(Array.from({ length: Math.ceil(length / MIB) }, (_, index) => block(index))).subarray(0, length);

const upload = () => step('konturExternUpload', 'Upload', 'content', 'upload', { accountId: chosen(fresh.account.id) });
const download = () => step('konturExternUpload', 'Download', 'content', 'download', { outputField: 'copy' });

async function thereAndBack(item: ItemIn, nodes = [upload(), download()]) {
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] });
}

const itemOf = (bytes: Buffer, fileName: string): ItemIn => ({ files: { data: { bytes, fileName } } });

async function asked(operation: string) {
	return (await sandbox.requests()).filter((request) => request.operation === operation);
}

const xml = encode('<?xml version="1.0" encoding="windows-1251"?>\r\n<Файл ИдФайл="Отчёт № 1"/>\r\n', 'windows-1251');

test.each([
	['a windows-1251 XML under a Cyrillic name', xml, 'Отчёт за «год» № 1.xml'],
	['one byte', Buffer.from([0xff]), 'one.bin'],
	['exactly one part', fileOf(8 * MIB), 'part.bin'],
	['one part and a byte', fileOf(8 * MIB + 1), 'more.bin'],
])('%s comes back byte for byte', async (_, bytes, fileName) => {
	const outcome = await thereAndBack(itemOf(bytes, fileName));
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Upload')[0]).toMatchObject({ accountId: fresh.account.id, fileName, fileSize: bytes.length });
	expect(sha256(await outcome.binary('Download', 0, 'copy'))).toBe(sha256(bytes));
	const [{ binary }] = outcome.output('Download');
	expect(binary?.copy.fileName).toBe(fileName);
	expect(Object.keys(binary ?? {})).toEqual(['data', 'copy']);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('an empty file is told as such and nothing is sent', async () => {
	const outcome = await thereAndBack(itemOf(Buffer.alloc(0), 'empty.xml'), [upload()]);
	expect(outcome.error?.message).toBe('The file is empty');
	expect(await asked('content-upload-start')).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('parts follow each other without gap or overlap', async () => {
	await thereAndBack(itemOf(fileOf(20 * MIB + 7), 'large.bin'));
	const [start] = await asked('content-upload-start');
	const parts = [start, ...(await asked('content-upload-chunk'))];
	expect(parts.map(({ headers, bodyBytes }) => [headers['content-range'], bodyBytes])).toEqual([
		[`bytes 0-${8 * MIB - 1}/${20 * MIB + 7}`, 8 * MIB],
		[`bytes ${8 * MIB}-${16 * MIB - 1}/${20 * MIB + 7}`, 8 * MIB],
		[`bytes ${16 * MIB}-${20 * MIB + 6}/${20 * MIB + 7}`, 4 * MIB + 7],
	]);
	expect((await asked('content-download')).map(({ headers }) => headers.range)).toEqual([
		`bytes=0-${8 * MIB - 1}`,
		`bytes=${8 * MIB}-${16 * MIB - 1}`,
		`bytes=${16 * MIB}-${20 * MIB + 6}`,
	]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
}, LONG);

describe('a part is repeated', () => {
	test.each([
		['after a 503', { status: 503, body: { message: 'Сервис временно недоступен' } }],
		['after a cut connection', { disconnect: true }],
	] as const)('%s, up and down', async (_, action) => {
		const bytes = fileOf(20 * MIB);
		await sandbox.fault({ operation: 'content-upload-chunk', times: 1, action });
		await sandbox.fault({ operation: 'content-download', skip: 1, times: 1, action });
		const outcome = await thereAndBack(itemOf(bytes, 'large.bin'));
		expect(outcome.error?.message).toBeUndefined();
		expect(sha256(await outcome.binary('Download', 0, 'copy'))).toBe(sha256(bytes));
		expect(await asked('content-upload-chunk')).toHaveLength(3);
		expect(await asked('content-download')).toHaveLength(4);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	}, LONG);

	test('with a new token when the old one expired in the middle', async () => {
		const bytes = fileOf(20 * MIB);
		await sandbox.fault({ operation: 'content-upload-chunk', times: 1, action: { expireToken: true } });
		const outcome = await thereAndBack(itemOf(bytes, 'large.bin'));
		expect(outcome.error?.message).toBeUndefined();
		expect(sha256(await outcome.binary('Download', 0, 'copy'))).toBe(sha256(bytes));
		const signIns = (await sandbox.requests()).filter(({ path }) => path === '/connect/token');
		expect(signIns).toHaveLength(2);
		// Older n8n shows a 401 only as an exception, which the port does not take for one at first.
		const refused = (await sandbox.requests()).filter(({ status }) => status === 401);
		expect(refused.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['content-upload-chunk']));
		expect(await sandbox.judgeTraffic()).toEqual([]);
	}, LONG);

	test('when the answer was cut off', async () => {
		const bytes = fileOf(9 * MIB);
		await sandbox.fault({ operation: 'content-download', times: 1, action: { truncateBytes: 1000 } });
		const outcome = await thereAndBack(itemOf(bytes, 'large.bin'));
		expect(outcome.error?.message).toBeUndefined();
		expect(sha256(await outcome.binary('Download', 0, 'copy'))).toBe(sha256(bytes));
		expect(await asked('content-download')).toHaveLength(3);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	}, LONG);
});

describe('a download that is not whole is refused:', () => {
	test.each([
		['fewer bytes than the range', { status: 206, headers: { 'content-range': 'bytes 0-99/1000' }, body: 'short' }, 0],
		['a part that names no range', { status: 206, body: 'short' }, 0],
		['a whole content instead of its second part', { status: 200, body: 'short' }, 1],
	])('%s', async (_, action, skip) => {
		await sandbox.fault({ operation: 'content-download', skip, action });
		const outcome = await thereAndBack(itemOf(fileOf(9 * MIB), 'large.bin'));
		expect(outcome.error?.message).toContain('came incompletely');
		expect(outcome.output('Download')).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

/** Makes a file of so many MiB without ever holding it. */
const bigFile = (size: number): INodeType => ({
	description: {
		displayName: 'Big File',
		name: 'bigFile',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Big File' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		async function* blocks() {
			for (let index = 0; index < size; index += 1) yield block(index);
		}
		const data = await this.helpers.prepareBinaryData(Readable.from(blocks(), { objectMode: false, highWaterMark: MIB }), 'big.bin');
		return [[{ json: {}, binary: { data } }]];
	},
});

/** Digest of a stored file, read as a stream. */
const digest: INodeType = {
	...bigFile(0),
	async execute(this: IExecuteFunctions) {
		const hash = createHash('sha256');
		const { id = '' } = this.helpers.assertBinaryData(0, 'copy');
		for await (const chunk of await this.helpers.getBinaryStream(id)) hash.update(chunk);
		return [[{ json: { sha256: hash.digest('hex') } }]];
	},
};

test('200 MB go up and down with flat memory', async () => {
	const size = 200;
	const run = async (mebibytes: number) =>
		await runWorkflow({
			nodes: [{ type: 'test.bigFile', name: 'Big File' }, upload(), download(), { type: 'test.digest', name: 'Digest' }],
			extraNodes: { 'test.bigFile': bigFile(mebibytes), 'test.digest': digest },
			credentials: credentialsOf(sandbox, fresh.seed, fresh.account),
		});
	await run(40); // what n8n and the nodes take for any large file
	const { most, value: outcome } = await withMemoryWatched(async () => await run(size));
	expect(outcome.error?.message).toBeUndefined();
	const expected = createHash('sha256');
	for (let index = 0; index < size; index += 1) expected.update(block(index));
	expect(outcome.json('Digest')).toEqual([{ sha256: expected.digest('hex') }]);
	expect(most / (size * MIB)).toBeLessThan(0.5);
	expect(await sandbox.judgeTraffic()).toEqual([]);
}, LONG);

/** Runs something and tells by how many bytes the process grew at most. */
async function withMemoryWatched<T>(work: () => Promise<T>): Promise<{ value: T; most: number }> {
	const before = process.memoryUsage.rss();
	let most = 0;
	const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - before)), 10);
	const value = await work();
	clearInterval(watch);
	return { value, most };
}

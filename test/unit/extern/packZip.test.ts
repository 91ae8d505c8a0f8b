import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packZip, type ToPack } from '../../../extern/archives';
import { dosTime } from '../../../extern/archives/dosTime';
import { extract, readZip } from '../../../extern/archives/zip';
import { failureOf } from './failures';

const MIB = 1024 * 1024;
const noon = new Date('2026-04-20T09:00:00Z');

const fileOf = (path: string, content: Uint8Array | string, more: Partial<ToPack> = {}): ToPack => {
	const bytes = Buffer.from(content);
	return { path, modifiedAt: noon, length: bytes.length, chunks: async function* () { yield bytes; }, ...more }; // prettier-ignore
};

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
	yield* list;
}

async function packed(files: readonly ToPack[], largest?: number): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of packZip(each(files), largest)) pieces.push(piece);
	return Buffer.concat(pieces);
}

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'zip-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (program: string) => {
	try {
		return execFileSync(program, ['-c', ''], { stdio: 'ignore' }) !== undefined;
	} catch (error) {
		return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
	}
};

/** What Python reads of an archive: check sums compared, names, times and contents. */
function seenByPython(archive: Buffer): { bad: string | null; files: Array<{ name: string; time: number[]; sha256: string; size: number }> } {
	const file = join(folder, 'archive.zip');
	writeFileSync(file, archive);
	const script = `import hashlib, json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print(json.dumps({'bad': z.testzip(), 'files': [{'name': i.filename, 'time': list(i.date_time), 'size': i.file_size, 'sha256': hashlib.sha256(z.read(i)).hexdigest()} for i in z.infolist()]}))`;
	return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8', maxBuffer: 64 * MIB, env: { ...process.env, PYTHONUTF8: '1' } }));
}

function seenByUnzip(archive: Buffer): string {
	const file = join(folder, 'archive.zip');
	writeFileSync(file, archive);
	return execFileSync('unzip', ['-t', file], { encoding: 'utf8' });
}

const some = [
	fileOf('7757424860-680345565/2026/НДС, 1 квартал 2026/Декларация ёж.xml', '<a/>'.repeat(5000)),
	fileOf('7757424860-680345565/2026/НДС, 1 квартал 2026/пусто.txt', ''),
	fileOf('index.json', '{}'),
];

test('the same files give the same bytes, however they came over the wire', async () => {
	const content = Buffer.from(Array.from({ length: 3 * MIB }, (_, at) => (at * 7919) % 251));
	const cut = (size: number): ToPack => ({
		...fileOf('a.bin', content),
		async *chunks() {
			for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
		},
	});
	const whole = await packed([fileOf('a.bin', content)]);
	for (const size of [1000, 65_536, 1_000_003]) expect((await packed([cut(size)])).equals(whole)).toBe(true);
});

test('other programs of JavaScript, and our own reader, find every file', async () => {
	const archive = await packed(some);
	const files = unzipSync(archive);
	expect(Object.keys(files)).toEqual(some.map(({ path }) => path));
	expect(Buffer.from(files[some[0].path]).toString()).toBe('<a/>'.repeat(5000));
	expect(readZip(archive).map(({ size }) => size)).toEqual([20_000, 0, 2]);
});

test('whatever is packed comes out again', async () => {
	const anyFiles = fc.uniqueArray(fc.record({ path: fc.stringMatching(/^[а-яa-z][а-яa-z0-9 ]{0,20}$/), content: fc.uint8Array({ maxLength: 3000 }) }), { maxLength: 8, selector: ({ path }) => path });
	await fc.assert(
		fc.asyncProperty(anyFiles, fc.constantFrom(undefined, 0, 100), async (files, largest) => {
			const archive = await packed(files.map(({ path, content }) => fileOf(path, content)), largest);
			const found = readZip(archive).map(async (entry) => [entry.name, Buffer.from(await extract(archive, entry, MIB)).toString('hex')]);
			expect(await Promise.all(found)).toEqual(files.map(({ path, content }) => [path.trim(), Buffer.from(content).toString('hex')]));
		}),
		{ numRuns: 60 },
	);
});

(has('python3') ? describe : describe.skip)('Python reads (skipped where python3 is missing)', () => {
	test.each([
		['an archive of the usual kind', undefined],
		['one that tells every size and place in 64 bits', 0],
	])('%s', async (_, largest) => {
		const { bad, files } = seenByPython(await packed(some, largest));
		expect(bad).toBeNull();
		expect(files.map(({ name, size, time }) => [name, size, time])).toEqual(some.map(({ path, length }) => [path, length, [2026, 4, 20, 12, 0, 0]]));
	});

	test('more files than 16 bits can count', async () => {
		const many = Array.from({ length: 65_600 }, (_, index) => fileOf(`${index}.txt`, ''));
		expect(seenByPython(await packed(many)).files).toHaveLength(65_600);
	});

	test('an archive of nothing', async () => {
		expect(seenByPython(await packed([])).files).toEqual([]);
	});
});

(has('unzip') ? describe : describe.skip)('unzip (skipped where it is missing) finds no errors in', () => {
	test.each([
		['an archive of the usual kind', undefined],
		['one that tells every size and place in 64 bits', 0],
	])('%s', async (_, largest) => {
		expect(seenByUnzip(await packed(some, largest))).toContain('No errors detected');
	});
});

test.each([
	['longer', 'three', 3],
	['shorter', 'three', 9],
])('a file that is %s than it said stops the work in words', async (_, content, length) => {
	const failure = await failureOf(async () => await packed([fileOf('a.xml', content, { length })]));
	expect(failure).toMatchObject({ kind: 'stopped', message: `a.xml has 5 bytes instead of ${length}` });
});

test('what stops the reading of a file comes out as it is', async () => {
	const error = new RangeError('the line was cut');
	const broken = fileOf('a.xml', 'x', { length: 10 * MIB, chunks: async function* () { yield Buffer.alloc(MIB); throw error; } }); // prettier-ignore
	await expect(packed([broken])).rejects.toBe(error);
});

test('whoever stops reading the archive stops the reading of the files', async () => {
	let read = 0;
	let isEnded = false;
	const endless = fileOf('a.bin', '', {
		length: 2 ** 40,
		async *chunks() {
			try {
				for (;;) {
					read += MIB;
					yield Buffer.alloc(MIB, read);
				}
			} finally {
				isEnded = true;
			}
		},
	});
	let isFirst = true;
	for await (const piece of packZip(each([endless]))) {
		// The header comes before anything is read.
		if (!isFirst && piece.length > 0) break;
		isFirst = false;
	}
	expect(isEnded).toBe(true);
	expect(read).toBeLessThan(50 * MIB);
});

test('100 MB are packed in little memory', async () => {
	const large = fileOf('a.bin', '', {
		length: 100 * MIB,
		async *chunks() {
			for (let index = 0; index < 100; index += 1) yield Buffer.alloc(MIB, `${index} отчёт `);
		},
	});
	const before = process.memoryUsage.rss();
	let most = 0;
	let length = 0;
	for await (const piece of packZip(each([large]))) {
		length += piece.length;
		most = Math.max(most, process.memoryUsage.rss() - before);
	}
	expect(length).toBeGreaterThan(0);
	expect(most).toBeLessThan(60 * MIB);
});

test('times are those of Moscow, as far as ZIP can tell them', () => {
	const fields = (time: number) => [(time >>> 25) + 1980, (time >>> 21) & 15, (time >>> 16) & 31, (time >>> 11) & 31, (time >>> 5) & 63, (time & 31) * 2];
	expect(fields(dosTime(new Date('2025-12-31T22:30:41Z')))).toEqual([2026, 1, 1, 1, 30, 40]);
	expect(fields(dosTime(new Date(0)))).toEqual([1980, 1, 1, 0, 0, 0]);
	expect(fields(dosTime(new Date(Number.NaN)))).toEqual([1980, 1, 1, 0, 0, 0]);
	expect(fields(dosTime(new Date('2300-01-01T00:00:00Z')))).toEqual([2107, 12, 31, 23, 59, 58]);
});

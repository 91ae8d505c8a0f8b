import fc from 'fast-check';
import { gzipSync as fflateGzip, unzipSync, zipSync } from 'fflate';
import { encode } from 'iconv-lite';
import { crc32 as nodeCrc32, gzipSync, gunzipSync } from 'node:zlib';

import { LARGEST_UNPACKED, unpack } from '../../../extern/archives';
import { crc32 } from '../../../extern/archives/crc32';
import { ExternError } from '../../../extern/failure';
import { failureOf } from './failures';
import { zipOf, type Packed } from './zips';

const MIB = 1024 * 1024;
const text = (value: string) => Buffer.from(value);
const one = (more: Partial<Packed> = {}): Buffer => zipOf([{ name: 'a.xml', content: text('<a/>'.repeat(50)), ...more }]);
const messageOf = async (bytes: Uint8Array, most?: number): Promise<unknown> => {
	const failure = await failureOf(async () => await unpack(bytes, 'zip', most));
	expect(failure.kind).toBe('stopped');
	return 'message' in failure ? failure.message : '';
};

describe('a ZIP archive of one file', () => {
	test.each([
		['deflated', {}],
		['stored', { stored: true }],
		['described after the content', { describedAfter: true }],
		['with sizes in fields of ZIP64', { isZip64: true }],
	] satisfies Array<[string, Partial<Packed>]>)('is unpacked, %s', async (_, more) => {
		const { bytes, name, isUnpacked } = await unpack(one(more), 'zip');
		expect([Buffer.from(bytes).toString(), name, isUnpacked]).toEqual(['<a/>'.repeat(50), 'a.xml', true]);
	});

	test('is unpacked with a directory in ZIP64, a comment, or a folder beside the file', async () => {
		const file: Packed = { name: 'дело/a.xml', content: text('x') };
		const folder: Packed = { name: 'дело/', content: text(''), stored: true };
		for (const archive of [zipOf([file], { isZip64: true }), zipOf([file], { comment: 'PK\u0005\u0006' }), zipOf([folder, file])]) {
			expect(await unpack(archive, 'zip')).toMatchObject({ name: 'a.xml', bytes: new Uint8Array(text('x')) });
		}
	});

	test('gives back what any archiver packed, whatever it is', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.constantFrom(0, 1, 6, 9), async (content, level) => {
				const { bytes } = await unpack(zipSync({ 'file.bin': new Uint8Array(content) }, { level: level as 0 | 1 | 6 | 9 }), 'zip');
				expect(Buffer.from(bytes).equals(content)).toBe(true);
			}),
			{ numRuns: 100 },
		);
	});
});

describe('the name in the archive', () => {
	const nameOf = async (name: Uint8Array | string, more: Partial<Packed> = {}) => (await unpack(one({ name, ...more }), 'zip')).name;

	test.each([
		['UTF-8 that says so', text('Требование.pdf'), { flags: 0x800 }],
		['UTF-8 that does not', text('Требование.pdf'), {}],
		['CP866, as Russian archivers write', encode('Требование.pdf', 'cp866'), {}],
	])('is read from %s', async (_, name, more) => {
		expect(await nameOf(name, more)).toBe('Требование.pdf');
	});

	test('is taken from the field for Unicode, unless the file was renamed since', async () => {
		const extraFor = (old: Buffer) => {
			const unicode = text('Ёжик.xml');
			const head = Buffer.alloc(9);
			head.writeUInt16LE(0x7075, 0);
			head.writeUInt16LE(unicode.length + 5, 2);
			head.writeUInt8(1, 4);
			head.writeUInt32LE(nodeCrc32(old), 5);
			return Buffer.concat([head, unicode]);
		};
		expect(await nameOf('_.xml', { extra: extraFor(text('_.xml')) })).toBe('Ёжик.xml');
		expect(await nameOf('_.xml', { extra: extraFor(text('other')) })).toBe('_.xml');
	});

	test.each([
		['../../etc/passwd', 'passwd'],
		['C:\\Windows\\system32\\a.dll', 'a.dll'],
		['/a/b/..', ''],
		['a\u0000b\n.pdf', 'ab.pdf'],
		['\u202Efdp.exe', 'fdp.exe'],
	])('leads nowhere: %j', async (name, expected) => {
		expect(await nameOf(name)).toBe(expected);
	});
});

describe('what is left packed', () => {
	test('an archive of several files, or of none, is given as it is', async () => {
		for (const archive of [zipOf([{ name: 'a', content: text('1') }, { name: 'b', content: text('2') }]), zipOf([])]) {
			expect(await unpack(archive, 'zip')).toEqual({ bytes: archive, isUnpacked: false, ending: '.zip' });
		}
	});

	test('without a word of the service a single file is unpacked, everything else left alone', async () => {
		expect(Buffer.from((await unpack(one(), 'unknown')).bytes).toString()).toContain('<a/>');
		expect(Buffer.from((await unpack(gzipSync(text('x')), 'unknown')).bytes).toString()).toBe('x');
		const office = zipOf([{ name: 'word/a.xml', content: text('1') }, { name: 'b.xml', content: text('2') }]);
		for (const bytes of [office, text('%PDF-1.4'), text('')]) expect(await unpack(bytes, 'unknown')).toEqual({ bytes, isUnpacked: false });
	});
});

describe('a GZIP file', () => {
	test('is unpacked, also one of several members', async () => {
		const archive = Buffer.concat([gzipSync(text('при')), fflateGzip(new Uint8Array(text('вет')))]);
		expect(Buffer.from((await unpack(archive, 'gzip')).bytes).toString()).toBe(gunzipSync(archive).toString());
	});

	test.each([
		['cut off', (archive: Buffer) => archive.subarray(0, -4)],
		['changed', (archive: Buffer) => Buffer.concat([archive.subarray(0, -8), Buffer.from([1, 2, 3, 4]), archive.subarray(-4)])],
		['none at all', () => text('plain')],
	])('stops when it is %s', async (_, wound) => {
		const failure = await failureOf(async () => await unpack(wound(gzipSync(text('hello'))), 'gzip'));
		expect(failure).toMatchObject({ kind: 'stopped', message: expect.stringContaining('The archive is damaged') });
	});

	test('stops as soon as it grows beyond the limit', async () => {
		const large = gzipSync(Buffer.alloc(20 * MIB));
		for (const archive of [large, Buffer.concat([large, gzipSync(text('small'))])]) {
			const failure = await failureOf(async () => await unpack(archive, 'gzip', MIB));
			expect(failure).toMatchObject({ kind: 'stopped', message: 'The archive unpacks to more than 1 MB' });
		}
	});
});

describe('what harms', () => {
	test('a file that says it is larger than the limit is not even tried', async () => {
		expect(await messageOf(one({ says: { size: LARGEST_UNPACKED + 1 } }))).toBe('The archive unpacks to more than 512 MB');
		expect(await messageOf(one({ says: { size: 2 ** 52 }, isZip64: true }))).toBe('The archive unpacks to more than 512 MB');
	});

	test('a file that is larger than it says is stopped where it says to end, in little memory', async () => {
		const bomb = one({ content: Buffer.alloc(300 * MIB), says: { size: 1000 } });
		const before = process.memoryUsage().rss;
		expect(await messageOf(bomb)).toContain('a file is larger than it says');
		expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
	});

	test.each([
		['a wrong check sum', { says: { crc: 1 } }, 'the check sum of a.xml differs'],
		['a length that is too great', { says: { size: 500 } }, 'a.xml has 200 bytes instead of 500'],
		['a packed length beyond the end', { says: { packedSize: 5000 } }, 'a.xml is cut off'],
		['a packed length that is too small', { says: { packedSize: 5 } }, 'the packed bytes are broken or cut off'],
		['an offset that leads elsewhere', { says: { offset: 7 } }, 'a.xml is not where the directory says'],
		['an offset beyond the end', { says: { offset: 70_000 } }, 'a.xml is not where the directory says'],
	] satisfies Array<[string, Partial<Packed>, string]>)('%s is damage', async (_, more, message) => {
		expect(await messageOf(one(more))).toBe(`The archive is damaged: ${message}`);
	});

	test.each([
		['a password', { flags: 1 }, 'a.xml is protected by a password'],
		['another method', { says: { method: 14 } }, 'a.xml is packed in a way that is not known here (method 14)'],
	] satisfies Array<[string, Partial<Packed>, string]>)('%s is told', async (_, more, message) => {
		expect(await messageOf(one(more))).toBe(`The archive cannot be opened: ${message}`);
	});

	test('bytes that are no archive are damage', async () => {
		for (const bytes of [text(''), text('PK\u0003\u0004'), text('<?xml version="1.0"?>'), Buffer.alloc(70_000)]) {
			expect(await messageOf(bytes)).toBe('The archive is damaged: its end is missing');
		}
	});

	test('an archive cut anywhere, or changed in any byte, stops in words or gives the very file', async () => {
		const archive = one({ describedAfter: true });
		const outcome = async (bytes: Uint8Array) => {
			try {
				const { bytes: file, isUnpacked } = await unpack(bytes, 'zip');
				return isUnpacked ? Buffer.from(file).toString() : 'left as it is';
			} catch (error) {
				return error instanceof ExternError && error.failure.kind === 'stopped' ? 'stopped' : error;
			}
		};
		for (let cut = 0; cut < archive.length; cut += 1) expect([cut, await outcome(archive.subarray(0, cut))]).toEqual([cut, 'stopped']);
		for (let place = 0; place < archive.length; place += 1) {
			for (const change of [1, 0x80, 0xff]) {
				const changed = Buffer.from(archive);
				changed[place] ^= change;
				expect([place, await outcome(changed)]).toEqual([place, expect.stringMatching(/^(stopped|(<a\/>){50})$/)]);
			}
		}
	});

	test('an archive of several files, stored or deflated, with any one bit of them damaged stops, or holds the very files', async () => {
		const files: Packed[] = [{ name: 'a.xml', content: text('<a/>'.repeat(30)) }, { name: 'b.bin', content: text('stored'.repeat(5)), stored: true }];
		const archive = zipOf(files);
		const held = (bytes: Uint8Array) => Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString()]);
		const directory = archive.indexOf('PK\u0001\u0002');
		const counts = { stopped: 0, whole: 0 };
		for (let bit = 0; bit < directory * 8; bit += 1) {
			const changed = Buffer.from(archive);
			changed[bit >> 3] ^= 1 << (bit & 7);
			const whole = await unpack(changed, 'zip').catch((error: unknown) => error);
			if (whole instanceof ExternError) counts.stopped += whole.failure.kind === 'stopped' ? 1 : 0;
			else {
				expect([bit, whole, held(changed)]).toEqual([bit, { bytes: changed, isUnpacked: false, ending: '.zip' }, held(archive)]);
				counts.whole += 1;
			}
		}
		expect(counts.stopped + counts.whole).toBe(directory * 8);
		// Every bit of what is stored counts, and most of what is deflated.
		expect(counts.stopped).toBeGreaterThan(30 * 8);
	});

	test('several files that unpack to more than the limit together stop, and those that cannot be looked into are left', async () => {
		const half = { content: Buffer.alloc(600 * 1024) };
		expect(await messageOf(zipOf([{ name: 'a', ...half }, { name: 'b', ...half }]), MIB)).toBe('The archive unpacks to more than 1 MB');
		const archive = zipOf([{ name: 'a', content: text('1'), flags: 1, says: { crc: 7 } }, { name: 'b', content: text('2'), says: { method: 14, crc: 7 } }]);
		expect(await unpack(archive, 'zip')).toMatchObject({ isUnpacked: false });
	});

	test('garbage never does anything else than stop', async () => {
		const garbage = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.from('504b0304', 'hex'), bytes, one().subarray(-22)])));
		await fc.assert(
			fc.asyncProperty(garbage, fc.constantFrom('zip' as const, 'gzip' as const, 'unknown' as const), async (bytes, compression) => {
				await unpack(bytes, compression).catch((error: unknown) => expect(error).toBeInstanceOf(ExternError));
			}),
			{ numRuns: 500 },
		);
	});
});

test('check sums are those of Node.js', () => {
	fc.assert(
		fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
			expect(crc32(second, crc32(first))).toBe(nodeCrc32(Buffer.concat([first, second])));
		}),
	);
});

import { crc32, deflateRawSync } from 'node:zlib';

/** One file of a ZIP archive, with what archivers may do differently. */
export interface Packed {
	readonly name: Uint8Array | string;
	readonly content: Uint8Array;
	readonly stored?: boolean;
	readonly flags?: number;
	/** What the directory says instead of the truth. */
	readonly says?: { size?: number; packedSize?: number; crc?: number; method?: number; offset?: number };
	readonly extra?: Uint8Array;
	/** Check sum and sizes follow the content, as programs write that do not know them before. */
	readonly describedAfter?: boolean;
	/** Sizes and offset stand in the field of ZIP64. */
	readonly isZip64?: boolean;
}

const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** A ZIP archive, written by the book (APPNOTE 4.3) and apart from the code under test. */
export function zipOf(files: readonly Packed[], { comment = '', isZip64 = false } = {}): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	for (const file of files) {
		const offset = Buffer.concat(locals).length;
		const packed = file.stored ? Buffer.from(file.content) : deflateRawSync(file.content);
		const truth = { size: file.content.length, packedSize: packed.length, crc: crc32(file.content), method: file.stored ? 0 : 8, offset };
		const said = { ...truth, ...file.says };
		const flags = (file.flags ?? 0) | (file.describedAfter ? 8 : 0);
		const name = Buffer.from(file.name);
		const known = file.describedAfter ? [0, 0, 0] : [truth.crc, truth.packedSize, truth.size];
		locals.push(bytes([0x04034b50, 4], [20, 2], [flags, 2], [said.method, 2], [0, 4], ...known.map(four), [name.length, 2], [0, 2]), name, packed);
		if (file.describedAfter) locals.push(bytes([0x08074b50, 4], [truth.crc, 4], [truth.packedSize, 4], [truth.size, 4]));
		const inField = file.isZip64 ? bytes([1, 2], [24, 2], [said.size, 8], [said.packedSize, 8], [said.offset, 8]) : Buffer.alloc(0);
		const extra = Buffer.concat([file.extra ?? Buffer.alloc(0), inField]);
		const sizes = file.isZip64 ? [FULL_32, FULL_32] : [said.packedSize, said.size];
		directory.push(
			bytes([0x02014b50, 4], [20, 2], [20, 2], [flags, 2], [said.method, 2], [0, 4], [said.crc, 4], ...sizes.map(four), [name.length, 2], [extra.length, 2], [0, 2], [0, 2], [0, 2], [0, 4], [file.isZip64 ? FULL_32 : said.offset, 4]),
			name,
			extra,
		);
	}
	const content = Buffer.concat(locals);
	const list = Buffer.concat(directory);
	const end64 = isZip64
		? Buffer.concat([
				bytes([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4], [files.length, 8], [files.length, 8], [list.length, 8], [content.length, 8]),
				bytes([0x07064b50, 4], [0, 4], [content.length + list.length, 8], [1, 4]),
			])
		: Buffer.alloc(0);
	const counts = isZip64 ? [FULL_16, FULL_16] : [files.length, files.length];
	const places = isZip64 ? [FULL_32, FULL_32] : [list.length, content.length];
	const end = bytes([0x06054b50, 4], [0, 2], [0, 2], [counts[0], 2], [counts[1], 2], ...places.map(four), [comment.length, 2]);
	return Buffer.concat([content, list, end64, end, Buffer.from(comment)]);
}

const four = (value: number): [number, number] => [value, 4];

function bytes(...fields: Array<[value: number, width: number]>): Buffer {
	return Buffer.concat(
		fields.map(([value, width]) => {
			const field = Buffer.alloc(width);
			if (width === 8) field.writeBigUInt64LE(BigInt(value));
			else field.writeUIntLE(value, 0, width);
			return field;
		}),
	);
}

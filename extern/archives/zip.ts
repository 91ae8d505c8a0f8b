import { crc32 } from './crc32';
import { entryName } from './entryName';
import { inflate } from './inflate';
import { damagedArchive, tooLarge, unknownArchive } from './refusals';

/** A file in a ZIP archive, as the directory at the end of the archive describes it. */
export interface ZipEntry {
	/** Without folders. */
	readonly name: string;
	readonly isFolder: boolean;
	/** Bytes once it is unpacked, by the archive's own word. */
	readonly size: number;
	readonly packedSize: number;
	readonly crc32: number;
	readonly method: number;
	readonly isEncrypted: boolean;
	/** Where its own header begins. */
	readonly offset: number;
}

/*
 * Marks and sizes of PKWARE's APPNOTE 6.3.10: 4.3.7 local header, 4.3.12 directory, 4.3.14 to 4.3.16 its end.
 */
const LOCAL = { mark: 0x04034b50, size: 30 };
const DIRECTORY = { mark: 0x02014b50, size: 46 };
const END = { mark: 0x06054b50, size: 22 };
const END_64 = { mark: 0x06064b50, size: 56 };
const LOCATOR_64 = { mark: 0x07064b50, size: 20 };
const LONGEST_COMMENT = 0xffff;
const ZIP_64 = 0x0001;
const METHOD = { stored: 0, deflated: 8 };
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/** Whether bytes begin like a ZIP archive that holds something. */
export function looksLikeZip(bytes: Uint8Array): boolean {
	return bytes.length >= LOCAL.size && viewOf(bytes).getUint32(0, true) === LOCAL.mark;
}

/**
 * Reads the directory of a ZIP archive; nothing is unpacked yet.
 * @throws ExternError `stopped` when it is damaged or one part of several
 */
export function readZip(bytes: Uint8Array): ZipEntry[] {
	const view = viewOf(bytes);
	const { count, offset, end } = directoryOf(view);
	const entries: ZipEntry[] = [];
	let position = offset;
	for (let index = 0; index < count; index += 1) {
		if (position + DIRECTORY.size > end || view.getUint32(position, true) !== DIRECTORY.mark) throw damagedArchive('its directory is broken');
		const { entry, length } = readEntry(bytes, view, position);
		entries.push(entry);
		position += length;
	}
	if (position !== end) throw damagedArchive('its directory is broken');
	return entries;
}

/**
 * Unpacks one file of a ZIP archive, all of it in memory, and compares length and check sum.
 * @param most bytes that it may have
 * @throws ExternError `stopped` when it is damaged, larger than it says or may be, encrypted, or packed in another way than Deflate
 */
export async function extract(bytes: Uint8Array, entry: ZipEntry, most: number): Promise<Uint8Array> {
	if (entry.isEncrypted) throw unknownArchive(`${nameOf(entry)} is protected by a password`);
	if (!isKnownMethod(entry)) throw unknownArchive(`${nameOf(entry)} is packed in a way that is not known here (method ${entry.method})`);
	if (entry.size > most) throw tooLarge(most);
	const packed = packedBytes(bytes, entry);
	const content = new Uint8Array(entry.size);
	let length = 0;
	for await (const chunk of unpacked(packed, entry)) {
		content.set(chunk, length);
		length += chunk.length;
	}
	return content;
}

/**
 * Lets an archive pass whose files are whole, by length and check sum; none of them is kept in memory.
 * Files that cannot be looked into here, encrypted ones for example, pass.
 * @param most bytes that all files together may have
 * @throws ExternError `stopped` when one is damaged, or they are larger than they say or may be
 */
export async function requireWhole(bytes: Uint8Array, entries: readonly ZipEntry[], most: number): Promise<void> {
	const readable = entries.filter((entry) => !entry.isEncrypted && isKnownMethod(entry));
	if (readable.reduce((sum, { size }) => sum + size, 0) > most) throw tooLarge(most);
	for (const entry of readable) {
		const chunks = unpacked(packedBytes(bytes, entry), entry);
		while (!(await chunks.next()).done);
	}
}

/** The bytes of one file; an error follows them when they are not those that were packed. */
async function* unpacked(packed: Uint8Array, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	let length = 0;
	let checkSum = 0;
	for await (const chunk of entry.method === METHOD.stored ? [packed] : inflate(packed, 'deflate-raw', Infinity)) {
		length += chunk.length;
		if (length > entry.size) throw damagedArchive('a file is larger than it says');
		checkSum = crc32(chunk, checkSum);
		yield chunk;
	}
	if (length !== entry.size) throw damagedArchive(`${nameOf(entry)} has ${length} bytes instead of ${entry.size}`);
	if (checkSum !== entry.crc32) throw damagedArchive(`the check sum of ${nameOf(entry)} differs`);
}

function isKnownMethod({ method }: ZipEntry): boolean {
	return method === METHOD.stored || method === METHOD.deflated;
}

function nameOf({ name }: ZipEntry): string {
	return name || 'its file';
}

function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
	const { offset, packedSize, method } = entry;
	const view = viewOf(bytes);
	if (offset + LOCAL.size > bytes.length || view.getUint32(offset, true) !== LOCAL.mark || view.getUint16(offset + 8, true) !== method) {
		throw damagedArchive(`${nameOf(entry)} is not where the directory says`);
	}
	const start = offset + LOCAL.size + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
	if (start + packedSize > bytes.length) throw damagedArchive(`${nameOf(entry)} is cut off`);
	return bytes.subarray(start, start + packedSize);
}

/** Where the directory lies, and how many files it lists. */
function directoryOf(view: DataView): { count: number; offset: number; end: number } {
	const end = endOf(view);
	const disk = view.getUint16(end + 4, true);
	const whole = { count: view.getUint16(end + 10, true), size: view.getUint32(end + 12, true), offset: view.getUint32(end + 16, true) };
	const { count, size, offset } = isFull(whole) ? (directory64(view, end) ?? whole) : whole;
	if (disk !== 0 && disk !== FULL_16) throw unknownArchive('it is one part of several');
	if (offset + size > end) throw damagedArchive('its directory is cut off');
	return { count, offset, end: offset + size };
}

function isFull({ count, size, offset }: { count: number; size: number; offset: number }): boolean {
	return count === FULL_16 || size === FULL_32 || offset === FULL_32;
}

/** The end is found by its mark, from behind: only a comment may follow it. */
function endOf(view: DataView): number {
	const first = Math.max(0, view.byteLength - END.size - LONGEST_COMMENT);
	for (let position = view.byteLength - END.size; position >= first; position -= 1) {
		if (view.getUint32(position, true) === END.mark && position + END.size + view.getUint16(position + 20, true) <= view.byteLength) return position;
	}
	throw damagedArchive('its end is missing');
}

function directory64(view: DataView, end: number): { count: number; size: number; offset: number } | undefined {
	const locator = end - LOCATOR_64.size;
	if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64.mark) return undefined;
	const position = sizeAt(view, locator + 8);
	if (position + END_64.size > locator || view.getUint32(position, true) !== END_64.mark) throw damagedArchive('its directory is broken');
	return { count: sizeAt(view, position + 32), size: sizeAt(view, position + 40), offset: sizeAt(view, position + 48) };
}

function readEntry(bytes: Uint8Array, view: DataView, position: number): { entry: ZipEntry; length: number } {
	const flags = view.getUint16(position + 8, true);
	const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(position + field, true));
	const nameEnd = position + DIRECTORY.size + nameLength;
	if (nameEnd + extraLength > bytes.length) throw damagedArchive('its directory is broken');
	const raw = bytes.subarray(position + DIRECTORY.size, nameEnd);
	const extra = extraFields(bytes.subarray(nameEnd, nameEnd + extraLength));
	const [size, packedSize, offset] = sizesOf(view, position, extra.get(ZIP_64));
	return {
		entry: {
			name: entryName(raw, extra),
			isFolder: raw[raw.length - 1] === 0x2f,
			size,
			packedSize,
			offset,
			crc32: view.getUint32(position + 16, true),
			method: view.getUint16(position + 10, true),
			// Bit 0: encrypted, bit 6: strongly encrypted, bit 13: the headers as well (APPNOTE 4.4.4).
			isEncrypted: (flags & 0x2041) !== 0,
		},
		length: DIRECTORY.size + nameLength + extraLength + commentLength,
	};
}

/** Size, packed size and offset; those that 32 bits cannot hold follow in an extra field, in this order (APPNOTE 4.5.3). */
function sizesOf(view: DataView, position: number, field: Uint8Array | undefined): number[] {
	let next = 0;
	return [24, 20, 42].map((place) => {
		const value = view.getUint32(position + place, true);
		if (value !== FULL_32 || !field) return value;
		next += 8;
		if (next > field.length) throw damagedArchive('its directory is broken');
		return sizeAt(viewOf(field), next - 8);
	});
}

function extraFields(bytes: Uint8Array): Map<number, Uint8Array> {
	const view = viewOf(bytes);
	const fields = new Map<number, Uint8Array>();
	for (let position = 0; position + 4 <= bytes.length; ) {
		const start = position + 4;
		const length = view.getUint16(position + 2, true);
		if (start + length > bytes.length) break; // some programs pad with bytes that are no field
		fields.set(view.getUint16(position, true), bytes.subarray(start, start + length));
		position = start + length;
	}
	return fields;
}

function sizeAt(view: DataView, position: number): number {
	const value = view.getBigUint64(position, true);
	if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damagedArchive('its directory is broken');
	return Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

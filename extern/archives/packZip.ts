import { inParts } from '../contents/parts';
import { stop } from '../failure';
import { crc32 } from './crc32';
import { deflate } from './deflate';
import { dosTime } from './dosTime';
import { fieldsOf, type SizedField } from './layout';

/** A file that goes into an archive. */
export interface ToPack {
	/** Folders and name, with `/` between them; whoever names it keeps paths apart and harmless. */
	readonly path: string;
	/** Its time in the archive, in Moscow. */
	readonly modifiedAt: Date;
	/** Exact number of bytes. */
	readonly length: number;
	chunks(): AsyncIterable<Uint8Array>;
}

/* Marks of PKWARE's APPNOTE 6.3.10: 4.3.7 local header, 4.3.9 data descriptor, 4.3.12 directory, 4.3.14 to 4.3.16 its end. */
const MARK = { local: 0x04034b50, descriptor: 0x08074b50, directory: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50 };
const VERSION = { usual: 20, zip64: 45 };
/** Made under Unix, whose rights stand in the external attributes (4.4.2, 4.4.15). */
const MADE_BY_UNIX = 3 << 8;
const READABLE_FILE = (0o100644 << 16) >>> 0;
/** Bit 3: check sum and sizes follow the content; bit 11: the name is UTF-8 (4.4.4). */
const FLAG = { describedAfter: 0x0008, utf8: 0x0800 };
const METHOD = { stored: 0, deflated: 8 };
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;
const ZIP_64 = 0x0001;
/**
 * Largest length that is told in 32 bits. Below 4 GiB, since what Deflate cannot pack grows by five bytes
 * in 16 KiB, and whether sizes take 64 bits has to be said before the first byte.
 */
const LARGEST_IN_32_BITS = 0xff000000;
/** Deflate gets pieces of one size, so that the same file is packed alike however it came over the wire. */
const PIECE = 256 * 1024;

interface Packed {
	readonly name: Uint8Array;
	readonly flags: number;
	readonly method: number;
	readonly time: number;
	readonly crc: number;
	readonly size: number;
	readonly packedSize: number;
	readonly offset: number;
}

/**
 * Packs files into a ZIP archive, each of them read once and only when it is its turn: memory stays flat
 * whatever their size and number, apart from the directory, some 100 bytes for each file. The same files give the same bytes.
 * @param files in the order in which they lie in the archive
 * @param largest what is longer is told in 64 bits (ZIP64); lowered by tests only
 * @returns the archive in pieces
 * @throws ExternError `stopped` when a file is not as long as it said, and whatever reading the files throws
 */
export async function* packZip(files: AsyncIterable<ToPack>, largest = LARGEST_IN_32_BITS): AsyncGenerator<Uint8Array> {
	const directory: Uint8Array[] = [];
	let offset = 0;
	for await (const file of files) {
		const packed = yield* packFile(file, offset, largest);
		directory.push(directoryEntry(packed, largest));
		offset = packed.end;
	}
	const list = Buffer.concat(directory);
	yield list;
	yield endOf({ count: directory.length, size: list.length, offset }, largest);
}

/** One file; returns what the directory says of it, and where the next one begins. */
async function* packFile(file: ToPack, offset: number, largest: number): AsyncGenerator<Uint8Array, Packed & { readonly end: number }> {
	const isEmpty = file.length === 0;
	const isLarge = file.length > largest;
	const known = {
		name: Buffer.from(file.path, 'utf8'),
		// Of a file that is stored a reader of streams could not tell its end.
		flags: FLAG.utf8 | (isEmpty ? 0 : FLAG.describedAfter),
		method: isEmpty ? METHOD.stored : METHOD.deflated,
		time: dosTime(file.modifiedAt),
		offset,
	};
	const header = localHeader(known, isLarge);
	yield header;
	const measured = { crc: 0, size: 0 };
	let packedSize = 0;
	const pieces = inParts(measuring(file, measured), PIECE);
	for await (const piece of isEmpty ? pieces : deflate(pieces)) {
		packedSize += piece.length;
		yield piece;
	}
	if (measured.size !== file.length) throw otherLength(file, measured.size);
	const descriptor = isEmpty ? new Uint8Array(0) : fieldsOf([MARK.descriptor, 4], [measured.crc, 4], [packedSize, isLarge ? 8 : 4], [measured.size, isLarge ? 8 : 4]);
	if (!isEmpty) yield descriptor;
	return { ...known, ...measured, packedSize, end: offset + header.length + packedSize + descriptor.length };
}

async function* measuring(file: ToPack, measured: { crc: number; size: number }): AsyncGenerator<Uint8Array> {
	for await (const chunk of file.chunks()) {
		measured.crc = crc32(chunk, measured.crc);
		measured.size += chunk.length;
		if (measured.size > file.length) throw otherLength(file, measured.size);
		yield chunk;
	}
}

function otherLength({ path, length }: ToPack, found: number) {
	return stop(`${path} has ${found} bytes instead of ${length}`, 'It changed while it was packed: run this again');
}

function localHeader({ name, flags, method, time }: Pick<Packed, 'name' | 'flags' | 'method' | 'time'>, isLarge: boolean): Uint8Array {
	// Sizes are not known yet: the field only says that they will follow in 64 bits (4.3.9.2).
	const extra = isLarge ? fieldsOf([ZIP_64, 2], [16, 2], [0, 8], [0, 8]) : new Uint8Array(0);
	const size: SizedField = [isLarge ? FULL_32 : 0, 4];
	const fixed = fieldsOf([MARK.local, 4], [isLarge ? VERSION.zip64 : VERSION.usual, 2], [flags, 2], [method, 2], [time, 4], [0, 4], size, size, [name.length, 2], [extra.length, 2]);
	return Buffer.concat([fixed, name, extra]);
}

function directoryEntry({ name, flags, method, time, crc, size, packedSize, offset }: Packed, largest: number): Uint8Array {
	const isLarge = size > largest;
	const isFar = offset > largest;
	// Only what the 32 bits cannot hold, in this order (4.5.3).
	const in64: SizedField[] = [...(isLarge ? [of8(size), of8(packedSize)] : []), ...(isFar ? [of8(offset)] : [])];
	const extra = in64.length > 0 ? fieldsOf([ZIP_64, 2], [in64.length * 8, 2], ...in64) : new Uint8Array(0);
	const fixed = fieldsOf(
		[MARK.directory, 4],
		[MADE_BY_UNIX | VERSION.zip64, 2],
		[in64.length > 0 ? VERSION.zip64 : VERSION.usual, 2],
		[flags, 2],
		[method, 2],
		[time, 4],
		[crc, 4],
		[isLarge ? FULL_32 : packedSize, 4],
		[isLarge ? FULL_32 : size, 4],
		[name.length, 2],
		[extra.length, 2],
		[0, 2], // no comment
		[0, 2], // on the first disk
		[0, 2],
		[READABLE_FILE, 4],
		[isFar ? FULL_32 : offset, 4],
	);
	return Buffer.concat([fixed, name, extra]);
}

function endOf({ count, size, offset }: { count: number; size: number; offset: number }, largest: number): Uint8Array {
	const is64 = count >= FULL_16 || size > largest || offset > largest;
	const end64 = is64
		? fieldsOf([MARK.end64, 4], [44, 8], [MADE_BY_UNIX | VERSION.zip64, 2], [VERSION.zip64, 2], [0, 4], [0, 4], [count, 8], [count, 8], [size, 8], [offset, 8], [MARK.locator64, 4], [0, 4], [offset + size, 8], [1, 4])
		: new Uint8Array(0);
	const counted: SizedField = [is64 ? FULL_16 : count, 2];
	const end = fieldsOf([MARK.end, 4], [0, 2], [0, 2], counted, counted, [is64 ? FULL_32 : size, 4], [is64 ? FULL_32 : offset, 4], [0, 2]);
	return Buffer.concat([end64, end]);
}

function of8(value: number): SizedField {
	return [value, 8];
}

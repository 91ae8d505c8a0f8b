import { inflate } from './inflate';
import { damagedArchive, tooLarge } from './refusals';
import { extract, looksLikeZip, readZip, requireWhole } from './zip';

/** How a content travels (models.md §9, `compression-type`); `unknown` goes by the bytes themselves. */
export type Compression = 'none' | 'zip' | 'gzip' | 'unknown';

/** A file out of its wrapping. */
export interface Unpacked {
	readonly bytes: Uint8Array;
	/** Name that the archive gives it, without folders. */
	readonly name?: string;
	/** False when there was nothing to unpack, or several files that only belong together in their archive. */
	readonly isUnpacked: boolean;
	/** How the name of what is still packed ends. */
	readonly ending?: '.zip' | '.gz';
}

/**
 * Most bytes that an archive may unpack to, 512 MiB. What is decrypted lies in memory as a whole,
 * beside its envelope; what is sent is far below (limits §2: 60 MB for a whole draft).
 */
export const LARGEST_UNPACKED = 512 * 1024 * 1024;

/** Deflate cannot pack better than this: 258 bytes into two bits. */
const MOST_GROWTH = 1032;

/**
 * Takes a file out of the archive that it travelled in. The exchange packs each file alone; an
 * archive with several files, such as a .docx, or with none, is left as it is when they are whole.
 * @param compression as the service tells it
 * @param most bytes that may come out
 * @throws ExternError `stopped` when the archive is damaged, grows beyond `most`, or cannot be opened here
 */
export async function unpack(bytes: Uint8Array, compression: Compression, most = LARGEST_UNPACKED): Promise<Unpacked> {
	switch (compression === 'unknown' ? compressionOf(bytes) : compression) {
		case 'zip':
			return (await onlyFileOf(bytes, most)) ?? (compression === 'zip' ? leavePacked(bytes, 'zip') : { bytes, isUnpacked: false });
		case 'gzip':
			if (!looksLikeGzip(bytes)) throw damagedArchive('it does not begin as a GZIP file does');
			return { bytes: await gunzip(bytes, most), isUnpacked: true };
		default:
			return { bytes, isUnpacked: false };
	}
}

/** The same bytes, named for what they are. */
export function leavePacked(bytes: Uint8Array, compression: Compression): Unpacked {
	const kind = compression === 'unknown' ? compressionOf(bytes) : compression;
	const ending = kind === 'zip' ? '.zip' : kind === 'gzip' ? '.gz' : undefined;
	return { bytes, isUnpacked: false, ending };
}

async function onlyFileOf(bytes: Uint8Array, most: number): Promise<Unpacked | undefined> {
	const files = readZip(bytes).filter(({ isFolder }) => !isFolder);
	const [only, ...others] = files;
	if (!only || others.length > 0) {
		// Of most ciphers no damage shows: without this a changed archive would be handed on, or saved back.
		await requireWhole(bytes, files, most);
		return undefined;
	}
	return { bytes: await extract(bytes, only, most), name: only.name, isUnpacked: true };
}

async function gunzip(bytes: Uint8Array, most: number): Promise<Uint8Array> {
	const size = saidByGzip(bytes);
	// Of a damaged file the size says anything; inflating tells.
	if (size > most && size <= bytes.length * MOST_GROWTH) throw tooLarge(most);
	const chunks: Uint8Array[] = [];
	for await (const chunk of inflate(bytes, 'gzip', most)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** How large a GZIP file says to become, as far as four bytes can tell; of several members the last one (RFC 1952 §2.3.1). */
function saidByGzip(bytes: Uint8Array): number {
	return bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(bytes.length - 4, true);
}

function compressionOf(bytes: Uint8Array): Compression {
	if (looksLikeZip(bytes)) return 'zip';
	return looksLikeGzip(bytes) ? 'gzip' : 'none';
}

function looksLikeGzip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8; // RFC 1952 §2.3.1
}

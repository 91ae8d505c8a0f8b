import { crc32 } from './crc32';

/** Extra field with the name in UTF-8 beside an old one (APPNOTE 4.6.9). */
const UNICODE_PATH = 0x7075;

/**
 * The name of a packed file, without folders: what stands before the last slash could lead anywhere.
 * Programs that do not mark names as UTF-8 write UTF-8 all the same (macOS) or, in Russia, CP866.
 * @param raw as the archive has it
 * @param extra the extra fields of the file, by their numbers
 */
export function entryName(raw: Uint8Array, extra: ReadonlyMap<number, Uint8Array>): string {
	return baseName(unicodePath(raw, extra.get(UNICODE_PATH)) ?? utf8Of(raw) ?? new TextDecoder('ibm866').decode(raw));
}

/** A file name that can be nothing but a name: no folders, no control characters, no dots alone. */
export function baseName(path: string): string {
	const last = path.split(/[\\/]/).pop() ?? '';
	const name = last.replace(/[\p{Cc}\p{Cf}:*?"<>|]/gu, '').trim();
	return /^\.*$/.test(name) ? '' : name;
}

function unicodePath(raw: Uint8Array, field: Uint8Array | undefined): string | undefined {
	if (!field || field.length < 5 || field[0] !== 1) return undefined;
	// It belongs to the old name whose check sum it carries; a renamed file has a stale one.
	const view = new DataView(field.buffer, field.byteOffset, field.length);
	return view.getUint32(1, true) === crc32(raw) ? utf8Of(field.subarray(5)) : undefined;
}

function utf8Of(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

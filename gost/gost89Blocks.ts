import { objectIdentifierOf, type Element } from './der';
import { unsupported } from './errors';
import { sBoxes, type FeistelKey } from './gost28147';
import { oids } from './oids';

/** Bytes of a block of GOST 28147-89. */
export const blockSize = 8;

/** An S-box with the key steps already rotated in. */
export type Table = FeistelKey['table'];

const tables = new Map<string, Table>([
	[oids.sBoxTc26Z, sBoxes.tc26Z],
	[oids.sBoxCryptoProA, sBoxes.cryptoProA],
	[oids.sBoxCryptoProB, sBoxes.cryptoProB],
	[oids.sBoxCryptoProC, sBoxes.cryptoProC],
	[oids.sBoxCryptoProD, sBoxes.cryptoProD],
]);

/** The S-box that cipher parameters name. Throws a GostFormatError `unsupported`. */
export function tableOf(element: Element): Table {
	const oid = objectIdentifierOf(element);
	const table = tables.get(oid);
	if (!table) throw unsupported(`GOST 28147-89 is used with an S-box that is not known here (${oid})`);
	return table;
}

/** A key of 32 bytes, lowest byte of each word first. */
export function keyOf(key: Uint8Array, table: Table): FeistelKey {
	return { words: wordsOf(key), table };
}

/** Applies a change to each whole block, as a pair of words, lowest byte first. */
export function mapBlocks(bytes: Uint8Array, change: (halves: Int32Array) => void): Uint8Array {
	const words = wordsOf(bytes);
	const result = new Uint8Array(bytes.length);
	for (let word = 0; word < words.length; word += 2) {
		const halves = words.subarray(word, word + 2);
		change(halves);
		writeWords(halves, result, 4 * word);
	}
	return result;
}

/** Bytes of whole words as words, lowest byte first. */
export function wordsOf(bytes: Uint8Array): Int32Array {
	return Int32Array.from(
		{ length: bytes.length / 4 },
		(_, word) => bytes[4 * word] | (bytes[4 * word + 1] << 8) | (bytes[4 * word + 2] << 16) | (bytes[4 * word + 3] << 24),
	);
}

/** Undoes `wordsOf`, into bytes from an offset on. */
export function writeWords(words: Int32Array, bytes: Uint8Array, offset: number): void {
	for (let index = 0; index < words.length * 4; index++) bytes[offset + index] = words[index >> 2] >>> (8 * (index & 3));
}

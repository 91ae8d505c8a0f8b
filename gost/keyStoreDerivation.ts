import { bigEndianBytes, concatBytes, integerOfBigEndian } from './bytes';
import type { MacDigest } from './macDigest';
import type { Passphrase } from './passphrase';

/** What the derived bytes are for (RFC 7292 appendix B.3). */
export const purposes = { key: 1, iv: 2, mac: 3 } as const;

/** How to derive; salt and rounds stand in the file. */
export interface KeyStoreDerivation {
	readonly digest: MacDigest;
	readonly purpose: (typeof purposes)[keyof typeof purposes];
	readonly salt: Uint8Array;
	readonly rounds: number;
}

/**
 * Derives bytes in the way of PKCS#12 (RFC 7292 appendix B.2).
 *
 * @param length of the result in bytes.
 * @throws GostFormatError `unsupported` when the rounds are too many.
 */
export function deriveForKeyStore(derivation: KeyStoreDerivation, passphrase: Passphrase, length: number): Uint8Array {
	const { digest, purpose, salt, rounds } = derivation;
	const { blockBytes } = digest;
	const diversifier = new Uint8Array(blockBytes).fill(purpose);
	let input: Uint8Array = concatBytes(filled(salt, blockBytes), filled(passphrase.utf16, blockBytes));
	let result: Uint8Array = new Uint8Array(0);
	for (;;) {
		passphrase.spend(rounds, digest.cost);
		let block: Uint8Array = concatBytes(diversifier, input);
		for (let round = 0; round < rounds; round++) block = digest.hash(block);
		result = concatBytes(result, block);
		if (result.length >= length) return result.subarray(0, length);
		input = advanced(input, filled(block, blockBytes), blockBytes);
	}
}

/** The bytes, repeated until they fill whole blocks; the last repetition is cut. */
function filled(bytes: Uint8Array, blockBytes: number): Uint8Array {
	const length = Math.ceil(bytes.length / blockBytes) * blockBytes;
	return Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length]);
}

/** Each block of the input becomes itself plus the block plus one, without carry out of it. */
function advanced(input: Uint8Array, block: Uint8Array, blockBytes: number): Uint8Array {
	const step = integerOfBigEndian(block.subarray(0, blockBytes)) + 1n;
	const blocks = Array.from({ length: input.length / blockBytes }, (_, index) => {
		const sum = integerOfBigEndian(input.subarray(index * blockBytes, (index + 1) * blockBytes)) + step;
		return bigEndianBytes(BigInt.asUintN(8 * blockBytes, sum), blockBytes);
	});
	return concatBytes(...blocks);
}

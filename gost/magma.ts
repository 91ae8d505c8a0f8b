import type { BlockCipher } from './blockCipher';
import { feistelEncrypt, sBoxes } from './gost28147';

/** Magma of GOST R 34.12-2015 (RFC 8891): GOST 28147-89 with fixed S-boxes and the highest byte first. The key has 32 bytes. */
export function magma(key: Uint8Array): BlockCipher {
	const feistelKey = { words: Int32Array.from({ length: 8 }, (_, word) => wordAt(key, 4 * word)), table: sBoxes.tc26Z };
	const halves = new Int32Array(2);
	return {
		blockSize: 8,
		encrypt(block) {
			halves[0] = wordAt(block, 4);
			halves[1] = wordAt(block, 0);
			feistelEncrypt(feistelKey, halves);
			for (let index = 0; index < 4; index++) {
				block[index] = halves[1] >>> (24 - 8 * index);
				block[4 + index] = halves[0] >>> (24 - 8 * index);
			}
		},
	};
}

function wordAt(bytes: Uint8Array, offset: number): number {
	return (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
}

import type { BlockCipher } from './blockCipher';

/** The check value of GOST R 34.13-2015 §5.6 (OMAC1, in NIST's words CMAC), one block long. */
export function omac(cipher: BlockCipher, message: Uint8Array): Uint8Array {
	const { blockSize } = cipher;
	const state = new Uint8Array(blockSize);
	const lastBlock = Math.max(0, Math.ceil(message.length / blockSize) - 1) * blockSize;
	for (let offset = 0; offset < lastBlock; offset += blockSize) {
		for (let index = 0; index < blockSize; index++) state[index] ^= message[offset + index];
		cipher.encrypt(state);
	}
	const tail = message.subarray(lastBlock);
	const whole = tail.length === blockSize;
	const mask = lastBlockMask(cipher, whole);
	for (let index = 0; index < blockSize; index++) {
		const byte = index < tail.length ? tail[index] : index === tail.length ? 0x80 : 0;
		state[index] ^= byte ^ mask[index];
	}
	cipher.encrypt(state);
	return state;
}

/** K1 for a whole last block, K2 for one that had to be filled up. */
function lastBlockMask(cipher: BlockCipher, whole: boolean): Uint8Array {
	const zero = new Uint8Array(cipher.blockSize);
	cipher.encrypt(zero);
	const first = doubled(zero);
	return whole ? first : doubled(first);
}

/** Twice the block in the field of 2^128 or 2^64 elements. */
function doubled(block: Uint8Array): Uint8Array {
	const result = Uint8Array.from(block, (byte, index) => (byte << 1) | ((block[index + 1] ?? 0) >> 7));
	if (block[0] & 0x80) result[result.length - 1] ^= block.length === 16 ? 0x87 : 0x1b;
	return result;
}

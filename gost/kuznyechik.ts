import type { BlockCipher } from './blockCipher';
import { substitution } from './streebogConstants';

// RFC 7801 §4.1: the coefficients of the linear feedback, first byte of the block first
const coefficients = [148, 32, 133, 16, 194, 192, 1, 251, 1, 192, 194, 16, 133, 32, 148, 1];
const fieldPolynomial = 0x1c3;
const blockSize = 16;
const wordsPerBlock = 4;

/** L(S(block)) as lookups: for each byte position and value the four words that it adds. */
const imageOf = mergedTables();

function product(left: number, right: number): number {
	let result = 0;
	for (let factor = left, bits = right; bits > 0; bits >>= 1) {
		if (bits & 1) result ^= factor;
		factor <<= 1;
		if (factor & 0x100) factor ^= fieldPolynomial;
	}
	return result;
}

/** The map L: sixteen steps of the feedback register, in place. */
function spread(block: Uint8Array): Uint8Array {
	for (let step = 0; step < blockSize; step++) {
		let feedback = 0;
		for (let index = 0; index < blockSize; index++) feedback ^= product(block[index], coefficients[index]);
		block.copyWithin(1, 0, blockSize - 1);
		block[0] = feedback;
	}
	return block;
}

function mergedTables(): Int32Array {
	const table = new Int32Array(blockSize * 256 * wordsPerBlock);
	for (let position = 0; position < blockSize; position++) {
		const images = Array.from({ length: 8 }, (_, bit) => {
			const unit = new Uint8Array(blockSize);
			unit[position] = 1 << bit;
			return words(spread(unit));
		});
		for (let value = 0; value < 256; value++) {
			for (let bit = 0; bit < 8; bit++) {
				if (((substitution[value] >> bit) & 1) === 0) continue;
				for (let word = 0; word < wordsPerBlock; word++) {
					table[(position * 256 + value) * wordsPerBlock + word] ^= images[bit][word];
				}
			}
		}
	}
	return table;
}

function words(bytes: Uint8Array): Int32Array {
	return Int32Array.from({ length: bytes.length / 4 }, (_, word) => wordAt(bytes, 4 * word));
}

function wordAt(bytes: Uint8Array, offset: number): number {
	return bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24);
}

/** state = L(S(state)). */
function substituteAndSpread(state: Int32Array): void {
	let word0 = 0;
	let word1 = 0;
	let word2 = 0;
	let word3 = 0;
	for (let word = 0, row = 0; word < wordsPerBlock; word++) {
		for (let bits = state[word], byte = 0; byte < 4; byte++, bits >>>= 8, row += 1024) {
			const cell = row + ((bits & 255) << 2);
			word0 ^= imageOf[cell];
			word1 ^= imageOf[cell + 1];
			word2 ^= imageOf[cell + 2];
			word3 ^= imageOf[cell + 3];
		}
	}
	state[0] = word0;
	state[1] = word1;
	state[2] = word2;
	state[3] = word3;
}

function xor(state: Int32Array, other: Int32Array, offset = 0): void {
	for (let word = 0; word < wordsPerBlock; word++) state[word] ^= other[offset + word];
}

/** RFC 7801 §4.3: ten round keys, four words each. */
function roundKeys(key: Uint8Array): Int32Array {
	let [left, right] = [words(key.subarray(0, 16)), words(key.subarray(16))];
	const keys = new Int32Array(10 * wordsPerBlock);
	const keep = (pair: number) => {
		keys.set(left, pair * 2 * wordsPerBlock);
		keys.set(right, (pair * 2 + 1) * wordsPerBlock);
	};
	keep(0);
	for (let step = 1; step <= 32; step++) {
		const constant = new Uint8Array(blockSize);
		constant[15] = step;
		const mixed = Int32Array.from(left);
		xor(mixed, words(spread(constant)));
		substituteAndSpread(mixed);
		xor(mixed, right);
		[left, right] = [mixed, left];
		if (step % 8 === 0) keep(step / 8);
	}
	return keys;
}

/** Kuznyechik of GOST R 34.12-2015 (RFC 7801). The key has 32 bytes. */
export function kuznyechik(key: Uint8Array): BlockCipher {
	const keys = roundKeys(key);
	const state = new Int32Array(wordsPerBlock);
	return {
		blockSize,
		encrypt(block) {
			for (let word = 0; word < wordsPerBlock; word++) state[word] = wordAt(block, 4 * word) ^ keys[word];
			for (let round = 1; round < 10; round++) {
				substituteAndSpread(state);
				xor(state, keys, round * wordsPerBlock);
			}
			for (let index = 0; index < blockSize; index++) block[index] = state[index >> 2] >>> (8 * (index & 3));
		},
	};
}

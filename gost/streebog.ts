import { linearRows, roundConstants, substitution } from './streebogConstants';

/*
 * The 512-bit state is sixteen 32-bit words, lowest first, so that word 2i and 2i+1 are the
 * halves of the i-th 64-bit word of the standard.
 */
const stateWords = 16;
const blockBytes = 64;
const rounds = 12;

/** S, P and L of RFC 6986 merged: for each byte position of a word and each byte value the two halves of the image. */
const imageOf = mergedTables();
const constants = roundConstants.map((constant) => wordsOf(Uint8Array.from(constant).reverse(), 0));

function mergedTables(): Int32Array {
	const rows = linearRows.map((row) => ({ low: parseInt(row.slice(8), 16), high: parseInt(row.slice(0, 8), 16) }));
	const table = new Int32Array(8 * 256 * 2);
	for (let position = 0; position < 8; position++) {
		for (let value = 0; value < 256; value++) {
			const cell = (position * 256 + value) * 2;
			for (let bit = 0; bit < 8; bit++) {
				if (((substitution[value] >> bit) & 1) === 0) continue;
				table[cell] ^= rows[position * 8 + bit].low;
				table[cell + 1] ^= rows[position * 8 + bit].high;
			}
		}
	}
	return table;
}

function wordsOf(bytes: Uint8Array, offset: number): Int32Array {
	const words = new Int32Array(stateWords);
	readWords(bytes, offset, words);
	return words;
}

function readWords(bytes: Uint8Array, offset: number, words: Int32Array): void {
	for (let word = 0, at = offset; word < stateWords; word++, at += 4) {
		words[word] = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
	}
}

/**
 * result = LPS(left ⊕ right). Written out word by word: with inner loops the hash runs at a
 * third of the speed. The result may be one of the arguments.
 */
function mix(left: Int32Array, right: Int32Array, result: Int32Array): void {
	const image = imageOf;
	for (let half = 0; half < 2; half++) {
		mixed[half * 8] = left[half] ^ right[half];
		mixed[half * 8 + 1] = left[half + 2] ^ right[half + 2];
		mixed[half * 8 + 2] = left[half + 4] ^ right[half + 4];
		mixed[half * 8 + 3] = left[half + 6] ^ right[half + 6];
		mixed[half * 8 + 4] = left[half + 8] ^ right[half + 8];
		mixed[half * 8 + 5] = left[half + 10] ^ right[half + 10];
		mixed[half * 8 + 6] = left[half + 12] ^ right[half + 12];
		mixed[half * 8 + 7] = left[half + 14] ^ right[half + 14];
	}
	for (let half = 0; half < 2; half++) {
		let word0 = mixed[half * 8];
		let word1 = mixed[half * 8 + 1];
		let word2 = mixed[half * 8 + 2];
		let word3 = mixed[half * 8 + 3];
		let word4 = mixed[half * 8 + 4];
		let word5 = mixed[half * 8 + 5];
		let word6 = mixed[half * 8 + 6];
		let word7 = mixed[half * 8 + 7];
		for (let byte = 0; byte < 4; byte++) {
			const cell0 = (word0 & 255) << 1;
			const cell1 = 512 | ((word1 & 255) << 1);
			const cell2 = 1024 | ((word2 & 255) << 1);
			const cell3 = 1536 | ((word3 & 255) << 1);
			const cell4 = 2048 | ((word4 & 255) << 1);
			const cell5 = 2560 | ((word5 & 255) << 1);
			const cell6 = 3072 | ((word6 & 255) << 1);
			const cell7 = 3584 | ((word7 & 255) << 1);
			const target = (half * 4 + byte) * 2;
			result[target] =
				image[cell0] ^ image[cell1] ^ image[cell2] ^ image[cell3] ^ image[cell4] ^ image[cell5] ^ image[cell6] ^ image[cell7];
			result[target + 1] =
				image[cell0 + 1] ^
				image[cell1 + 1] ^
				image[cell2 + 1] ^
				image[cell3 + 1] ^
				image[cell4 + 1] ^
				image[cell5 + 1] ^
				image[cell6 + 1] ^
				image[cell7 + 1];
			word0 >>>= 8;
			word1 >>>= 8;
			word2 >>>= 8;
			word3 >>>= 8;
			word4 >>>= 8;
			word5 >>>= 8;
			word6 >>>= 8;
			word7 >>>= 8;
		}
	}
}

// scratch of the compression function, which never yields, so all hashes can share it
const mixed = new Int32Array(stateWords);
const roundKey = new Int32Array(stateWords);
const cipherState = new Int32Array(stateWords);
const zero = new Int32Array(stateWords);

/** hash = g_counter(hash, block) of RFC 6986 §8. */
function compress(hash: Int32Array, counter: Int32Array, block: Int32Array): void {
	mix(hash, counter, roundKey);
	mix(roundKey, block, cipherState);
	for (let round = 0; round < rounds - 1; round++) {
		mix(roundKey, constants[round], roundKey);
		mix(cipherState, roundKey, cipherState);
	}
	mix(roundKey, constants[rounds - 1], roundKey);
	for (let word = 0; word < stateWords; word++) hash[word] ^= cipherState[word] ^ roundKey[word] ^ block[word];
}

/** total = total + addend mod 2^512. */
function add(total: Int32Array, addend: Int32Array): void {
	let carry = 0;
	for (let word = 0; word < stateWords; word++) {
		const sum = (total[word] >>> 0) + (addend[word] >>> 0) + carry;
		total[word] = sum | 0;
		carry = sum > 0xffffffff ? 1 : 0;
	}
}

/**
 * GOST R 34.11-2012 (Streebog, RFC 6986) as a stream: feed the content piece by piece, then ask
 * for the digest once.
 */
export class Streebog {
	private readonly hash = new Int32Array(stateWords);
	private readonly counter = new Int32Array(stateWords);
	private readonly sum = new Int32Array(stateWords);
	private readonly block = new Int32Array(stateWords);
	private readonly rest = new Uint8Array(blockBytes);
	private restLength = 0;
	private finished = false;

	/** @param bits size of the digest: 256 for keys of 256 bits, 512 for keys of 512. */
	constructor(private readonly bits: 256 | 512) {
		if (bits === 256) this.hash.fill(0x01010101);
	}

	/** Takes the next piece, of any length; the bytes are not kept. Throws after `digest`. */
	update(chunk: Uint8Array): this {
		if (this.finished) throw new Error('Streebog: update after digest');
		let offset = 0;
		if (this.restLength > 0) {
			offset = Math.min(blockBytes - this.restLength, chunk.length);
			this.rest.set(chunk.subarray(0, offset), this.restLength);
			this.restLength += offset;
			if (this.restLength < blockBytes) return this;
			this.absorb(this.rest, 0, blockBytes);
			this.restLength = 0;
		}
		for (; offset + blockBytes <= chunk.length; offset += blockBytes) this.absorb(chunk, offset, blockBytes);
		this.rest.set(chunk.subarray(offset), 0);
		this.restLength = chunk.length - offset;
		return this;
	}

	/** The digest, 32 or 64 bytes in the order in which the standard's test vectors and OpenSSL write them. Throws when asked twice. */
	digest(): Uint8Array {
		if (this.finished) throw new Error('Streebog: digest was already taken');
		this.finished = true;
		this.rest.fill(0, this.restLength);
		this.rest[this.restLength] = 1;
		this.absorb(this.rest, 0, this.restLength);
		compress(this.hash, zero, this.counter);
		compress(this.hash, zero, this.sum);
		const bytes = new Uint8Array(blockBytes);
		for (let index = 0; index < blockBytes; index++) bytes[index] = this.hash[index >> 2] >>> (8 * (index & 3));
		return this.bits === 256 ? bytes.slice(32) : bytes;
	}

	private absorb(bytes: Uint8Array, offset: number, contentBytes: number): void {
		readWords(bytes, offset, this.block);
		compress(this.hash, this.counter, this.block);
		blockLength[0] = contentBytes * 8;
		add(this.counter, blockLength);
		add(this.sum, this.block);
	}
}

const blockLength = new Int32Array(stateWords);

/** The Streebog digest of content that is in memory as a whole. */
export function streebog(bits: 256 | 512, content: Uint8Array): Uint8Array {
	return new Streebog(bits).update(content).digest();
}

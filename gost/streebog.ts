import { roundConstants } from './streebogConstants';
import { mix } from './streebogMix';

const stateWords = 16;
const blockBytes = 64;
const rounds = 12;

const constants = roundConstants.map((constant) => wordsOf(Uint8Array.from(constant).reverse(), 0));

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

// scratch of the compression function, which never yields, so all hashes can share it
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

	/** A second hash that has taken the same content and goes its own way from here. Throws after `digest`. */
	copy(): Streebog {
		if (this.finished) throw new Error('Streebog: copy after digest');
		const twin = new Streebog(this.bits);
		twin.hash.set(this.hash);
		twin.counter.set(this.counter);
		twin.sum.set(this.sum);
		twin.rest.set(this.rest);
		twin.restLength = this.restLength;
		return twin;
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

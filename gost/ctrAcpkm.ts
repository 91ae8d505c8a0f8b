import type { BlockCipher, CipherOf } from './blockCipher';

/** D of RFC 8645 §6.2.1: what is encrypted to become the key of the next section. */
const nextKeySeed = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index);

/**
 * Counter mode with a key that changes after each section (CTR-ACPKM, RFC 8645 §6.2.2); encrypts
 * and decrypts alike. Feed the text in order; pieces may have any length.
 */
export class CtrAcpkm {
	private cipher: BlockCipher;
	private readonly counter: Uint8Array;
	private readonly gamma: Uint8Array;
	private gammaUsed: number;
	private sectionUsed = 0;

	/**
	 * @param iv half a block; the other half counts.
	 * @param sectionBytes length of a section; Infinity for plain counter mode.
	 */
	constructor(
		private readonly cipherOf: CipherOf,
		key: Uint8Array,
		iv: Uint8Array,
		private readonly sectionBytes: number,
	) {
		this.cipher = cipherOf(key);
		this.counter = new Uint8Array(this.cipher.blockSize);
		this.counter.set(iv);
		this.gamma = new Uint8Array(this.cipher.blockSize);
		this.gammaUsed = this.gamma.length;
	}

	/** The next piece, encrypted or decrypted, in memory of its own. */
	apply(text: Uint8Array): Uint8Array {
		const result = new Uint8Array(text.length);
		for (let index = 0; index < text.length; index++) {
			if (this.gammaUsed === this.gamma.length) this.nextGamma();
			result[index] = text[index] ^ this.gamma[this.gammaUsed++];
		}
		return result;
	}

	private nextGamma(): void {
		if (this.sectionUsed === this.sectionBytes) {
			this.cipher = this.cipherOf(this.nextKey());
			this.sectionUsed = 0;
		}
		this.gamma.set(this.counter);
		this.cipher.encrypt(this.gamma);
		this.gammaUsed = 0;
		this.sectionUsed += this.gamma.length;
		this.increment();
	}

	private increment(): void {
		for (let index = this.counter.length - 1; index >= 0; index--) {
			this.counter[index]++;
			if (this.counter[index] !== 0) return;
		}
	}

	private nextKey(): Uint8Array {
		const key = Uint8Array.from(nextKeySeed);
		for (let offset = 0; offset < key.length; offset += this.cipher.blockSize) {
			this.cipher.encrypt(key.subarray(offset, offset + this.cipher.blockSize));
		}
		return key;
	}
}

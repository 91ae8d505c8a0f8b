import type { BlockCipher } from './blockCipher';

/** The check value of GOST R 34.13-2015 §5.6 (OMAC1, in NIST's words CMAC), one block long, of a message that comes in pieces. */
export class Omac {
	private readonly state: Uint8Array;
	/** The last block of what came so far: it is treated in a way of its own when nothing follows. */
	private readonly held: Uint8Array;
	private heldLength = 0;

	constructor(private readonly cipher: BlockCipher) {
		this.state = new Uint8Array(cipher.blockSize);
		this.held = new Uint8Array(cipher.blockSize);
	}

	/** Takes the next piece, of any length; the bytes are not kept. */
	update(piece: Uint8Array): this {
		for (let index = 0; index < piece.length; index++) {
			if (this.heldLength === this.held.length) this.absorbHeld();
			this.held[this.heldLength++] = piece[index];
		}
		return this;
	}

	/** The check value; nothing may follow. */
	finish(): Uint8Array {
		const whole = this.heldLength === this.held.length;
		if (!whole) this.held[this.heldLength] = 0x80;
		this.held.fill(0, this.heldLength + 1);
		const mask = lastBlockMask(this.cipher, whole);
		for (let index = 0; index < this.held.length; index++) this.held[index] ^= mask[index];
		this.absorbHeld();
		return this.state;
	}

	private absorbHeld(): void {
		for (let index = 0; index < this.held.length; index++) this.state[index] ^= this.held[index];
		this.cipher.encrypt(this.state);
		this.heldLength = 0;
	}
}

/** The check value of a message that is in memory as a whole. */
export function omac(cipher: BlockCipher, message: Uint8Array): Uint8Array {
	return new Omac(cipher).update(message).finish();
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

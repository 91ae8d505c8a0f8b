import { createHash, randomInt } from 'node:crypto';

/** Repeatable randomness: the same seed gives the same bytes and numbers for the same names. */
export class Chance {
	readonly seed: string;

	/** @param usual the seed unless GOST_SEED gives one; without it another one each time */
	constructor(usual = String(randomInt(2 ** 31))) {
		this.seed = process.env.GOST_SEED ?? usual;
	}

	bytes(name: string, length: number): Buffer {
		// a keystream nobody needs to trust, only to repeat
		return createHash('shake256', { outputLength: Math.max(1, length) }).update(`${this.seed}/${name}`).digest().subarray(0, length);
	}

	/** A number from `from` up to, but not including, `to`. */
	number(name: string, from: number, to: number): number {
		return from + (this.bytes(`number/${name}`, 6).readUIntBE(0, 6) % (to - from));
	}
}

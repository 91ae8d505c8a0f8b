import type { Chance } from '../chance';

/** Throws of one mutation, repeatable by seed and name. */
export class Dice {
	private thrown = 0;

	constructor(
		private readonly chance: Chance,
		private readonly name: string,
	) {}

	/** A number from 0 up to, but not including, the limit. */
	below(limit: number): number {
		return this.chance.number(`${this.name}/${this.thrown++}`, 0, limit);
	}

	oneOf<T>(choices: readonly T[]): T {
		return choices[this.below(choices.length)];
	}

	bytes(length: number): Buffer {
		return this.chance.bytes(`${this.name}/${this.thrown++}`, length);
	}
}

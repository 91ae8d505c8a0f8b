/** The provider's watch, by which it judges the times that partners sign. It shows real time unless a test makes it wrong. */

export class Watch {
	/** How far ahead of real time; negative when behind. */
	skewSeconds = 0;

	/** Milliseconds since 1970. */
	now(): number {
		return Date.now() + this.skewSeconds * 1000;
	}

	clear(): void {
		this.skewSeconds = 0;
	}
}

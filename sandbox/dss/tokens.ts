/** Access tokens: those of signing in, and those that a confirmation gives for one transaction. */

import { randomBytes } from 'node:crypto';

/** The vendor's samples show 300 for both. */
const SECONDS = 300;

interface Token {
	endsAt: number;
	/** The transaction that its owner confirmed; the token executes it once. */
	transactionId?: string;
}

export class Tokens {
	/** Seconds that tokens live, which tests shorten. */
	seconds = SECONDS;
	/** Every token since the last reset, for those who look whether one leaked. */
	readonly issued: string[] = [];
	#tokens = new Map<string, Token>();

	issue(transactionId?: string): { token: string; expiresIn: number } {
		const token = randomBytes(48).toString('base64url');
		this.issued.push(token);
		this.#tokens.set(token, { endsAt: Date.now() + this.seconds * 1000, transactionId });
		return { token, expiresIn: this.seconds };
	}

	/** What a token is for; undefined when it is none or is over. */
	read(token: string): { transactionId?: string } | undefined {
		const known = this.#tokens.get(token);
		return known && known.endsAt > Date.now() ? known : undefined;
	}

	revoke(token: string): void {
		this.#tokens.delete(token);
	}

	revokeAll(): void {
		this.#tokens.clear();
	}

	reset(): void {
		this.revokeAll();
		this.issued.length = 0;
		this.seconds = SECONDS;
	}
}

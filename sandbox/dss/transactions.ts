/** Operations that their owner has to confirm: by pushing a button on a telephone, or with a code from an SMS. */

import { randomInt, randomUUID } from 'node:crypto';
import type { SignOrder } from './signOrder';

export type Method = 'push' | 'sms';
export type Outcome = 'confirmed' | 'denied' | 'expired';

export interface Transaction {
	id: string;
	order: SignOrder;
	/** Known once the confirmation began. */
	refId?: string;
	method: Method;
	endsAt: number;
	/** What the SMS says. */
	code?: string;
	attemptsLeft: number;
	outcome?: Outcome;
	/** Whether the signature was given out. */
	isDone: boolean;
}

/** The vendor's samples show 300 for a confirmation. How often a code may be mistyped is not published. */
const SECONDS = 300;
const ATTEMPTS = 3;

export class Transactions {
	/** Whether signing has to be confirmed. */
	isRequired = false;
	/** Whether decrypting has to be. */
	isRequiredToDecrypt = false;
	method: Method = 'push';
	seconds = SECONDS;
	#nextCode: string | undefined;
	#transactions: Transaction[] = [];

	open(order: SignOrder): Transaction {
		const transaction: Transaction = { id: randomUUID(), order, method: this.method, endsAt: Infinity, attemptsLeft: ATTEMPTS, isDone: false };
		this.#transactions.push(transaction);
		return transaction;
	}

	/** Asks the owner. */
	begin(transaction: Transaction): void {
		transaction.refId = randomUUID();
		transaction.endsAt = Date.now() + this.seconds * 1000;
		if (transaction.method === 'sms') transaction.code = this.#nextCode ?? String(randomInt(1_000_000)).padStart(6, '0');
		this.#nextCode = undefined;
	}

	withId(id: string): Transaction | undefined {
		return this.#transactions.find((transaction) => transaction.id === id);
	}

	withRefId(refId: string): Transaction | undefined {
		return this.#transactions.find((transaction) => transaction.refId === refId);
	}

	/** What became of it by now. */
	outcomeOf(transaction: Transaction): Outcome | undefined {
		if (!transaction.outcome && Date.now() >= transaction.endsAt) transaction.outcome = 'expired';
		return transaction.outcome;
	}

	/** Whether the code was the right one; after too many wrong ones the operation is denied. */
	enter(transaction: Transaction, code: string): boolean {
		if (code === transaction.code) transaction.outcome = 'confirmed';
		else if (--transaction.attemptsLeft === 0) transaction.outcome = 'denied';
		return transaction.outcome === 'confirmed';
	}

	/** Those whose owner was asked and has not answered. */
	get pending(): Transaction[] {
		return this.#transactions.filter((transaction) => transaction.refId !== undefined && this.outcomeOf(transaction) === undefined);
	}

	/** The code of the next SMS. */
	set nextCode(code: string) {
		this.#nextCode = code;
	}

	reset(): void {
		Object.assign(this, { isRequired: false, isRequiredToDecrypt: false, method: 'push', seconds: SECONDS });
		this.#nextCode = undefined;
		this.#transactions = [];
	}
}

import { unsupported } from './errors';

/**
 * What deriving keys for one file may cost, in rounds of PBKDF2 with SHA: a few seconds.
 * Real files have between one thousand and one million; more is the work of somebody who wants
 * the machine to stand still.
 */
const maxCost = 3_000_000;

/** A passphrase on its way into one file: its encodings, and a limit for what all keys derived from it may cost together. */
export class Passphrase {
	/** As PBKDF2 takes it (RFC 8018 §3). */
	readonly utf8: Uint8Array;
	/** As the key derivation of PKCS#12 takes it: highest byte first, with an end mark (RFC 7292 appendix B.1). */
	readonly utf16: Uint8Array;
	private spent = 0;

	constructor(text: string) {
		this.utf8 = new Uint8Array(Buffer.from(text, 'utf8'));
		this.utf16 = new Uint8Array(Buffer.from(`${text}\0`, 'utf16le').swap16());
	}

	/**
	 * To be called before deriving a key.
	 *
	 * @param costPerRound how much longer a round takes than one of PBKDF2 with SHA.
	 * @throws GostFormatError `unsupported` when the file asks for more than the limit.
	 */
	spend(rounds: number, costPerRound: number): void {
		this.spent += rounds * costPerRound;
		if (this.spent <= maxCost) return;
		throw unsupported(
			`The key is protected by ${rounds} rounds of key derivation, and no more than ${maxCost / costPerRound} are allowed here; save it again with fewer`,
		);
	}
}

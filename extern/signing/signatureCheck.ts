import { readSignature, Streebog, type SignedData, verifyDetached } from '../../gost';
import { digesting, type DigestBits } from './digest';
import { type Fault, reasonOf } from './faults';
import { tells } from './fit';
import { attempt } from './reading';
import { sizesIn, verdictOn } from './verdict';

/** Whether a signature fits a document. */
export interface Fit {
	/** Absent when it cannot be told: the document was not read, or the signature is damaged or not GOST 2012. */
	readonly fits?: boolean;
	/** Why it does not fit, in words. */
	readonly reason?: string;
}

/** Holds signatures against a document that is read for another purpose, so that it need not be read twice. */
export class SignatureCheck {
	private readonly signatures: ReadonlyArray<SignedData | undefined>;
	private digests?: ReadonlyMap<DigestBits, Uint8Array>;

	/** @param signatures DER, with the document inside or beside; whatever cannot be read is passed over */
	constructor(signatures: readonly Uint8Array[]) {
		this.signatures = signatures.map((signature) => attempt(() => readSignature(signature))?.value);
	}

	/** The chunks of the document, as they are. */
	async *passing(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		const hashes = [...this.sizes()].map((bits) => [bits, new Streebog(bits)] as const);
		yield* digesting(chunks, hashes.map(([, hash]) => hash));
		this.digests = new Map(hashes.map(([bits, hash]) => [bits, hash.digest()]));
	}

	/**
	 * What came of one signature, once the document was read to its end.
	 * @param at the place of the signature, from 0
	 */
	fitOf(at: number): Fit {
		const { digests } = this;
		const signature = this.signatures[at];
		if (!digests || !signature) return {};
		const verdict: { valid: boolean; reason?: Fault } = signature.detached ? verifyDetached(signature, (bits) => digests.get(bits) ?? new Uint8Array(bits / 8)) : verdictOn(signature, digests.get(OF_ENCLOSED) ?? new Uint8Array(OF_ENCLOSED / 8));
		const fits = tells(verdict);
		return fits === false ? { fits, reason: reasonOf(verdict) } : { ...(fits !== undefined && { fits }) };
	}

	private sizes(): ReadonlySet<DigestBits> {
		const read = this.signatures.flatMap((signature) => signature ?? []);
		return new Set<DigestBits>([...sizesIn(read), ...(read.some(({ detached }) => !detached) ? [OF_ENCLOSED] : [])]);
	}
}

/** What a document inside a signature is compared by. */
const OF_ENCLOSED: DigestBits = 256;

import { verifyDetached, type SignatureVerdict, type SignedData } from '../../gost';
import { digestsOf, type DigestBits } from './digest';

/** The sizes of digest that signatures want of their content; none for those that are not GOST 2012 or enclose it. */
export function sizesIn(signatures: readonly SignedData[]): ReadonlySet<DigestBits> {
	return new Set(signatures.filter(({ detached }) => detached).flatMap(({ signers }) => signers.flatMap(({ digestBits }) => digestBits ?? [])));
}

/**
 * Holds detached signatures against a document, which is read once, and not at all when no signature needs it.
 * @returns a verdict for each, in their order
 */
export async function verdictsOn(chunks: () => AsyncIterable<Uint8Array>, signatures: readonly SignedData[]): Promise<SignatureVerdict[]> {
	const sizes = sizesIn(signatures);
	const digests = sizes.size > 0 ? await digestsOf(chunks(), sizes) : undefined;
	return signatures.map((signature) => verifyDetached(signature, (bits) => digests?.get(bits) ?? new Uint8Array(bits / 8)));
}

import { streebog, verifyDetached, verifyEnclosed, type Certificate, type EnclosedVerdict, type SignatureVerdict, type SignedData } from '../../gost';
import { digestsOf, type DigestBits } from './digest';
import type { Fault } from './faults';

/** The sizes of digest that signatures want of their content; none for those that are not GOST 2012 or enclose it. */
export function sizesIn(signatures: readonly SignedData[]): ReadonlySet<DigestBits> {
	return sizesOf(signatures.filter(({ detached }) => detached));
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

/** Checks a signature that encloses its content. Other work of the process goes on meanwhile, however large that is. */
export async function enclosedVerdict(signature: SignedData): Promise<EnclosedVerdict> {
	const { content } = signature;
	const digests = content && (await digestsOf([content], sizesOf([signature])));
	return verifyEnclosed(signature, (bits) => digests?.get(bits) ?? new Uint8Array(bits / 8));
}

function sizesOf(signatures: readonly SignedData[]): ReadonlySet<DigestBits> {
	return new Set(signatures.flatMap(({ signers }) => signers.flatMap(({ digestBits }) => digestBits ?? [])));
}

/**
 * Holds the signature of one signer against the digest of the document that he was given, whether
 * that stands beside the signature or inside.
 * @param digest Streebog of the document in the size of the signer's key
 */
export function verdictOn(signature: SignedData, digest: Uint8Array): { readonly valid: boolean; readonly reason?: Fault; readonly certificate?: Certificate } {
	if (signature.detached) return verifyDetached(signature, () => digest);
	const { content, ...verdict } = verifyEnclosed(signature);
	const isSame = content !== undefined && Buffer.from(digest).equals(streebog(digest.length === 32 ? 256 : 512, content));
	return verdict.valid && !isSame ? { ...verdict, valid: false, reason: 'content-differs' } : verdict;
}

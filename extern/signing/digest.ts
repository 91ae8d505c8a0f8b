import { Streebog } from '../../gost';

/** A size of Streebog, in bits. */
export type DigestBits = 256 | 512;

/**
 * Streebog of a document, read once.
 * @param bits 256 or 512, as the signer's key wants it
 */
export async function digestOf(chunks: AsyncIterable<Uint8Array>, bits: DigestBits): Promise<Uint8Array> {
	const hash = new Streebog(bits);
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest();
}

/** As {@link digestOf} in several sizes at once: the signers of one file may have keys of different sizes. */
export async function digestsOf(chunks: AsyncIterable<Uint8Array>, sizes: ReadonlySet<DigestBits>): Promise<ReadonlyMap<DigestBits, Uint8Array>> {
	const hashes = [...sizes].map((bits) => [bits, new Streebog(bits)] as const);
	for await (const chunk of chunks) for (const [, hash] of hashes) hash.update(chunk);
	return new Map(hashes.map(([bits, hash]) => [bits, hash.digest()]));
}

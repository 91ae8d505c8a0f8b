import { Streebog } from '../../gost';

/**
 * Streebog of a document, read once.
 * @param bits 256 or 512, as the signer's key wants it
 */
export async function digestOf(chunks: AsyncIterable<Uint8Array>, bits: 256 | 512): Promise<Uint8Array> {
	const hash = new Streebog(bits);
	for await (const chunk of chunks) hash.update(chunk);
	return hash.digest();
}

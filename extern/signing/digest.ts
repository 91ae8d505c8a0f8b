import { Streebog } from '../../gost';
import { nextTurn } from './nextTurn';
import type { ToSign } from './signer';

// Hashed in some 10 ms: n8n stays responsive, and the pauses cost next to nothing.
const bytesPerTurn = 256 * 1024;

/** A size of Streebog, in bits. */
export type DigestBits = 256 | 512;

/**
 * Streebog of a document, read once. Other work of the process goes on meanwhile, however large
 * the chunks are and however fast they come.
 * @param bits 256 or 512, as the signer's key wants it
 */
export async function digestOf(chunks: AsyncIterable<Uint8Array>, bits: DigestBits): Promise<Uint8Array> {
	const hash = new Streebog(bits);
	for await (const slice of inTurns(chunks)) hash.update(slice);
	return hash.digest();
}

/** As {@link digestOf} in several sizes at once: the signers of one file may have keys of different sizes. */
export async function digestsOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, sizes: ReadonlySet<DigestBits>): Promise<ReadonlyMap<DigestBits, Uint8Array>> {
	const hashes = [...sizes].map((bits) => [bits, new Streebog(bits)] as const);
	for await (const slice of inTurns(chunks)) for (const [, hash] of hashes) hash.update(slice);
	return new Map(hashes.map(([bits, hash]) => [bits, hash.digest()]));
}

/** A document on its way to somebody else, hashed as it passes; the chunks stay as they are. */
export async function* digesting(chunks: AsyncIterable<Uint8Array>, hashes: readonly Streebog[]): AsyncGenerator<Uint8Array> {
	for await (const chunk of chunks) {
		for await (const slice of inTurns([chunk])) for (const hash of hashes) hash.update(slice);
		yield chunk;
	}
}

/** A small document in one piece. */
export async function wholeOf({ chunks }: ToSign): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for await (const chunk of chunks()) parts.push(chunk);
	return Buffer.concat(parts);
}

async function* inTurns(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let bytesInTurn = 0;
	for await (const chunk of chunks) {
		for (let offset = 0; offset < chunk.length; offset += bytesPerTurn) {
			const slice = chunk.subarray(offset, offset + bytesPerTurn);
			yield slice;
			bytesInTurn += slice.length;
			if (bytesInTurn < bytesPerTurn) continue;
			await nextTurn();
			bytesInTurn = 0;
		}
	}
}

/** Bytes `from` to `to`, both inclusive, as HTTP counts them. */
export interface Range {
	readonly from: number;
	readonly to: number;
}

const MIB = 1024 * 1024;

/** The contents service answers 413 above (limits §2). */
export const LARGEST_PART = 64 * MIB;
/**
 * Small enough that ten uploads at once stay far below n8n's memory, large enough that
 * 200 MB are 25 requests. A part is held as a buffer, so it can be repeated after a 401, a 429
 * or a broken connection, which a stream cannot.
 */
export const USUAL_PART = 8 * MIB;

/**
 * Cuts a content into ranges that cover each byte once, in order.
 * @param total size in bytes, above 0
 * @param size size of a part, at most {@link LARGEST_PART}
 */
export function planRanges(total: number, size = USUAL_PART): Range[] {
	const step = Math.min(size, LARGEST_PART);
	const count = Math.ceil(total / step);
	return Array.from({ length: count }, (_, index) => ({ from: index * step, to: Math.min((index + 1) * step, total) - 1 }));
}

/**
 * Regroups chunks of any size into buffers of exactly `size` bytes; the last one holds the rest.
 * At most one part and one chunk are in memory.
 */
export async function* inParts(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
	let kept: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of chunks) {
		let rest = chunk;
		while (length + rest.length >= size) {
			const head = rest.subarray(0, size - length);
			yield Buffer.concat([...kept, head]);
			rest = rest.subarray(head.length);
			kept = [];
			length = 0;
		}
		if (rest.length > 0) kept.push(rest);
		length += rest.length;
	}
	if (length > 0) yield Buffer.concat(kept);
}

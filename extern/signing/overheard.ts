import type { ToSign } from './signer';

/** What a file says of itself, such as the signer of a report, stands before all its figures. */
const BEGINNING = 65_536;

/** A document whose first bytes are remembered while others read it: a read of its own would fetch it once more. */
export interface Overheard {
	readonly document: ToSign;
	/** The first bytes, as far as they were read. */
	beginning(): Uint8Array;
}

/** Remembers the beginning of a document from its reading. */
export function overheard(document: ToSign): Overheard {
	let beginning: Buffer = Buffer.alloc(0);
	return {
		document: {
			...document,
			async *chunks() {
				beginning = Buffer.alloc(0);
				for await (const chunk of document.chunks()) {
					if (beginning.length < BEGINNING) beginning = Buffer.concat([beginning, chunk.subarray(0, BEGINNING - beginning.length)]);
					yield chunk;
				}
			},
		},
		beginning: () => beginning,
	};
}

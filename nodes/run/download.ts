import type { IExecuteFunctions } from 'n8n-workflow';
import { download, type Extern } from '../../extern';

/** What n8n's binary store takes. */
export type Stored = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** Above this a file is stored as a stream, so that memory stays flat: 8 MiB, as a content comes in one part. */
const LARGEST_BUFFER = 8 * 1024 * 1024;

/** A content of the service as n8n's binary store wants it. */
export async function downloadForStore(context: IExecuteFunctions, extern: Extern, accountId: string, contentId: string): Promise<Stored> {
	return await forStore(context, download(extern, accountId, contentId));
}

/** Bytes as n8n's binary store wants them: a buffer when they are few, a stream of all when they are more. */
export async function forStore(context: IExecuteFunctions, chunks: AsyncIterable<Uint8Array>): Promise<Stored> {
	const iterator = chunks[Symbol.asyncIterator]();
	const first: Uint8Array[] = [];
	let length = 0;
	while (length <= LARGEST_BUFFER) {
		const next = await iterator.next();
		if (next.done) return Buffer.concat(first);
		first.push(next.value);
		length += next.value.length;
	}
	const seed = await anyStream(context);
	return seed.flatMap(() => continued(first, iterator));
}

/** What was read already, then the rest. */
async function* continued(first: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
	// Each piece is let go as soon as it is handed on.
	for (let piece = first.shift(); piece; piece = first.shift()) yield piece;
	try {
		for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
	} finally {
		await rest.return?.();
	}
}

/**
 * A readable stream of one chunk. Shipped code may not import node:stream, but a stream that n8n
 * hands out makes further ones: its `flatMap` turns our parts into a stream.
 */
async function anyStream(context: IExecuteFunctions) {
	const seed = await context.helpers.prepareBinaryData(Buffer.from('.'), 'seed');
	if (!seed.id) throw new RangeError('A file above 8 MB needs a binary data mode other than default');
	return await context.helpers.getBinaryStream(seed.id);
}

import type { IExecuteFunctions } from 'n8n-workflow';
import { type Extern, openDownload, restOf } from '../../extern';

type Stored = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/**
 * A content of the service as n8n's binary store wants it: a buffer when it came in one part, a
 * stream of all parts when it is larger, so that memory stays flat.
 */
export async function downloadForStore(context: IExecuteFunctions, extern: Extern, accountId: string, contentId: string): Promise<Stored> {
	const first = await openDownload(extern, accountId, contentId);
	if (first.bytes.length >= first.total) return Buffer.from(first.bytes);
	const seed = await anyStream(context);
	return seed.flatMap(() => restOf(extern, accountId, contentId, first));
}

/**
 * A readable stream of one chunk. Shipped code may not import node:stream, but a stream that n8n
 * hands out makes further ones: its `flatMap` turns our parts into a stream.
 */
async function anyStream(context: IExecuteFunctions) {
	const seed = await context.helpers.prepareBinaryData(Buffer.from('.'), 'seed');
	if (!seed.id) throw new RangeError('A content above 8 MB needs a binary data mode other than default');
	return await context.helpers.getBinaryStream(seed.id);
}

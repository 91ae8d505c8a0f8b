import { damagedArchive, tooLarge } from './refusals';

/**
 * Inflates what Deflate packed, piece by piece: the whole is never larger in memory than what was asked for.
 * `DecompressionStream` is a global of the web that Node.js has; a node of n8n may not import node:zlib.
 * @param format `deflate-raw` as ZIP has it, or a whole gzip file, whose check sum is then compared
 * @param most bytes that may come out; at the first one more the work stops
 * @throws ExternError `stopped` when the bytes are damaged, cut off, or too many
 */
export async function* inflate(packed: Uint8Array, format: 'deflate-raw' | 'gzip', most: number): AsyncGenerator<Uint8Array> {
	const source = new ReadableStream<Uint8Array>({
		start(controller) {
			controller.enqueue(packed);
			controller.close();
		},
	});
	const chunks = source.pipeThrough(new DecompressionStream(format)).getReader();
	let length = 0;
	try {
		for (;;) {
			const { value } = await nextOf(chunks);
			if (value === undefined) return;
			length += value.length;
			if (length > most) throw tooLarge(most);
			yield value;
		}
	} finally {
		// Without this the rest would be inflated into nowhere.
		await chunks.cancel().catch(() => undefined);
	}
}

async function nextOf(chunks: { read(): Promise<{ value?: Uint8Array }> }): Promise<{ value?: Uint8Array }> {
	try {
		return await chunks.read();
	} catch {
		throw damagedArchive('the packed bytes are broken or cut off');
	}
}

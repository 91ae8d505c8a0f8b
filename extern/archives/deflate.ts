/**
 * Packs bytes with Deflate as they come; neither the whole nor its packed form is ever in memory.
 * `CompressionStream` is a global of the web that Node.js has; a node of n8n may not import node:zlib.
 * Node.js counts chunks where it should count bytes, and would let gigabytes wait in it. So each chunk goes in when the
 * one before was taken and all that came out was handed on.
 * @param chunks of the same sizes give the same packed bytes
 * @throws whatever reading the chunks throws, as it is
 */
export async function* deflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	const { writable, readable } = new CompressionStream('deflate-raw');
	const writer = writable.getWriter();
	const packed = readable.getReader();
	let reading = packed.read();
	const nothing = Promise.resolve(undefined);
	try {
		for await (const chunk of chunks) {
			let isTaken = false;
			const taking = writer.write(chunk).then(() => {
				isTaken = true;
			});
			for (;;) {
				// Whatever is there already wins over `nothing`, being first.
				const piece = await Promise.race([reading, isTaken ? nothing : taking]);
				if (piece?.value) {
					yield piece.value;
					reading = packed.read();
				} else if (isTaken) break;
			}
		}
		const closing = writer.close();
		for (let piece = await reading; piece.value; piece = await packed.read()) yield piece.value;
		await closing;
	} finally {
		// What is left of a broken off work goes nowhere; nobody waits for it.
		void writer.abort().catch(() => undefined);
		void packed.cancel().catch(() => undefined);
	}
}

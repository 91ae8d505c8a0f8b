/** Hand-made BER for the tests: nothing of the code under test. */
export function der(tag: number, ...contents: Uint8Array[]): Buffer {
	const content = Buffer.concat(contents);
	const length = content.length < 0x80 ? [content.length] : [0x84, ...Buffer.from(content.length.toString(16).padStart(8, '0'), 'hex')];
	return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** The same value with indefinite length, as streaming writers have it. */
export function indefinite(tag: number, ...contents: Uint8Array[]): Buffer {
	return Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.from([0, 0])]);
}

export function base64(text: string): Buffer {
	return Buffer.from(text, 'base64');
}

export function hex(text: string): Buffer {
	return Buffer.from(text.replace(/\s+/g, ''), 'hex');
}

/** The encodings of the members of a value of definite length. */
export function children(value: Buffer): Buffer[] {
	const headerEnd = (at: number) => at + 2 + (value[at + 1] < 0x80 ? 0 : value[at + 1] & 0x7f);
	const end = (at: number) => headerEnd(at) + (value[at + 1] < 0x80 ? value[at + 1] : value.readUIntBE(at + 2, value[at + 1] & 0x7f));
	const parts: Buffer[] = [];
	for (let at = headerEnd(0); at < value.length; at = end(at)) parts.push(value.subarray(at, end(at)));
	return parts;
}

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

/** A constructed value with other members; the path leads to the value by places among members, negative ones from the end. */
export function withMembers(value: Buffer, path: number[], change: (members: Buffer[]) => Buffer[]): Buffer {
	const members = children(value);
	const [place, ...further] = path;
	if (place === undefined) return der(value[0], ...change(members));
	const index = place < 0 ? members.length + place : place;
	return der(value[0], ...members.map((member, at) => (at === index ? withMembers(member, further, change) : member)));
}

/** A DER value as a streaming writer has it: indefinite lengths, octet strings in pieces of at most 7 bytes. What is in `kept` stays as it is. */
export function streamed(value: Buffer, kept: Uint8Array[] = []): Buffer {
	const [tag] = value;
	if (kept.some((one) => value.equals(one))) return value;
	if (tag & 0x20) return indefinite(tag, ...children(value).map((member) => streamed(member, kept)));
	// octet strings, also under the context tag 0 that encrypted content has
	return tag === 0x04 || tag === 0x80 ? indefinite(tag === 0x04 ? 0x24 : 0xa0, ...pieces(value)) : value;
}

function pieces(octets: Buffer): Buffer[] {
	const content = octets.subarray(headerLength(octets));
	const all = Array.from({ length: Math.ceil(content.length / 7) }, (_, index) => der(0x04, content.subarray(7 * index, 7 * index + 7)));
	// a piece may be in pieces itself, and may be empty
	return [der(0x24, ...all.slice(0, 1)), der(0x04), ...all.slice(1)];
}

function headerLength(value: Buffer): number {
	return 2 + (value[1] < 0x80 ? 0 : value[1] & 0x7f);
}

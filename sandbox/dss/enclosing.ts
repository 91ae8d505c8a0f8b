/** Puts the content into a CMS signature that was made beside it. Without signed attributes the two differ in nothing else. */

/** SEQUENCE { id-data }: what stands where the content would be. */
const NO_CONTENT = Buffer.from('300b06092a864886f70d010701', 'hex');
/** ContentInfo, its [0], SignedData. */
const LEVELS = 3;

export function encloseContent(signature: Uint8Array, content: Uint8Array): Buffer {
	const der = Buffer.from(signature);
	const at = der.indexOf(NO_CONTENT);
	const withContent = element(0x30, NO_CONTENT.subarray(2), element(0xa0, element(0x04, content)));
	return rebuilt(der, { at, length: NO_CONTENT.length, by: withContent }, LEVELS);
}

interface Change {
	at: number;
	length: number;
	by: Buffer;
}

/** The element with a part of it replaced, and with the lengths of all that hold that part. */
function rebuilt(der: Buffer, change: Change, levels: number): Buffer {
	const header = headerLength(der);
	const { at, length, by } = change;
	if (levels === 1) return element(der[0] ?? 0, der.subarray(header, at), by, der.subarray(at + length));
	// What stands before the inner element that holds the part, such as the object identifier of ContentInfo.
	const inner = der.subarray(header);
	const before = inner[0] === 0x06 ? headerLength(inner) + (inner[1] ?? 0) : 0;
	const start = header + before;
	return element(der[0] ?? 0, inner.subarray(0, before), rebuilt(der.subarray(start), { ...change, at: at - start }, levels - 1));
}

function headerLength(der: Buffer): number {
	const first = der[1] ?? 0;
	return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

function element(tag: number, ...parts: Uint8Array[]): Buffer {
	const content = Buffer.concat(parts);
	const digits: number[] = [];
	for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
	const length = content.length < 0x80 ? [content.length] : [0x80 | digits.length, ...digits];
	return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

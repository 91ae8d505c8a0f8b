/** What the first bytes of a file say it is. */
export type FileFormat = 'empty' | 'xml' | 'archive' | 'pdf' | 'image' | 'signature' | 'encrypted' | 'certificate' | 'office' | 'web page' | 'text' | 'other';

const MAGIC: ReadonlyArray<readonly [hex: string, format: FileFormat]> = [
	['504b0304', 'archive'],
	['504b0506', 'archive'],
	['526172211a07', 'archive'],
	['377abcaf271c', 'archive'],
	['1f8b', 'archive'],
	['25504446', 'pdf'],
	['ffd8ff', 'image'],
	['89504e470d0a1a0a', 'image'],
	['49492a00', 'image'],
	['4d4d002a', 'image'],
	['d0cf11e0', 'office'],
];

/** Object identifiers of CMS, as DER writes them. */
const SIGNED = '06092a864886f70d010702';
const ENVELOPED = '06092a864886f70d010703';
const HEAD = 512;

/**
 * Tells what a file is by its content, whatever its name says. A modern office document is an archive.
 */
export function formatOf(bytes: Uint8Array): FileFormat {
	const head = Buffer.from(bytes.subarray(0, HEAD));
	if (bytes.length <= HEAD && head.every((byte) => byte <= 0x20)) return 'empty';
	const hex = head.toString('hex');
	const known = MAGIC.find(([magic]) => hex.startsWith(magic));
	if (known) return known[1];
	if (head[0] === 0x30) return cmsOf(hex) ?? 'other';
	return textFormat(head);
}

function cmsOf(hex: string): FileFormat | undefined {
	const start = hex.slice(0, 60);
	if (start.includes(SIGNED)) return 'signature';
	if (start.includes(ENVELOPED)) return 'encrypted';
	return /^3082....3082/.test(hex) ? 'certificate' : undefined;
}

function textFormat(head: Buffer): FileFormat {
	const text = head.toString('latin1').replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '').trimStart();
	if (/^<(!doctype html|html)/i.test(text)) return 'web page';
	if (text.startsWith('<')) return 'xml';
	if (/^-----BEGIN [A-Z0-9 ]*(PKCS7|CMS|SIGNATURE)/.test(text)) return 'signature';
	if (/^-----BEGIN [A-Z0-9 ]*CERTIFICATE/.test(text)) return 'certificate';
	if (/^MI[A-Za-z0-9+/\s]{40,}/.test(text)) return cmsOf(Buffer.from(text.replace(/\s+/g, ''), 'base64').toString('hex')) ?? 'text';
	return head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)) ? 'text' : 'other';
}

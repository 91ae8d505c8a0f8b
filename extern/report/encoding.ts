/** How a file is written, as far as its bytes tell. */
export interface TextEncoding {
	/** What the XML declaration says, in lower case. */
	readonly declared?: string;
	/** What the bytes are; plain Latin letters are the same in all of them but UTF-16. */
	readonly real: 'ascii' | 'windows-1251' | 'utf-8' | 'utf-16le' | 'utf-16be';
	/** Whether a byte order mark stands before the text. */
	readonly hasMark: boolean;
}

const DECLARED = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i;
/** The declaration stands in the first bytes, or nowhere. */
const HEAD = 200;

/**
 * Tells how a text is written. What is neither UTF-16 nor valid UTF-8 is taken for windows-1251: of all encodings with
 * one byte for a letter it is the one that reports are written in.
 */
export function encodingOf(bytes: Uint8Array): TextEncoding {
	const wide = wideOf(bytes);
	if (wide) return { declared: declaredIn(decoded(bytes.subarray(0, 2 * HEAD), wide.real)), ...wide };
	const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
	const declared = declaredIn(Buffer.from(bytes.subarray(hasMark ? 3 : 0, HEAD)).toString('latin1'));
	if (hasMark) return { declared, real: 'utf-8', hasMark };
	if (bytes.every((byte) => byte < 0x80)) return { declared, real: 'ascii', hasMark };
	return { declared, real: isUtf8(bytes) ? 'utf-8' : 'windows-1251', hasMark };
}

/** The text of bytes, without a byte order mark; bytes that mean nothing become U+FFFD. */
export function decoded(bytes: Uint8Array, real: TextEncoding['real']): string {
	return new TextDecoder(real === 'ascii' ? 'utf-8' : real).decode(bytes);
}

/** Whether a declared name means the same as what the bytes are. */
export function isAsDeclared({ declared, real }: TextEncoding): boolean {
	const name = declared ?? 'utf-8'; // XML 1.0 §4.3.3
	if (real === 'ascii') return !name.startsWith('utf-16');
	return SAME[real].test(name);
}

const SAME: Readonly<Record<Exclude<TextEncoding['real'], 'ascii'>, RegExp>> = {
	'windows-1251': /^(windows-?1251|cp-?1251)$/,
	'utf-8': /^utf-?8$/,
	'utf-16le': /^utf-?16(le)?$/,
	'utf-16be': /^utf-?16(be)?$/,
};

/** UTF-16, with its mark or without: then every other byte of the first "<?" is zero. */
function wideOf([first, second, third, fourth]: Uint8Array): Pick<TextEncoding, 'real' | 'hasMark'> | undefined {
	if (first === 0xff && second === 0xfe) return { real: 'utf-16le', hasMark: true };
	if (first === 0xfe && second === 0xff) return { real: 'utf-16be', hasMark: true };
	if (first === 0x3c && second === 0 && third !== 0 && fourth === 0) return { real: 'utf-16le', hasMark: false };
	if (first === 0 && second === 0x3c && third === 0 && fourth !== 0) return { real: 'utf-16be', hasMark: false };
	return undefined;
}

function declaredIn(head: string): string | undefined {
	return DECLARED.exec(head.trimStart())?.[1].toLowerCase();
}

function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

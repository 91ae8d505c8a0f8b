const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };

/**
 * The character that a reference at an `&` stands for. Those of a document type are unknown: such types are refused.
 * @returns undefined when it is none that XML knows by itself
 */
export function reference(text: string, at: number): { readonly character: string; readonly next: number } | undefined {
	REFERENCE.lastIndex = at;
	const found = REFERENCE.exec(text);
	if (!found) return undefined;
	const [whole, decimal, hex, name] = found;
	const next = at + whole.length;
	if (name) return { character: ENTITIES[name], next };
	const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
	return isCharacter(code) ? { character: String.fromCodePoint(code), next } : undefined;
}

/** How a character is named in a sentence, whatever it is. */
export function asWritten(character: string | undefined): string {
	if (character === undefined) return 'the end of the file';
	const code = character.codePointAt(0) ?? 0;
	return code <= 0x20 || (code >= 0x7f && code <= 0xa0) || code >= 0xfffd ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : `"${character}"`;
}

/** XML 1.0, production Char. */
function isCharacter(code: number): boolean {
	return code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

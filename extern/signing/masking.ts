const MASK = '•••';
/** A PIN of one or two digits stands in every second number: it is masked where it stands alone. */
const SHORT = 3;

/** Fewer characters of base64 stand in other texts by chance. */
const SHORT_IN_BASE64 = 4;

/**
 * A text of somebody else without the secrets that he was given: services quote requests in their
 * errors. Masked are the plain text, base64 (of the secret alone, or together with what stood around
 * it, such as a whole header), hexadecimal and the spellings of addresses, forms and JSON.
 */
export function masked(text: string, secrets: readonly string[]): string {
	const spellings = secrets.filter(Boolean).flatMap(spellingsOf);
	// The longest first: one secret may be a part of another.
	const ordered = [...new Set(spellings)].sort((one, other) => other.length - one.length);
	return ordered.reduce((rest, spelling) => rest.replace(patternOf(spelling), MASK), text);
}

function spellingsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const base64 = bytes.toString('base64').replace(/=+$/, '');
	const url = encodeURIComponent(secret);
	const form = new URLSearchParams([['', secret]]).toString().slice('='.length);
	const json = JSON.stringify(secret).slice(1, -1);
	return [secret, url, url.replaceAll('%20', '+'), form, json, base64, bytes.toString('base64url'), bytes.toString('hex'), ...withinBase64(bytes)];
}

/** What of the base64 of a longer text is of the secret only, wherever among three bytes it begins. */
function withinBase64(bytes: Buffer): string[] {
	const cores = [0, 1, 2].flatMap((offset) => {
		const [from, to] = [Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)];
		const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
		return [shifted.toString('base64'), shifted.toString('base64url')].map((encoded) => encoded.slice(from, to));
	});
	return cores.filter(({ length }) => length >= SHORT_IN_BASE64);
}

function patternOf(spelling: string): RegExp {
	const literal = spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	// Hexadecimal digits come in both cases, in addresses as well; a secret that differs in case only is masked too.
	return new RegExp(spelling.length < SHORT ? `(?<![\\p{L}\\d])${literal}(?![\\p{L}\\d])` : literal, 'giu');
}

const MASK = '•••';
/** A PIN of one or two digits stands in every second number: it is masked where it stands alone. */
const SHORT = 3;

/**
 * A text of somebody else without the secrets that he was given: services quote requests in their
 * errors. Masked are the plain text, base64, hexadecimal and the spellings of addresses and JSON.
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
	const json = JSON.stringify(secret).slice(1, -1);
	return [secret, url, url.replaceAll('%20', '+'), json, base64, bytes.toString('base64url'), bytes.toString('hex')];
}

function patternOf(spelling: string): RegExp {
	const literal = spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	// Hexadecimal digits come in both cases, in addresses as well; a secret that differs in case only is masked too.
	return new RegExp(spelling.length < SHORT ? `(?<![\\p{L}\\d])${literal}(?![\\p{L}\\d])` : literal, 'giu');
}

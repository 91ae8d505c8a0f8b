/** Looks for secrets where none may be. */

/** Everything of a run, also what JSON leaves out of errors. */
export function everythingOf(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	if (Buffer.isBuffer(value)) return value.toString('latin1');
	const entries = value instanceof Map ? [...value.entries()] : Reflect.ownKeys(value).map((key) => [String(key), Reflect.get(value, key)]);
	return entries.map(([key, inner]) => `${String(key)} ${everythingOf(inner, seen)}`).join('\n');
}

/** How a secret is spelled in a text that must not hold it. */
export function spellingsIn(text: string, secret: string): string[] {
	const spellings = { raw: secret, base64: Buffer.from(secret).toString('base64').replace(/=+$/, ''), url: encodeURIComponent(secret), hex: Buffer.from(secret).toString('hex') };
	return Object.entries(spellings).filter(([, spelling]) => text.includes(spelling)).map(([spelling]) => spelling);
}

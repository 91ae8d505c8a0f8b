/** Everything of a run as text, also what JSON leaves out of errors. */
export function everythingOf(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	if (Buffer.isBuffer(value)) return value.toString('latin1');
	const entries = value instanceof Map ? [...value.entries()] : Reflect.ownKeys(value).map((key) => [String(key), Reflect.get(value, key)]);
	return entries.map(([key, inner]) => `${String(key)} ${everythingOf(inner, seen)}`).join('\n');
}

/** The spellings in which a text holds a secret; empty when it holds none. */
export function spellingsIn(text: string, secret: string): string[] {
	const bytes = Buffer.from(secret);
	const spellings = { raw: secret, base64: bytes.toString('base64').replace(/=+$/, ''), url: encodeURIComponent(secret), hex: bytes.toString('hex') };
	return Object.entries(spellings).filter(([, spelling]) => text.includes(spelling)).map(([name]) => name);
}

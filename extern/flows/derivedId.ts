import { createHash } from 'node:crypto';

const NAMESPACE = '3f1c6a52-1d0b-5a41-9c38-0f6e2b7d94a1';

/**
 * A GUID that follows from its parts (UUID version 5, RFC 9562 §5.5): the same parts give the same
 * id on every machine and in every run, so a repeated PUT meets what an earlier run made.
 */
export function derivedId(...parts: readonly string[]): string {
	const name = parts.map((part) => `${part.length}:${part}`).join('');
	const hash = createHash('sha1').update(Buffer.from(NAMESPACE.replace(/-/g, ''), 'hex')).update(name, 'utf8').digest().subarray(0, 16);
	hash[6] = (hash[6] & 0x0f) | 0x50;
	hash[8] = (hash[8] & 0x3f) | 0x80;
	const hex = hash.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

import { randomBytes } from 'node:crypto';

/** Opaque to clients: the vendor's samples show 64 hexadecimal digits. */
export function opaqueToken(): string {
	return randomBytes(32).toString('hex');
}

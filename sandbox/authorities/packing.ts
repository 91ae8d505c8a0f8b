/** Zip as the exchange uses it: one file in the archive. */

import { gzipSync, unzipSync, zipSync } from 'fflate';
import type { Encryption } from '../world/encryption';

/** The archive with the bytes in it. */
export function packed(bytes: Uint8Array): Uint8Array {
	return zipSync({ [`${crypto.randomUUID()}.bin`]: new Uint8Array(bytes) });
}

/** What a zip archive holds, or the bytes themselves when they are no archive. */
export function unpacked(bytes: Uint8Array): Uint8Array {
	if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== 'PK\u0003\u0004') return bytes;
	const [only] = Object.values(unzipSync(new Uint8Array(bytes)));
	return only ?? bytes;
}

/** The bytes as they are encrypted. */
export function wrapped(bytes: Uint8Array, compression: Encryption['compression']): Uint8Array {
	if (compression === 'zip') return packed(bytes);
	return compression === 'gzip' ? gzipSync(new Uint8Array(bytes)) : bytes;
}

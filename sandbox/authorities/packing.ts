/** Zip as the exchange uses it: one file in the archive. */

import { unzipSync, zipSync } from 'fflate';

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

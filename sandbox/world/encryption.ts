/** How authorities encrypt what they write to subscribers, from now on. */

import type { EnvelopeCipherName } from '../../gost';

export interface Encryption {
	cipher: EnvelopeCipherName;
	compression: 'none' | 'zip' | 'gzip';
	/** DER of a certificate that is encrypted to instead of the subscriber's. */
	certificate?: Uint8Array;
	/** What is encrypted instead of the document: an archive that harms, or is broken. */
	content?: Uint8Array;
}

/** As the tax service does since July 2024. */
export const usualEncryption: Encryption = { cipher: 'kuznyechik-ctr-acpkm', compression: 'zip' };

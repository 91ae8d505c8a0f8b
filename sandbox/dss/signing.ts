/** The work of the key. */

import { decrypt, digestBits, GostDecryptError, GostFormatError, signDetached, signDigest, signEnclosed, streebog } from '../../gost';
import type { KeptKey } from './people';
import { DssRefusal } from './refusal';
import type { SignOrder } from './signOrder';

/** A wrong PIN code signs nothing; one for a key without any is not looked at. */
export function unlock(kept: KeptKey, pin: string | undefined): void {
	if (kept.pin !== undefined && kept.pin !== pin) throw new DssRefusal(400, 'invalid_pin', 'The key does not open with this PIN code');
}

export function signatureFor(kept: KeptKey, { content, shape }: SignOrder): Uint8Array {
	const bits = digestBits(kept.key);
	if (shape.type === 'GOST3410') {
		if (shape.isHash && content.length !== bits / 8) throw new DssRefusal(400, 'invalid_signature_params', `A hash of ${bits / 8} bytes is signed with this key`);
		return signDigest(kept.key, shape.isHash ? content : streebog(bits, content));
	}
	const { key, certificate } = kept;
	const form = 'cades-bes';
	return shape.isDetached ? signDetached({ digest: streebog(bits, content), key, certificate, form }) : signEnclosed({ content, key, certificate, form });
}

export function openedBy(kept: KeptKey, envelope: Uint8Array): Uint8Array {
	try {
		return decrypt(envelope, kept.key, kept.certificate);
	} catch (error) {
		if (error instanceof GostDecryptError) throw new DssRefusal(400, 'invalid_recipients', error.message);
		if (error instanceof GostFormatError) throw new DssRefusal(400, 'invalid_content', error.message);
		throw error;
	}
}

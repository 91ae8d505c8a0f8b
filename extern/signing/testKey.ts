import { digestBits, publicKeyOf, readPrivateKey, signDetached, type Certificate, type PrivateKey } from '../../gost';
import { inputError, stop } from '../failure';
import { base64Of, certificateFrom } from './certificates';
import { digestOf } from './digest';
import { readOr } from './reading';
import type { Signer } from './signer';

/**
 * Signs with a key that is at hand. For the test stand and the sandbox: the arithmetic is right,
 * but the tool is not certified, so the signature is not a qualified one in law.
 * @param privateKey PKCS#8, PEM or DER
 * @param certificate PEM, DER or base64
 * @throws ExternError `input` when key and certificate cannot be read or do not belong together
 */
export function testKeySigner(privateKey: string, certificate: string): Signer {
	const own = testKeyFrom(privateKey, certificate);
	return {
		certificate: base64Of(own.certificate),
		async sign(document, shape) {
			if (shape !== 'detached') throw stop('A test key makes detached signatures only');
			return signDetached({ digest: await digestOf(document.chunks(), digestBits(own.key)), ...own });
		},
	};
}

/** A GOST key with its certificate. */
export interface TestKey {
	readonly key: PrivateKey;
	readonly certificate: Certificate;
}

/**
 * Reads a GOST key and the certificate that belongs to it.
 * @param privateKey PKCS#8, PEM or DER
 * @param certificate PEM, DER or base64
 * @throws ExternError `input` when they cannot be read or do not belong together
 */
export function testKeyFrom(privateKey: string, certificate: string): TestKey {
	const key = readOr(() => readPrivateKey(privateKey), 'The private key cannot be read', 'Paste the whole PEM text, from BEGIN PRIVATE KEY to END PRIVATE KEY');
	const own = certificateFrom(certificate);
	const belongs = publicKeyOf(key);
	if (own.publicKey.x !== belongs.x || own.publicKey.y !== belongs.y) {
		throw inputError('The private key and the certificate do not belong together', 'Take both from the same letter or archive');
	}
	return { key, certificate: own };
}

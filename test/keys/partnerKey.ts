import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

import { pem } from '../../gost/armor';
import { algorithm, bitString, nullValue, sequence, time, unsignedInteger } from '../../gost/derWriter';
import { writeName } from '../../gost/names';

/** What a partner's trusted sign-in is done with. */
export interface PartnerKey {
	/** RSA, PKCS#8 PEM, not encrypted. */
	privateKey: string;
	/** Self-signed, valid from yesterday on for a month, PEM. */
	certificate: string;
}

const sha256WithRsa = algorithm('1.2.840.113549.1.1.11', nullValue());
const day = 24 * 3600 * 1000;

/** A new RSA key with a self-signed certificate. Node makes the key but issues no certificates, so the certificate is written here (RFC 5280 §4.1, version 1). */
export function makePartnerKey(modulusLength = 2048): PartnerKey {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
	const name = writeName({ commonName: 'Партнёр' });
	const toBeSigned = sequence(
		unsignedInteger(randomBytes(16)),
		sha256WithRsa,
		name,
		sequence(time(new Date(Date.now() - day)), time(new Date(Date.now() + 30 * day))),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
	);
	const certificate = sequence(toBeSigned, sha256WithRsa, bitString(sign('sha256', toBeSigned, privateKey)));
	return {
		privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		certificate: pem('CERTIFICATE', certificate),
	};
}

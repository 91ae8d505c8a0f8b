import type { Certificate } from './certificate';
import { algorithm, nullValue } from './derWriter';
import { keyMismatch } from './errors';
import { digestBits, publicKeyOf, type PrivateKey } from './keys';
import { digestOid, keyOid } from './publicKeyInfo';
import { signDigest } from './signature';
import type { SignatureForm } from './signatureForm';
import { asMember, attributesToSign } from './signedAttributes';
import { writeSignedData, type SignedDataParts } from './signedDataWriter';
import { streebog } from './streebog';

/** With what, and how, to sign. */
export interface Signing {
	readonly key: PrivateKey;
	/** Of this key; it is enclosed. Its validity is not looked at. */
	readonly certificate: Certificate;
	/** `plain` unless told otherwise. */
	readonly form?: SignatureForm;
	/** The moment of signing that the attributes state, to the second; now unless told otherwise. The plain form has no place for it. */
	readonly signedAt?: Date;
}

/**
 * Signs content that stands elsewhere: CMS SignedData (RFC 5652) with one signer and the certificate
 * enclosed.
 *
 * @param request.digest Streebog of the content, of the key's size (`digestBits`); a RangeError otherwise.
 * @returns DER.
 * @throws GostKeyMismatchError when the certificate is not that of the key; RangeError when `signedAt` is no date.
 */
export function signDetached({ digest, ...signing }: Signing & { digest: Uint8Array }): Uint8Array {
	return writeSignedData(signedParts(signing, digest));
}

/**
 * Signs content and encloses it: otherwise as `signDetached`. Gosuslugi and others that take one
 * file want this; Extern itself wants detached signatures.
 *
 * @param request.content held in memory several times over, so meant for small files.
 * @returns DER.
 * @throws as `signDetached`.
 */
export function signEnclosed({ content, ...signing }: Signing & { content: Uint8Array }): Uint8Array {
	return writeSignedData({ ...signedParts(signing, streebog(digestBits(signing.key), content)), content });
}

function signedParts({ key, certificate, form = 'plain', signedAt = new Date() }: Signing, digest: Uint8Array): SignedDataParts {
	requireKeyOf(certificate, key);
	const bits = digestBits(key);
	if (digest.length * 8 !== bits) throw new RangeError(`The key signs a digest of ${bits} bits`);
	const parts = {
		certificate,
		digestAlgorithm: algorithm(digestOid(key.curve), nullValue()),
		signatureAlgorithm: algorithm(keyOid(key.curve), nullValue()),
	};
	if (form === 'plain') return { ...parts, signature: signDigest(key, digest) };
	const signingCertificate = form === 'cades-bes' ? { certificate, bits } : undefined;
	const attributes = attributesToSign({ messageDigest: digest, signedAt, signingCertificate });
	return { ...parts, signedAttributes: asMember(attributes), signature: signDigest(key, streebog(bits, attributes)) };
}

/** Throws a GostKeyMismatchError when the certificate belongs to another key. */
function requireKeyOf(certificate: Certificate, key: PrivateKey): void {
	const { x, y } = publicKeyOf(key);
	if (x !== certificate.publicKey.x || y !== certificate.publicKey.y) throw keyMismatch();
}

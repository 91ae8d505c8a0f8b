import type { Certificate } from './certificate';
import { algorithm, nullValue } from './derWriter';
import { keyMismatch } from './errors';
import { publicKeyOf, type PrivateKey } from './keys';
import { digestOid, keyOid } from './publicKeyInfo';
import { signDigest } from './signature';
import { writeDetached } from './signedDataWriter';

/**
 * Signs content that stands elsewhere: CMS SignedData (RFC 5652) with one signer, the certificate
 * enclosed and no signed attributes, the shape that Kontur's own SDK makes.
 *
 * @param request.digest Streebog of the content, of the key's size (`digestBits`); a RangeError otherwise.
 * @returns DER.
 * @throws GostKeyMismatchError when the certificate is not that of the key.
 */
export function signDetached(request: { digest: Uint8Array; key: PrivateKey; certificate: Certificate }): Uint8Array {
	const { digest, key, certificate } = request;
	requireKeyOf(certificate, key);
	return writeDetached({
		certificate,
		digestAlgorithm: algorithm(digestOid(key.curve), nullValue()),
		signatureAlgorithm: algorithm(keyOid(key.curve), nullValue()),
		signature: signDigest(key, digest),
	});
}

/** Throws a GostKeyMismatchError when the certificate belongs to another key. */
function requireKeyOf(certificate: Certificate, key: PrivateKey): void {
	const { x, y } = publicKeyOf(key);
	if (x !== certificate.publicKey.x || y !== certificate.publicKey.y) throw keyMismatch();
}

import { takeApart, type Certificate } from './certificate';
import { parseDer, tags } from './der';
import { algorithm, context, encode, nullValue, objectIdentifier, octetString, sequence, setOf, smallInteger } from './derWriter';
import { publicKeyOf, type PrivateKey } from './keys';
import { oids } from './oids';
import { digestOid, keyOid } from './publicKeyInfo';
import { signDigest } from './signature';

/** Thrown when a private key is used with the certificate of another key. */
export class GostKeyMismatchError extends Error {
	override readonly name = 'GostKeyMismatchError';
}

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
	const digestAlgorithm = algorithm(digestOid(key.curve), nullValue());
	const signer = sequence(
		smallInteger(1),
		issuerAndSerial(certificate),
		digestAlgorithm,
		algorithm(keyOid(key.curve), nullValue()),
		octetString(signDigest(key, digest)),
	);
	const signedData = sequence(
		smallInteger(1),
		setOf(digestAlgorithm),
		sequence(objectIdentifier(oids.data)),
		context(0, certificate.der),
		setOf(signer),
	);
	return sequence(objectIdentifier(oids.signedData), context(0, signedData));
}

/** Throws a GostKeyMismatchError when the certificate belongs to another key. */
export function requireKeyOf(certificate: Certificate, key: PrivateKey): void {
	const { x, y } = publicKeyOf(key);
	if (x !== certificate.publicKey.x || y !== certificate.publicKey.y) {
		throw new GostKeyMismatchError('The private key does not belong to the certificate');
	}
}

/** Names a certificate the way CMS does (RFC 5652 §10.2.4). */
export function issuerAndSerial(certificate: Certificate): Uint8Array {
	const { issuer, serialDigits } = takeApart(parseDer(certificate.der));
	return sequence(issuer.encoding, encode(tags.integer, serialDigits));
}

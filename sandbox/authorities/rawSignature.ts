/** Raw signatures, as the social fund wants them: the bare value over a hash, without CMS around it. */

import { digestBits, readCertificate, reversedSignature, streebog, verifyDigest } from '../../gost';
import type { World } from '../world/world';

/** The bytes that the service gives to be signed: the hash of the content, as long as the key of the certificate wants it. */
export function dataToSign(certificate: Uint8Array, content: Uint8Array): Uint8Array {
	return streebog(digestBits(readCertificate(certificate).publicKey), content);
}

/** The signature as bytes; samples of the service send it as base64 text too. */
export function rawSignature(sent: Uint8Array): Uint8Array {
	const text = Buffer.from(sent).toString('latin1').trim();
	return sent.length > 64 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : sent;
}

/** A raw signature in the order that is taken here, from or to the order of our GOST; both ways are the same step. */
export function inOrder({ rawOrder }: Pick<World, 'rawOrder'>, signature: Uint8Array): Uint8Array {
	return rawOrder === 'reversed' ? reversedSignature(signature) : signature;
}

/** Signed as the hash that it is, or hashed once more by a signer that always hashes: the service does not say which. */
export function isSignedRaw(
	world: World,
	{ certificate, content, signature }: { certificate: Uint8Array; content: Uint8Array; signature: Uint8Array },
): boolean {
	const { publicKey } = readCertificate(certificate);
	const data = dataToSign(certificate, content);
	const value = inOrder(world, signature);
	return [data, streebog(digestBits(publicKey), data)].some((digest) => verifyDigest(publicKey, digest, value));
}

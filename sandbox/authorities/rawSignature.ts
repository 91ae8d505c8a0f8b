/** Raw signatures, as the social fund wants them: the bare value over a hash, without CMS around it. */

import { digestBits, readCertificate, streebog, verifyDigest } from '../../gost';

/** The bytes that the service gives to be signed: the hash of the content, as long as the key of the certificate wants it. */
export function dataToSign(certificate: Uint8Array, content: Uint8Array): Uint8Array {
	return streebog(digestBits(readCertificate(certificate).publicKey), content);
}

/** The signature as bytes; samples of the service send it as base64 text too. */
export function rawSignature(sent: Uint8Array): Uint8Array {
	const text = Buffer.from(sent).toString('latin1').trim();
	return sent.length > 64 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : sent;
}

/** Signed as the hash that it is, or hashed once more by a signer that always hashes: the service does not say which. */
export function isSignedRaw(certificate: Uint8Array, content: Uint8Array, signature: Uint8Array): boolean {
	const { publicKey } = readCertificate(certificate);
	const data = dataToSign(certificate, content);
	return [data, streebog(digestBits(publicKey), data)].some((digest) => verifyDigest(publicKey, digest, signature));
}

import { createHash, randomBytes } from 'node:crypto';
import type { Certificate } from './certificate';
import { contextTag } from './der';
import { context, encode, objectIdentifier, octetString, sequence, setOf, smallInteger } from './derWriter';
import { keyMismatch } from './errors';
import type { KeyStore } from './keyStore';
import { writeMac } from './keyStoreMac';
import { publicKeyOf } from './keys';
import { oids } from './oids';
import { Passphrase } from './passphrase';
import { encryptWithPassphrase } from './passphraseCipher';
import { shroudedKey } from './privateKey';

const saltBytes = 16;

/**
 * Writes a key store: PKCS#12 with PBES2 (AES-256-CBC, PBKDF2 with SHA-256) round the key and the
 * certificates, guarded with HMAC-SHA-256. For test stands and sandboxes.
 *
 * @returns DER.
 * @throws GostKeyMismatchError when the certificate is not that of the key.
 */
export function writeKeyStore({ key, certificate, others }: KeyStore, passphrase: string): Uint8Array {
	const { x, y } = publicKeyOf(key);
	if (x !== certificate.publicKey.x || y !== certificate.publicKey.y) throw keyMismatch();
	const secret = new Passphrase(passphrase);
	// programs find the certificate of a key by an identifier that both carry
	const pair = setOf(sequence(objectIdentifier(oids.localKeyId), setOf(octetString(createHash('sha1').update(certificate.der).digest()))));
	const keyPart = sequence(bag(oids.shroudedKeyBag, shroudedKey(key, secret), pair));
	const certificatePart = sequence(certificateBag(certificate, pair), ...others.map((other) => certificateBag(other)));
	const content = sequence(contentInfo(oids.data, octetString(keyPart)), contentInfo(oids.encryptedData, encryptedPart(certificatePart, secret)));
	return sequence(
		smallInteger(3),
		contentInfo(oids.data, octetString(content)),
		writeMac(content, secret, new Uint8Array(randomBytes(saltBytes))),
	);
}

function contentInfo(oid: string, content: Uint8Array): Uint8Array {
	return sequence(objectIdentifier(oid), context(0, content));
}

function bag(oid: string, value: Uint8Array, ...attributes: Uint8Array[]): Uint8Array {
	return sequence(objectIdentifier(oid), context(0, value), ...attributes);
}

function certificateBag({ der }: Certificate, ...attributes: Uint8Array[]): Uint8Array {
	return bag(oids.certificateBag, bag(oids.x509Certificate, octetString(der)), ...attributes);
}

function encryptedPart(safeContents: Uint8Array, passphrase: Passphrase): Uint8Array {
	const { scheme, encrypted } = encryptWithPassphrase(safeContents, passphrase);
	return sequence(
		smallInteger(0),
		sequence(objectIdentifier(oids.data), scheme, encode(contextTag(0, 'primitive'), encrypted)),
	);
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { concatBytes } from './bytes';
import { decryptContent, modernCiphers } from './contentCipher';
import { objectIdentifierOf, octetStringOf, sequenceOf, tags, type Element } from './der';
import { algorithm, octetString, sequence } from './derWriter';
import { damaged, unsupported, wrongPassphrase } from './errors';
import { decryptOldContent } from './gost89';
import { legacyScheme } from './legacyScheme';
import { oids } from './oids';
import type { Passphrase } from './passphrase';
import { deriveKey, deriveKeyForWriting } from './pbkdf2';

/** Ciphers of Node's own, all in CBC mode. */
const cbcCiphers = new Map<string, { name: string; keyBytes: number; ivBytes: number }>([
	[oids.aes128Cbc, { name: 'aes-128-cbc', keyBytes: 16, ivBytes: 16 }],
	[oids.aes192Cbc, { name: 'aes-192-cbc', keyBytes: 24, ivBytes: 16 }],
	[oids.aes256Cbc, { name: 'aes-256-cbc', keyBytes: 32, ivBytes: 16 }],
	[oids.tripleDesCbc, { name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 }],
]);
const gostKeyBytes = 32;
const saltBytes = 16;

/**
 * Decrypts what a passphrase protects: PBES2 (RFC 8018 §6.2, with the ciphers of GOST as RFC 9337
 * §7.3 has them) or the older schemes of PKCS#12 with 3DES. Not every cipher notices a wrong
 * passphrase: the result may be nonsense and has to be looked at.
 *
 * @param scheme the AlgorithmIdentifier that stands before the encrypted bytes.
 * @throws GostFormatError `passphrase` (does not fit), `unsupported` (scheme, cipher or derivation) or `damaged`.
 */
export function decryptWithPassphrase(scheme: Element, encrypted: Uint8Array, passphrase: Passphrase): Uint8Array {
	const members = sequenceOf(scheme, 'Encryption scheme');
	const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
	if (oid !== oids.pbes2) {
		const { cipher, key, iv } = legacyScheme(oid, members, passphrase);
		return decryptCbc(cipher, key, iv, encrypted);
	}
	const pbes2 = sequenceOf(members.take(tags.sequence), 'Encryption scheme');
	members.end();
	const derivation = pbes2.take(tags.sequence);
	const keyOf = (length: number) => deriveKey(derivation, passphrase, length);
	const cipher = pbes2.take(tags.sequence);
	pbes2.end();
	return decryptBy(cipher, keyOf, encrypted);
}

function decryptBy(cipher: Element, keyOf: (length: number) => Uint8Array, encrypted: Uint8Array): Uint8Array {
	const members = sequenceOf(cipher, 'Cipher');
	const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
	const parameters = members.optional(tags.sequence, tags.octetString, tags.constructedOctetString);
	members.end();
	if (oid === oids.gost28147) return concatBytes(...decryptOldContent(keyOf(gostKeyBytes), { parameters, encrypted }));
	// where the checked ciphers put their check value, no two programs agree: gost-engine leaves it out
	const modern = modernCiphers.find((one) => one.oid === oid && !one.checked);
	if (modern) return concatBytes(...decryptContent(modern, keyOf(gostKeyBytes), { parameters, encrypted }));
	const cbc = cbcCiphers.get(oid);
	if (!cbc) throw unsupported(`The key is encrypted with a cipher that is not known here (${oid}); save it with AES-256-CBC`);
	const iv = parameters && octetStringOf(parameters);
	if (iv?.length !== cbc.ivBytes) throw damaged('The cipher parameters are malformed');
	return decryptCbc(cbc.name, keyOf(cbc.keyBytes), iv, encrypted);
}

function decryptCbc(cipher: string, key: Uint8Array, iv: Uint8Array, encrypted: Uint8Array): Uint8Array {
	const decipher = createDecipheriv(cipher, key, iv);
	try {
		return concatBytes(decipher.update(encrypted), decipher.final());
	} catch {
		// the padding is wrong, which is all that Node can tell
		throw wrongPassphrase('The passphrase does not open this file');
	}
}

/** Encrypts with PBES2: PBKDF2 with SHA-256, AES-256-CBC, fresh salt. */
export function encryptWithPassphrase(content: Uint8Array, passphrase: Passphrase): { scheme: Uint8Array; encrypted: Uint8Array } {
	const { key, derivation } = deriveKeyForWriting(passphrase, new Uint8Array(randomBytes(saltBytes)));
	const iv = new Uint8Array(randomBytes(16));
	const cipher = createCipheriv('aes-256-cbc', key, iv);
	return {
		scheme: algorithm(oids.pbes2, sequence(derivation, algorithm(oids.aes256Cbc, octetString(iv)))),
		encrypted: concatBytes(cipher.update(content), cipher.final()),
	};
}

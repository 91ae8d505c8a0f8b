import { binaryOf, pem } from './armor';
import { integerOfBigEndian, integerOfLittleEndian, littleEndianBytes } from './bytes';
import { curveOf, type Curve } from './curves';
import { contextTag, countOf, parseDer, sequenceOf, tags, type Element } from './der';
import { octetString, sequence, smallInteger } from './derWriter';
import { damaged, unsupported, wrongPassphrase } from './errors';
import type { PrivateKey } from './keys';
import { Passphrase } from './passphrase';
import { decryptWithPassphrase, encryptWithPassphrase } from './passphraseCipher';
import { keyAlgorithm, readKeyAlgorithm } from './publicKeyInfo';

/** The version that PKCS#12 has where PKCS#8 has 0 or 1. */
const keyStoreVersion = 3;

/**
 * Reads a PKCS#8 private key, plain or encrypted (PBES2 with AES, GOST 28147-89, Kuznyechik or
 * Magma; PBKDF2 with SHA or Streebog). The key itself may stand in the forms that are about: its
 * raw bytes, lowest first (OpenSSL), with masks after it (R 50.1.112-2016 §6), a nested OCTET
 * STRING of them, or an INTEGER.
 *
 * @param source PEM text, DER, or bare base64 of DER.
 * @param passphrase of an encrypted key; without meaning for one that is not.
 * @throws GostFormatError `damaged`, `not-gost` (another kind of key), `unsupported` (curve or
 * encryption that is not known here, or a key store) or `passphrase` (missing, or does not open the key).
 */
export function readPrivateKey(source: string | Uint8Array, passphrase?: string): PrivateKey {
	return privateKeyOf(parseDer(binaryOf(source, /^(ENCRYPTED )?PRIVATE KEY$/)), passphrase ? new Passphrase(passphrase) : undefined);
}

/** As `readPrivateKey`, from a structure that is already at hand. */
export function privateKeyOf(element: Element, passphrase?: Passphrase): PrivateKey {
	const members = sequenceOf(element, 'Private key');
	// an encrypted key starts with its cipher where a plain one has its version
	const scheme = members.optional(tags.sequence);
	if (scheme) {
		const encrypted = members.takeOctets();
		members.end();
		return encryptedKey(scheme, encrypted, passphrase);
	}
	if (countOf(members.take(tags.integer)) === keyStoreVersion) {
		throw unsupported('This is a key store (PKCS#12), not a private key alone; give it where a key store is asked for');
	}
	const curve = readKeyAlgorithm(members.take(tags.sequence));
	const octets = members.takeOctets();
	members.optional(contextTag(0)); // attributes
	members.optional(contextTag(1, 'primitive')); // the public key (RFC 5958 §2)
	members.end();
	return { curve, d: scalarOf(octets, curveOf(curve)) };
}

function encryptedKey(scheme: Element, encrypted: Uint8Array, passphrase?: Passphrase): PrivateKey {
	if (!passphrase) throw wrongPassphrase('The private key is encrypted and its passphrase is missing');
	const opened = decryptWithPassphrase(scheme, encrypted, passphrase);
	return privateKeyOf(openedKey(opened));
}

/** Not every cipher notices a wrong passphrase: nonsense comes out, which is told from a key by its shape. */
function openedKey(opened: Uint8Array): Element {
	try {
		const element = parseDer(opened);
		const members = sequenceOf(element, 'Private key');
		members.take(tags.integer);
		members.take(tags.sequence);
		return element;
	} catch {
		throw wrongPassphrase('The passphrase does not open the private key');
	}
}

function scalarOf(octets: Uint8Array, curve: Curve): bigint {
	const d = octets.length > 0 && octets.length % curve.size === 0 ? unmask(octets, curve) : nestedScalar(octets);
	if (d <= 0n || d >= curve.q) throw damaged('The private key is out of the range of its curve');
	return d;
}

function nestedScalar(octets: Uint8Array): bigint {
	const { tag, content } = parseDer(octets);
	if (content.length > 65) throw damaged('The private key has a wrong length');
	if (tag === tags.octetString) return integerOfLittleEndian(content);
	if (tag === tags.integer && !(content[0] & 0x80)) return integerOfBigEndian(content);
	throw damaged('The private key has an unknown form');
}

function unmask(octets: Uint8Array, { q, size }: Curve): bigint {
	const maxMasks = 16;
	if (octets.length > size * maxMasks) throw damaged('The private key has a wrong length');
	let d = integerOfLittleEndian(octets.subarray(0, size));
	for (let mask = size; mask < octets.length; mask += size) {
		d = (d * integerOfLittleEndian(octets.subarray(mask, mask + size))) % q;
	}
	return d;
}

/**
 * Writes a private key as PKCS#8 PEM: without a passphrase byte for byte as OpenSSL with
 * gost-engine does, with one encrypted (PBES2, PBKDF2 with SHA-256, AES-256-CBC).
 */
export function writePrivateKey(key: PrivateKey, passphrase?: string): string {
	if (!passphrase) return pem('PRIVATE KEY', plainKey(key));
	return pem('ENCRYPTED PRIVATE KEY', shroudedKey(key, new Passphrase(passphrase)));
}

/** DER of an EncryptedPrivateKeyInfo. */
export function shroudedKey(key: PrivateKey, passphrase: Passphrase): Uint8Array {
	const { scheme, encrypted } = encryptWithPassphrase(plainKey(key), passphrase);
	return sequence(scheme, octetString(encrypted));
}

function plainKey({ curve, d }: PrivateKey): Uint8Array {
	return sequence(smallInteger(0), keyAlgorithm(curve), octetString(littleEndianBytes(d, curveOf(curve).size)));
}

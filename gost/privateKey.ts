import { binaryOf, pem, pemLabels } from './armor';
import { integerOfBigEndian, integerOfLittleEndian, littleEndianBytes } from './bytes';
import { curveOf, type Curve } from './curves';
import { parseDer, sequenceOf, tags } from './der';
import { octetString, sequence, smallInteger } from './derWriter';
import { damaged, unsupported } from './errors';
import type { PrivateKey } from './keys';
import { keyAlgorithm, readKeyAlgorithm } from './publicKeyInfo';

/**
 * Reads an unencrypted PKCS#8 private key in the forms that are about: the raw bytes of the key,
 * lowest first (OpenSSL), with masks after it (R 50.1.112-2016 §6), a nested OCTET STRING of
 * them, or an INTEGER.
 *
 * @param source PEM text, DER, or bare base64 of DER.
 * @throws GostFormatError `damaged`, `not-gost` (another kind of key) or `unsupported` (encrypted key, unknown curve).
 */
export function readPrivateKey(source: string | Uint8Array): PrivateKey {
	if (pemLabels(source).includes('ENCRYPTED PRIVATE KEY')) throw encrypted();
	const members = sequenceOf(parseDer(binaryOf(source, /^PRIVATE KEY$/)), 'Private key');
	// an encrypted key starts with its cipher where a plain one has its version
	if (members.optional(tags.sequence)) throw encrypted();
	members.take(tags.integer);
	const curve = readKeyAlgorithm(members.take(tags.sequence));
	const d = scalarOf(members.take(tags.octetString).content, curveOf(curve));
	return { curve, d };
}

function encrypted() {
	return unsupported('The private key is encrypted with a password; save it without one');
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

/** Writes a private key as unencrypted PKCS#8 PEM, byte for byte as OpenSSL with gost-engine does. */
export function writePrivateKey({ curve, d }: PrivateKey): string {
	const octets = littleEndianBytes(d, curveOf(curve).size);
	return pem('PRIVATE KEY', sequence(smallInteger(0), keyAlgorithm(curve), octetString(octets)));
}

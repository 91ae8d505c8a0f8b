import { concatBytes, integerOfLittleEndian, littleEndianBytes } from './bytes';
import { curveNames, curveOf, type CurveName } from './curves';
import { bitStringOf, objectIdentifierOf, parseDer, sequenceOf, tags, type Element } from './der';
import { algorithm, bitString, objectIdentifier, octetString, sequence } from './derWriter';
import { damaged, GostFormatError, notGost, unsupported } from './errors';
import type { PublicKey } from './keys';
import { oids } from './oids';
import { isOnCurve } from './point';

const oidByCurve: Record<CurveName, string> = {
	'CryptoPro-A': oids.curveCryptoProA,
	'CryptoPro-B': oids.curveCryptoProB,
	'CryptoPro-C': oids.curveCryptoProC,
	'CryptoPro-XchA': oids.curveCryptoProXchA,
	'CryptoPro-XchB': oids.curveCryptoProXchB,
	'TC26-256-A': oids.curveTc26256A,
	'TC26-256-B': oids.curveTc26256B,
	'TC26-256-C': oids.curveTc26256C,
	'TC26-256-D': oids.curveTc26256D,
	'TC26-512-A': oids.curveTc26512A,
	'TC26-512-B': oids.curveTc26512B,
	'TC26-512-C': oids.curveTc26512C,
};

const curveByOid = new Map(curveNames.map((name) => [oidByCurve[name], name]));

/** Their parameters are written without the digest: RFC 9215 §4.2 for 256 bits; OpenSSL treats 512 C, which came later, like them. */
const withoutDigest: readonly CurveName[] = ['TC26-256-A', 'TC26-256-B', 'TC26-256-C', 'TC26-256-D', 'TC26-512-C'];

/** Reads the AlgorithmIdentifier of a key (RFC 9215 §4): only GOST R 34.10-2012 on a known curve passes. */
export function readKeyAlgorithm(element: Element): CurveName {
	const curve = curveOrRefusal(element);
	if (curve instanceof GostFormatError) throw curve;
	return curve;
}

/** Whether a SubjectPublicKeyInfo is of GOST R 34.10-2012 on a known curve. */
export function isKnownKey(publicKeyInfo: Element): boolean {
	const algorithmElement = sequenceOf(publicKeyInfo, 'Public key').take(tags.sequence);
	return !(curveOrRefusal(algorithmElement) instanceof GostFormatError);
}

function curveOrRefusal(element: Element): CurveName | GostFormatError {
	const members = sequenceOf(element, 'Key algorithm');
	const keyOid = objectIdentifierOf(members.take(tags.objectIdentifier));
	if (keyOid !== oids.key256 && keyOid !== oids.key512) return notGost(`The key is not of GOST R 34.10-2012 (algorithm ${keyOid})`);
	const parameters = sequenceOf(members.take(tags.sequence), 'Key parameters');
	members.end();
	const curveOid = objectIdentifierOf(parameters.take(tags.objectIdentifier));
	parameters.optional(tags.objectIdentifier); // the digest
	parameters.optional(tags.objectIdentifier); // the S-box, of keys for encryption (RFC 4491 §2.3.1)
	parameters.end();
	const curve = curveByOid.get(curveOid);
	if (!curve) return unsupported(`The key is on a curve that is not known here (${curveOid})`);
	if ((keyOid === oids.key256) !== (curveOf(curve).size === 32)) throw damaged('The key is on a curve of another size');
	return curve;
}

/** The AlgorithmIdentifier of a key as OpenSSL writes it: with the digest where the standard or custom has it. */
export function keyAlgorithm(curve: CurveName): Uint8Array {
	const digest = withoutDigest.includes(curve) ? [] : [objectIdentifier(digestOid(curve))];
	return algorithm(keyOid(curve), sequence(objectIdentifier(oidByCurve[curve]), ...digest));
}

/** The algorithm of keys on this curve. */
export function keyOid(curve: CurveName): string {
	return curveOf(curve).size === 32 ? oids.key256 : oids.key512;
}

/** The digest that keys on this curve sign. */
export function digestOid(curve: CurveName): string {
	return curveOf(curve).size === 32 ? oids.streebog256 : oids.streebog512;
}

/** Reads a SubjectPublicKeyInfo and makes sure that the point lies on its curve. */
export function readPublicKeyInfo(element: Element): PublicKey {
	const members = sequenceOf(element, 'Public key');
	const curve = readKeyAlgorithm(members.take(tags.sequence));
	const { content, tag } = parseDer(bitStringOf(members.take(tags.bitString)));
	members.end();
	const { size } = curveOf(curve);
	if (tag !== tags.octetString || content.length !== 2 * size) throw damaged('The public key has a wrong length');
	const key = { curve, x: integerOfLittleEndian(content.subarray(0, size)), y: integerOfLittleEndian(content.subarray(size)) };
	if (!isOnCurve(curveOf(curve), key)) throw damaged('The public key is not a point of its curve');
	return key;
}

/** Writes a SubjectPublicKeyInfo. */
export function publicKeyInfo(key: PublicKey): Uint8Array {
	return sequence(keyAlgorithm(key.curve), bitString(publicKeyBits(key)));
}

/** What stands in the BIT STRING of a SubjectPublicKeyInfo. */
export function publicKeyBits(key: PublicKey): Uint8Array {
	return octetString(pointBytes(key));
}

/** x‖y, both lowest byte first. */
export function pointBytes({ curve, x, y }: PublicKey): Uint8Array {
	const { size } = curveOf(curve);
	return concatBytes(littleEndianBytes(x, size), littleEndianBytes(y, size));
}

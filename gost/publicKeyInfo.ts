import { concatBytes, integerOfLittleEndian, littleEndianBytes } from './bytes';
import { curveOf, type CurveName } from './curves';
import { bitStringOf, objectIdentifierOf, parseDer, sequenceOf, tags, type Element } from './der';
import { algorithm, bitString, objectIdentifier, octetString, sequence } from './derWriter';
import { damaged, GostFormatError, notGost, unsupported } from './errors';
import type { PublicKey } from './keys';
import { oids } from './oids';
import { isOnCurve } from './point';

const curveByOid = new Map<string, CurveName>([
	[oids.curveCryptoProA, 'CryptoPro-A'],
	[oids.curveCryptoProXchA, 'CryptoPro-XchA'],
	[oids.curveTc26256A, 'TC26-256-A'],
	[oids.curveTc26256B, 'CryptoPro-A'],
	[oids.curveTc26512A, 'TC26-512-A'],
]);

const oidByCurve: Record<CurveName, string> = {
	'CryptoPro-A': oids.curveCryptoProA,
	'CryptoPro-XchA': oids.curveCryptoProXchA,
	'TC26-256-A': oids.curveTc26256A,
	'TC26-512-A': oids.curveTc26512A,
};

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
	const curveOid = objectIdentifierOf(sequenceOf(members.take(tags.sequence), 'Key parameters').take(tags.objectIdentifier));
	const curve = curveByOid.get(curveOid);
	if (!curve) return unsupported(`The key is on a curve that is not known here (${curveOid})`);
	if ((keyOid === oids.key256) !== (curveOf(curve).size === 32)) throw damaged('The key is on a curve of another size');
	return curve;
}

/** The AlgorithmIdentifier of a key as OpenSSL writes it: with the digest, except for the 256-bit sets of TC 26 (RFC 9215 §4.2). */
export function keyAlgorithm(curve: CurveName): Uint8Array {
	const digest = curve === 'TC26-256-A' ? [] : [objectIdentifier(digestOid(curve))];
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

import { createHash, randomBytes } from 'node:crypto';
import { readCertificate, signatureOid, takeApart, type Certificate } from './certificate';
import { parseDer } from './der';
import {
	algorithm,
	bitString,
	booleanTrue,
	context,
	encode,
	objectIdentifier,
	octetString,
	sequence,
	smallInteger,
	time,
	unsignedInteger,
} from './derWriter';
import { digestBits, type PrivateKey, type PublicKey } from './keys';
import { writeName, type DistinguishedName } from './names';
import { oids } from './oids';
import { publicKeyBits, publicKeyInfo } from './publicKeyInfo';
import { signDigest } from './signature';
import { streebog } from './streebog';

/** What a certificate shall say and who signs it. */
export interface CertificateRequest {
	readonly subject: DistinguishedName;
	readonly publicKey: PublicKey;
	/** The issuing authority; without a certificate the new one is self-signed and `key` belongs to `publicKey`. */
	readonly issuer: { readonly certificate?: Certificate; readonly key: PrivateKey };
	readonly notBefore: Date;
	readonly notAfter: Date;
	/** Whether the subject may issue certificates itself; false without it. */
	readonly authority?: boolean;
	/** Highest byte first, at most 20 bytes; a random one without it. */
	readonly serialNumber?: Uint8Array;
}

// bits counted from the left in the KeyUsage of RFC 5280 §4.2.1.3
const authorityUsage = bitString(Uint8Array.of(0b0000_0110), 1); // keyCertSign, cRLSign
const personUsage = bitString(Uint8Array.of(0b1111_1000), 3); // signing, encrypting, key agreement

/** Issues an X.509 v3 certificate (RFC 5280, RFC 9215) for a test stand. Throws a RangeError when the name or the serial number cannot be written. */
export function issueCertificate(request: CertificateRequest): Certificate {
	const { issuer, publicKey } = request;
	const bits = digestBits(issuer.key);
	const signatureAlgorithm = algorithm(signatureOid(bits));
	const subject = writeName(request.subject);
	const authority = issuer.certificate && takeApart(parseDer(issuer.certificate.der));
	const toBeSigned = sequence(
		context(0, smallInteger(2)),
		serialNumber(request.serialNumber ?? randomSerialNumber()),
		signatureAlgorithm,
		authority?.subject.encoding ?? subject,
		sequence(time(request.notBefore), time(request.notAfter)),
		subject,
		publicKeyInfo(publicKey),
		context(
			3,
			sequence(
				...(request.authority ? authorityExtensions() : personExtensions()),
				extension(oids.subjectKeyIdentifier, octetString(keyIdentifier(publicKey))),
				extension(
					oids.authorityKeyIdentifier,
					sequence(encode(0x80, authority?.subjectKeyIdentifier ?? keyIdentifier(issuer.certificate?.publicKey ?? publicKey))),
				),
			),
		),
	);
	const signature = signDigest(issuer.key, streebog(bits, toBeSigned));
	return readCertificate(sequence(toBeSigned, signatureAlgorithm, bitString(signature)));
}

function authorityExtensions(): Uint8Array[] {
	return [criticalExtension(oids.basicConstraints, sequence(booleanTrue())), criticalExtension(oids.keyUsage, authorityUsage)];
}

function personExtensions(): Uint8Array[] {
	return [
		criticalExtension(oids.basicConstraints, sequence()),
		criticalExtension(oids.keyUsage, personUsage),
		extension(
			oids.extendedKeyUsage,
			sequence(objectIdentifier(oids.clientAuthentication), objectIdentifier(oids.emailProtection)),
		),
	];
}

function extension(oid: string, value: Uint8Array): Uint8Array {
	return sequence(objectIdentifier(oid), octetString(value));
}

function criticalExtension(oid: string, value: Uint8Array): Uint8Array {
	return sequence(objectIdentifier(oid), booleanTrue(), octetString(value));
}

/** RFC 5280 §4.2.1.2 method 1. */
function keyIdentifier(key: PublicKey): Uint8Array {
	return createHash('sha1').update(publicKeyBits(key)).digest();
}

function serialNumber(bytes: Uint8Array): Uint8Array {
	if (bytes.length === 0 || bytes.length > 20) throw new RangeError('A serial number has 1 to 20 bytes');
	return unsignedInteger(bytes);
}

function randomSerialNumber(): Uint8Array {
	const bytes = randomBytes(16);
	// neither negative nor shortened, so that its text has the same length everywhere
	bytes[0] = 0x40 | (bytes[0] & 0x3f);
	return bytes;
}

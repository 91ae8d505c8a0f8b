import { createHash } from 'node:crypto';
import { algorithmOf } from './algorithmIdentifier';
import { binaryOf } from './armor';
import { equalBytes, hexOf } from './bytes';
import { bitStringOf, contextTag, membersOf, objectIdentifierOf, octetStringOf, parseDer, sequenceOf, soleMemberOf, tags, type Element } from './der';
import { timeOf } from './derTime';
import { damaged } from './errors';
import { digestBits, type PublicKey } from './keys';
import { readName, type DistinguishedName } from './names';
import { oids } from './oids';
import { readPublicKeyInfo } from './publicKeyInfo';
import { verifyDigest } from './signature';
import { streebog } from './streebog';

/** An X.509 certificate with a GOST R 34.10-2012 key. */
export interface Certificate {
	/** The certificate itself. */
	readonly der: Uint8Array;
	/** Upper-case hexadecimal, whole bytes, without the sign byte of DER. */
	readonly serialNumber: string;
	readonly subject: DistinguishedName;
	readonly issuer: DistinguishedName;
	/** The issuer's name as written in the certificate; names are compared by these bytes. */
	readonly issuerDer: Uint8Array;
	/** First moment of validity. Reading does not compare it with the clock. */
	readonly notBefore: Date;
	/** Last moment of validity. */
	readonly notAfter: Date;
	readonly publicKey: PublicKey;
	/** SHA-1 of `der`, upper-case hexadecimal, 40 digits: how Extern and Windows name certificates. */
	readonly thumbprint: string;
}

/** A certificate taken apart, before its key is understood: certificates of other algorithms pass as well. */
export interface CertificateParts {
	readonly der: Uint8Array;
	readonly toBeSigned: Uint8Array;
	readonly serialNumber: string;
	/** The content of the INTEGER. */
	readonly serialDigits: Uint8Array;
	readonly issuer: Element;
	readonly subject: Element;
	readonly notBefore: Date;
	readonly notAfter: Date;
	readonly publicKeyInfo: Element;
	readonly subjectKeyIdentifier?: Uint8Array;
	readonly isAuthority: boolean;
	readonly signatureAlgorithm: string;
	/** Whether the algorithm is the same inside and beside what is signed, as RFC 5280 §4.1.1.2 asks. */
	readonly namesOneAlgorithm: boolean;
	readonly signature: Uint8Array;
}

/**
 * Reads an X.509 certificate. Neither its own signature nor its validity at a moment is checked.
 *
 * @param source DER, PEM or bare base64, as text or as the bytes of a file.
 * @throws GostFormatError `damaged`, `not-gost` (a key that is not GOST R 34.10-2012) or `unsupported` (an unknown curve).
 */
export function readCertificate(source: string | Uint8Array): Certificate {
	return certificateOf(readParts(source));
}

/** Reads the parts of a certificate of any algorithm, from all that `readCertificate` takes. Throws a GostFormatError `damaged`. */
export function readParts(source: string | Uint8Array): CertificateParts {
	return takeApart(parseDer(binaryOf(source, /^(X509 |TRUSTED )?CERTIFICATE$/)));
}

/** The certificate with its key and names understood. Throws a GostFormatError as `readCertificate` does. */
export function certificateOf(parts: CertificateParts): Certificate {
	return {
		der: parts.der,
		serialNumber: parts.serialNumber,
		publicKey: readPublicKeyInfo(parts.publicKeyInfo),
		subject: readName(parts.subject),
		issuer: readName(parts.issuer),
		issuerDer: parts.issuer.encoding,
		notBefore: parts.notBefore,
		notAfter: parts.notAfter,
		thumbprint: createHash('sha1').update(parts.der).digest('hex').toUpperCase(),
	};
}

/** Takes the structure of RFC 5280 §4.1 apart. Throws a GostFormatError `damaged`. */
export function takeApart(element: Element): CertificateParts {
	const certificate = sequenceOf(element, 'Certificate');
	const toBeSigned = certificate.take(tags.sequence);
	const signatureAlgorithm = certificate.take(tags.sequence);
	const signature = bitStringOf(certificate.take(tags.bitString));
	certificate.end();

	const body = sequenceOf(toBeSigned, 'Certificate');
	readVersion(body.optional(contextTag(0)));
	const serial = body.take(tags.integer);
	const innerAlgorithm = body.take(tags.sequence);
	algorithmOf(innerAlgorithm, 'Signature algorithm');
	const issuer = body.take(tags.sequence);
	const validity = sequenceOf(body.take(tags.sequence), 'Validity');
	const notBefore = timeOf(validity.take(tags.utcTime, tags.generalizedTime));
	const notAfter = timeOf(validity.take(tags.utcTime, tags.generalizedTime));
	validity.end();
	const subject = body.take(tags.sequence);
	const publicKeyInfo = body.take(tags.sequence);
	body.optional(contextTag(1, 'primitive'));
	body.optional(contextTag(2, 'primitive'));
	const extensions = body.optional(contextTag(3));
	body.end();

	return {
		// a copy of its own: the file it came in may be large and soon forgotten
		der: Uint8Array.from(element.encoding),
		toBeSigned: toBeSigned.encoding,
		serialNumber: serialText(serial.content),
		serialDigits: serial.content,
		issuer,
		subject,
		notBefore,
		notAfter,
		publicKeyInfo,
		...(extensions ? readExtensions(extensions) : { isAuthority: false }),
		signatureAlgorithm: algorithmOf(signatureAlgorithm, 'Signature algorithm').oid,
		namesOneAlgorithm: equalBytes(signatureAlgorithm.encoding, innerAlgorithm.encoding),
		signature,
	};
}

function readVersion(wrapper: Element | undefined): void {
	if (wrapper && soleMemberOf(wrapper, 'Certificate').tag !== tags.integer) throw damaged('The version of a certificate is malformed');
}

/** How a serial number is written in `Certificate.serialNumber`. */
export function serialText(digits: Uint8Array): string {
	// RFC 5280 §4.1.2.2 allows 20 bytes; some issuers went a little beyond
	if (digits.length === 0 || digits.length > 64) throw damaged('A serial number has a wrong length');
	return hexOf(digits.length > 1 && digits[0] === 0 ? digits.subarray(1) : digits).toUpperCase();
}

function readExtensions(wrapper: Element): { subjectKeyIdentifier?: Uint8Array; isAuthority: boolean } {
	const list = soleMemberOf(wrapper, 'Extensions');
	if (list.tag !== tags.sequence) throw damaged('The extensions of a certificate are malformed');
	let subjectKeyIdentifier: Uint8Array | undefined;
	let isAuthority = false;
	for (const extension of membersOf(list)) {
		const members = sequenceOf(extension, 'Extension');
		const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
		members.optional(tags.boolean);
		const value = members.takeOctets();
		members.end();
		if (oid === oids.subjectKeyIdentifier) subjectKeyIdentifier = octetStringOf(parseDer(value));
		if (oid === oids.basicConstraints) {
			isAuthority = (sequenceOf(parseDer(value), 'Basic constraints').optional(tags.boolean)?.content[0] ?? 0) !== 0;
		}
	}
	return { subjectKeyIdentifier, isAuthority };
}

/**
 * Whether the certificate names the issuer and carries its right signature. The issuer must be
 * allowed to issue (basic constraints), except for a self-signed certificate. Validity periods
 * and revocation are not looked at.
 */
export function verifyCertificateIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
	const issued = takeApart(parseDer(certificate.der));
	const authority = takeApart(parseDer(issuer.der));
	const selfSigned = equalBytes(certificate.der, issuer.der);
	if (!equalBytes(issued.issuer.encoding, authority.subject.encoding) || !(authority.isAuthority || selfSigned)) return false;
	const bits = digestBits(issuer.publicKey);
	if (issued.signatureAlgorithm !== signatureOid(bits) || !issued.namesOneAlgorithm) return false;
	return verifyDigest(issuer.publicKey, streebog(bits, issued.toBeSigned), issued.signature);
}

/** The algorithm of a signature over a Streebog digest of that size. */
export function signatureOid(bits: 256 | 512): string {
	return bits === 256 ? oids.signatureWithStreebog256 : oids.signatureWithStreebog512;
}

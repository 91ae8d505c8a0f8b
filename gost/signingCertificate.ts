import { createHash } from 'node:crypto';
import { algorithmOf } from './algorithmIdentifier';
import { equalBytes } from './bytes';
import { serialText, takeApart, type Certificate } from './certificate';
import { contextTag, membersOf, objectIdentifierOf, parseDer, sequenceOf, soleMemberOf, tags, type Element } from './der';
import { algorithm, context, encode, nullValue, octetString, sequence } from './derWriter';
import { damaged } from './errors';
import { isSameName, readName } from './names';
import { oids } from './oids';
import { streebog } from './streebog';

/** The certificate that a signer says he signs with: the first one of the attribute, which RFC 5035 §3 gives to him. */
export interface SigningCertificate {
	readonly digestOid: string;
	/** Of the certificate's DER. */
	readonly digest: Uint8Array;
	/** The names of the issuer and the serial number (as in `Certificate.serialNumber`), when written. */
	readonly issuer?: { readonly names: Element[]; readonly serialNumber: string };
}

const name = 'Signing certificate';

const digests = new Map<string, (der: Uint8Array) => Uint8Array>([
	[oids.streebog256, (der) => streebog(256, der)],
	[oids.streebog512, (der) => streebog(512, der)],
	[oids.sha1, (der) => createHash('sha1').update(der).digest()],
	[oids.sha256, (der) => createHash('sha256').update(der).digest()],
	[oids.sha384, (der) => createHash('sha384').update(der).digest()],
	[oids.sha512, (der) => createHash('sha512').update(der).digest()],
]);

/**
 * Reads the value of the attribute signingCertificate (RFC 2634 §5.4) or signingCertificateV2 (RFC 5035 §3).
 *
 * @param defaultDigestOid what a missing algorithm means, which is all that the two differ in.
 * @throws GostFormatError `damaged`.
 */
export function readSigningCertificate(value: Element, defaultDigestOid: string): SigningCertificate {
	const whole = sequenceOf(value, name);
	const list = membersOf(whole.take(tags.sequence));
	const policies = whole.optional(tags.sequence);
	whole.end();
	if (policies) membersOf(policies).forEach(requirePolicy);
	const [own] = list.map((reference) => readReference(reference, defaultDigestOid));
	if (!own) throw damaged('A signing certificate is not named');
	return own;
}

/** ESSCertID or ESSCertIDv2; those after the first are of the issuers. */
function readReference(reference: Element, defaultDigestOid: string): SigningCertificate {
	const members = sequenceOf(reference, name);
	const digestAlgorithm = members.optional(tags.sequence);
	const digest = members.takeOctets();
	const issuerAndSerial = members.optional(tags.sequence);
	members.end();
	return {
		digestOid: digestAlgorithm ? algorithmOf(digestAlgorithm, name).oid : defaultDigestOid,
		digest: Uint8Array.from(digest),
		issuer: issuerAndSerial && readIssuer(issuerAndSerial),
	};
}

/** PolicyInformation of RFC 5280 §4.2.1.4; what policies say binds nobody here. */
function requirePolicy(element: Element): void {
	const members = sequenceOf(element, 'Policy');
	objectIdentifierOf(members.take(tags.objectIdentifier));
	members.optional(tags.sequence);
	members.end();
}

function readIssuer(issuerAndSerial: Element): SigningCertificate['issuer'] {
	const members = sequenceOf(issuerAndSerial, 'Issuer and serial number');
	const names = membersOf(members.take(tags.sequence));
	const serialNumber = serialText(members.take(tags.integer).content);
	members.optional(tags.bitString); // unique identifier of the issuer
	members.end();
	names.forEach(requireGeneralName);
	return { names, serialNumber };
}

/** One of the nine choices of RFC 5280 §4.2.1.6; issuers are named by the fourth, which is looked into. */
function requireGeneralName(element: Element): void {
	if ((element.tag & 0xc0) !== 0x80 || (element.tag & 0x1f) > 8) throw damaged('A name is malformed');
	if (element.tag === contextTag(4)) readName(soleMemberOf(element, 'Name'));
}

/** Writes the value of signingCertificateV2 as OpenSSL does: with Streebog of that size, issuer and serial number. */
export function writeSigningCertificate({ der }: Pick<Certificate, 'der'>, bits: 256 | 512): Uint8Array {
	const { issuer, serialDigits } = takeApart(parseDer(der));
	const generalNames = sequence(context(4, issuer.encoding));
	const reference = sequence(
		algorithm(bits === 256 ? oids.streebog256 : oids.streebog512, nullValue()),
		octetString(streebog(bits, der)),
		sequence(generalNames, encode(tags.integer, serialDigits)),
	);
	return sequence(sequence(reference));
}

/** Whether this is the certificate meant; no when the digest is of a kind that is not known here. */
export function isMeant({ digestOid, digest, issuer }: SigningCertificate, certificate: Certificate): boolean {
	if (issuer && !isIssuerOf(issuer, certificate)) return false;
	const own = digests.get(digestOid)?.(certificate.der);
	return own !== undefined && equalBytes(own, digest);
}

/** RFC 5035 §4: the one name must be that of the certificate's issuer. The text is compared, for there is more than one encoding of it. */
function isIssuerOf({ names, serialNumber }: NonNullable<SigningCertificate['issuer']>, certificate: Certificate): boolean {
	const [name, ...others] = names;
	if (name?.tag !== contextTag(4) || others.length > 0 || serialNumber !== certificate.serialNumber) return false;
	const element = soleMemberOf(name, 'Name');
	return equalBytes(element.encoding, certificate.issuerDer) || isSameName(element, parseDer(certificate.issuerDer));
}

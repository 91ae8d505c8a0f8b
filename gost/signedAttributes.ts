import { withDefiniteLengths } from './canonical';
import type { Certificate } from './certificate';
import { contextTag, membersOf, objectIdentifierOf, octetStringOf, sequenceOf, tags, type Element } from './der';
import { timeOf } from './derTime';
import { encode, objectIdentifier, octetString, sequence, setOf, time } from './derWriter';
import { damaged } from './errors';
import { oids } from './oids';
import { readSigningCertificate, writeSigningCertificate, type SigningCertificate } from './signingCertificate';

/** What a signer signed together with the digest of the content (RFC 5652 §5.3, §11). */
export interface SignedAttributes {
	/** The encoding that is digested and signed. */
	readonly encoding: Uint8Array;
	/** Digest of the content as the signer computed it. */
	readonly messageDigest?: Uint8Array;
	/** Whether the content type named here is that of the signed content. */
	readonly contentTypeAgrees: boolean;
	/** The moment of signing as the signer's clock had it; nobody vouches for it. */
	readonly signedAt?: Date;
	/** The certificate that the signer names under his signature; its presence makes a CAdES-BES. */
	readonly signingCertificate?: SigningCertificate;
}

// RFC 5652 §11, RFC 5035 §3; others may have several values
const singleValued: string[] = [oids.contentType, oids.messageDigest, oids.signingTime, oids.signingCertificate, oids.signingCertificateV2];

/** Reads signed attributes. Throws a GostFormatError `damaged`. */
export function readSignedAttributes(element: Element, contentType: string): SignedAttributes {
	const values = new Map<string, Element>();
	const kinds = new Set<string>();
	for (const attribute of membersOf(element)) {
		const members = sequenceOf(attribute, 'Signed attribute');
		const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
		const [value, second] = membersOf(members.take(tags.set));
		members.end();
		const isKnown = singleValued.includes(oid);
		if (kinds.has(oid) || (isKnown && !value)) throw damaged('A signed attribute is empty or stands twice');
		if (isKnown && second) throw damaged('A signed attribute has two values');
		kinds.add(oid);
		if (isKnown && value) values.set(oid, value);
	}
	const typeValue = values.get(oids.contentType);
	const digestValue = values.get(oids.messageDigest);
	const timeValue = values.get(oids.signingTime);
	return {
		encoding: signedEncoding(element),
		messageDigest: digestValue && Uint8Array.from(octetStringOf(digestValue)),
		contentTypeAgrees: typeValue !== undefined && objectIdentifierOf(typeValue) === contentType,
		signedAt: timeValue && timeOf(timeValue),
		signingCertificate: signingCertificateOf(values.get(oids.signingCertificateV2), values.get(oids.signingCertificate)),
	};
}

function signingCertificateOf(second: Element | undefined, first: Element | undefined): SigningCertificate | undefined {
	if (second) return readSigningCertificate(second, oids.sha256);
	return first && readSigningCertificate(first, oids.sha1);
}

/** RFC 5652 §5.4: digested under the tag of a SET and in DER, whatever they are sent in; in the order of the file, as OpenSSL and CryptoPro do. */
function signedEncoding(attributes: Element): Uint8Array {
	const encodings = membersOf(attributes).map((one) => {
		const [type, values] = membersOf(one);
		return sequence(encode(type.tag, type.content), encode(tags.set, ...membersOf(values).map(withDefiniteLengths)));
	});
	return encode(tags.set, ...encodings);
}

/** What signed attributes are made of. */
export interface AttributeParts {
	readonly messageDigest: Uint8Array;
	readonly signedAt: Date;
	/** The certificate to name, which makes a CAdES-BES, and the size of the Streebog that names it. */
	readonly signingCertificate?: { readonly certificate: Certificate; readonly bits: 256 | 512 };
}

/**
 * The attributes to sign for content of the type data (RFC 5652 §11, ETSI EN 319 122-1 §5), those
 * that OpenSSL writes, in the order of DER.
 *
 * @returns the SET that is digested and signed; `asMember` makes the part of a SignerInfo of it.
 */
export function attributesToSign({ messageDigest, signedAt, signingCertificate }: AttributeParts): Uint8Array {
	return setOf(
		attribute(oids.contentType, objectIdentifier(oids.data)),
		attribute(oids.signingTime, time(signedAt)),
		attribute(oids.messageDigest, octetString(messageDigest)),
		...(signingCertificate ? [attribute(oids.signingCertificateV2, writeSigningCertificate(signingCertificate.certificate, signingCertificate.bits))] : []),
	);
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
	return sequence(objectIdentifier(oid), setOf(value));
}

/** A SET of attributes under the tag that it has in a SignerInfo; both tags have one byte. */
export function asMember(attributes: Uint8Array): Uint8Array {
	const member = Uint8Array.from(attributes);
	member[0] = contextTag(0);
	return member;
}

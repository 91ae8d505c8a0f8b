import { algorithmOf } from './algorithmIdentifier';
import { binaryOf } from './armor';
import { requireAttributes } from './attributes';
import { equalBytes, hexOf } from './bytes';
import { withDefiniteLengths } from './canonical';
import { certificateOf, serialText, takeApart, type Certificate, type CertificateParts } from './certificate';
import { contextTag, membersOf, objectIdentifierOf, octetsOf, parseDer, sequenceOf, soleMemberOf, tags, type Element, type Members } from './der';
import { damaged, unsupported } from './errors';
import { oids } from './oids';
import { isKnownKey } from './publicKeyInfo';
import { readSignedAttributes, type SignedAttributes } from './signedAttributes';

/** A CMS SignedData (RFC 5652 §5) taken apart. */
export interface SignedData {
	/** Whether the signed content stands elsewhere; Extern takes detached signatures only. */
	readonly detached: boolean;
	/** The signed content when it is enclosed. It may share the memory of the file. */
	readonly content?: Uint8Array;
	/** The Streebog size that the first signer uses; undefined without a signer or when that is no GOST 2012 digest. */
	readonly digestBits?: 256 | 512;
	/** The enclosed certificates with keys of GOST R 34.10-2012, in the order of the file. */
	readonly certificates: Certificate[];
	readonly signers: Signer[];
}

/** One signer of a SignedData. */
export interface Signer {
	/** Of the signer's certificate; empty when the signer is named by `subjectKeyIdentifier`. */
	readonly serialNumber: string;
	/** Name of the issuer of the signer's certificate, as written; empty when the signer is named by `subjectKeyIdentifier`. */
	readonly issuerDer: Uint8Array;
	/** Upper-case hexadecimal. */
	readonly subjectKeyIdentifier?: string;
	/** The signer's certificate, when enclosed and of GOST R 34.10-2012. */
	readonly certificate?: Certificate;
	/** Whether digest, signature algorithm and (when enclosed) the certificate's key are GOST 2012 of one size on a known curve. */
	readonly isGost: boolean;
	readonly digestBits?: 256 | 512;
	/** s‖r, highest byte first. */
	readonly signature: Uint8Array;
	/** Present when attributes are signed in place of the bare content (CAdES-BES and most mail programs). */
	readonly signedAttributes?: SignedAttributes;
}

// each signer costs milliseconds of arithmetic; a real file has one to three
const maxSigners = 32;

const labels = /^(CMS|PKCS7|PKCS #7 SIGNED DATA|SIGNATURE|SIGNED MESSAGE)$/;

/**
 * The bytes of a CMS SignedData as services want them: unwrapped from base64 or PEM, and with the
 * lengths that a streaming writer left open.
 *
 * @param source as for `readSignature`, which says whether it is one.
 * @returns DER, where the file was BER in no more than its lengths and pieces (X.690 §10.1, §10.2).
 * @throws GostFormatError `damaged`.
 */
export function derOfSignature(source: string | Uint8Array): Uint8Array {
	return withDefiniteLengths(parseDer(binaryOf(source, labels)));
}

/**
 * Reads a CMS SignedData of any algorithm, without checking it.
 *
 * @param source DER, BER, PEM or bare base64, as text or as the bytes of a file.
 * @throws GostFormatError `damaged`, or `unsupported` for more signers than any real file has.
 */
export function readSignature(source: string | Uint8Array): SignedData {
	const contentInfo = sequenceOf(parseDer(binaryOf(source, labels)), 'Signature');
	if (objectIdentifierOf(contentInfo.take(tags.objectIdentifier)) !== oids.signedData) throw damaged('This is no CMS signature');
	const body = soleMemberOf(contentInfo.take(contextTag(0)), 'Signature');
	contentInfo.end();
	const members = sequenceOf(body, 'Signature');
	members.take(tags.integer);
	const digestAlgorithms = membersOf(members.take(tags.set)).map((element) => algorithmOf(element, 'Digest algorithm').oid);
	const content = sequenceOf(members.take(tags.sequence), 'Signed content');
	const contentType = objectIdentifierOf(content.take(tags.objectIdentifier));
	const enclosedContent = readContent(content.optional(contextTag(0)));
	content.end();
	const enclosed = readCertificates(members.optional(contextTag(0)));
	members.optional(contextTag(1));
	const signerElements = membersOf(members.take(tags.set));
	members.end();
	if (signerElements.length > maxSigners) throw unsupported(`The signature has more than ${maxSigners} signers`);
	const signers = signerElements.map((element) => readSigner(element, { contentType, digestAlgorithms, enclosed }));
	return {
		detached: enclosedContent === undefined,
		content: enclosedContent,
		digestBits: signers[0]?.digestBits,
		certificates: enclosed.flatMap(({ certificate }) => certificate ?? []),
		signers,
	};
}

function readContent(wrapper: Element | undefined): Uint8Array | undefined {
	if (!wrapper) return undefined;
	const octets = soleMemberOf(wrapper, 'Signed content');
	if (octets.tag !== tags.octetString && octets.tag !== tags.constructedOctetString) throw damaged('The enclosed content is no octet string');
	return octetsOf(octets);
}

interface EnclosedCertificate {
	parts: CertificateParts;
	/** Missing when the key is not one that this room knows. */
	certificate?: Certificate;
}

function readCertificates(list: Element | undefined): EnclosedCertificate[] {
	if (!list) return [];
	return membersOf(list)
		.filter(isCertificate)
		.map((element) => {
			const parts = takeApart(element);
			return { parts, certificate: isKnownKey(parts.publicKeyInfo) ? certificateOf(parts) : undefined };
		});
}

/** What a file has beside its signers. */
interface Surroundings {
	contentType: string;
	digestAlgorithms: string[];
	enclosed: EnclosedCertificate[];
}

/**
 * Whether one of the certificates of a file is an X.509 certificate. Those of attributes and of other
 * kinds have context tags (RFC 5652 §10.2.2), and nothing here needs them. Throws a GostFormatError
 * `damaged` for what is no certificate of any kind.
 */
export function isCertificate({ tag }: Element): boolean {
	if (tag !== tags.sequence && (tag < contextTag(0) || tag > contextTag(3))) throw damaged('Something stands among the certificates that is none');
	return tag === tags.sequence;
}

function readSigner(element: Element, { contentType, digestAlgorithms, enclosed }: Surroundings): Signer {
	const members = sequenceOf(element, 'Signer');
	members.take(tags.integer);
	const identity = readIdentity(members);
	const digestOid = algorithmOf(members.take(tags.sequence), 'Digest algorithm').oid;
	// RFC 5652 §5.1 lets a reader refuse this, and OpenSSL does
	if (!digestAlgorithms.includes(digestOid)) throw damaged('The digest of a signer is not among those of the file');
	const bits = digestSize(digestOid);
	const attributes = members.optional(contextTag(0));
	const signatureBits = signatureSize(algorithmOf(members.take(tags.sequence), 'Signature algorithm').oid);
	const signature = members.takeOctets();
	// time stamps and counter-signatures
	const unsigned = members.optional(contextTag(1));
	if (unsigned) requireAttributes(unsigned, 'Unsigned attribute');
	members.end();
	const match = enclosed.find(({ parts }) => isNamedBy(parts, identity));
	return {
		...identity,
		certificate: match?.certificate,
		isGost: bits !== undefined && bits === signatureBits && (!match || match.certificate !== undefined),
		digestBits: bits,
		signature: Uint8Array.from(signature),
		signedAttributes: attributes && readSignedAttributes(attributes, contentType),
	};
}

type Identity = Pick<Signer, 'serialNumber' | 'issuerDer' | 'subjectKeyIdentifier'>;

function readIdentity(members: Members): Identity {
	const keyIdentifier = members.optional(contextTag(0, 'primitive'));
	if (keyIdentifier) {
		return { serialNumber: '', issuerDer: new Uint8Array(0), subjectKeyIdentifier: hexOf(keyIdentifier.content.subarray(0, 64)).toUpperCase() };
	}
	return readIssuerAndSerial(members.take(tags.sequence));
}

/** Reads the IssuerAndSerialNumber of RFC 5652 §10.2.4. */
export function readIssuerAndSerial(element: Element): { issuerDer: Uint8Array; serialNumber: string } {
	const members = sequenceOf(element, 'Issuer and serial number');
	// names are compared by their bytes, and certificates have them in DER
	const issuerDer = Uint8Array.from(withDefiniteLengths(members.take(tags.sequence)));
	const serialNumber = serialText(members.take(tags.integer).content);
	members.end();
	return { issuerDer, serialNumber };
}

function isNamedBy(parts: CertificateParts, { serialNumber, issuerDer, subjectKeyIdentifier }: Identity): boolean {
	if (subjectKeyIdentifier !== undefined) {
		return parts.subjectKeyIdentifier !== undefined && hexOf(parts.subjectKeyIdentifier).toUpperCase() === subjectKeyIdentifier;
	}
	return parts.serialNumber === serialNumber && equalBytes(parts.issuer.encoding, issuerDer);
}

function digestSize(oid: string): 256 | 512 | undefined {
	return oid === oids.streebog256 ? 256 : oid === oids.streebog512 ? 512 : undefined;
}

/** CryptoPro and OpenSSL write the algorithm of the key where RFC 5652 §5.3 has that of the signature; both occur. */
function signatureSize(oid: string): 256 | 512 | undefined {
	if (oid === oids.key256 || oid === oids.signatureWithStreebog256) return 256;
	if (oid === oids.key512 || oid === oids.signatureWithStreebog512) return 512;
	return undefined;
}

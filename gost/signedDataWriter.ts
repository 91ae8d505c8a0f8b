import { takeApart, type Certificate } from './certificate';
import { parseDer, tags } from './der';
import { context, encode, objectIdentifier, octetString, sequence, setOf, smallInteger } from './derWriter';
import { oids } from './oids';

/** What a SignedData with one signer is made of; the algorithms are encoded AlgorithmIdentifiers. */
export interface SignedDataParts {
	/** The signer's, of any algorithm. */
	readonly certificate: Pick<Certificate, 'der'>;
	readonly digestAlgorithm: Uint8Array;
	readonly signatureAlgorithm: Uint8Array;
	/** Over the attributes when there are any, otherwise over the bare content. */
	readonly signature: Uint8Array;
	/** As `asMember` makes them. */
	readonly signedAttributes?: Uint8Array;
	/** Content to enclose; without it the content stands elsewhere. */
	readonly content?: Uint8Array;
}

/** The DER of a CMS SignedData (RFC 5652 §5.1) with the signer's certificate enclosed. */
export function writeSignedData({ certificate, digestAlgorithm, signatureAlgorithm, signature, signedAttributes, content }: SignedDataParts): Uint8Array {
	const signer = sequence(
		smallInteger(1),
		issuerAndSerial(certificate),
		digestAlgorithm,
		...(signedAttributes ? [signedAttributes] : []),
		signatureAlgorithm,
		octetString(signature),
	);
	const signedData = sequence(
		smallInteger(1),
		setOf(digestAlgorithm),
		sequence(objectIdentifier(oids.data), ...(content ? [context(0, octetString(content))] : [])),
		context(0, certificate.der),
		setOf(signer),
	);
	return sequence(objectIdentifier(oids.signedData), context(0, signedData));
}

/** Names a certificate of any algorithm the way CMS does (RFC 5652 §10.2.4). Throws a GostFormatError `damaged` when it is none. */
export function issuerAndSerial({ der }: Pick<Certificate, 'der'>): Uint8Array {
	const { issuer, serialDigits } = takeApart(parseDer(der));
	return sequence(issuer.encoding, encode(tags.integer, serialDigits));
}

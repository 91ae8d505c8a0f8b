import { takeApart, type Certificate } from './certificate';
import { parseDer, tags } from './der';
import { context, encode, objectIdentifier, octetString, sequence, setOf, smallInteger } from './derWriter';
import { oids } from './oids';

/** What a SignedData with one signer is made of; the algorithms are encoded AlgorithmIdentifiers. */
export interface DetachedParts {
	/** The signer's, of any algorithm. */
	readonly certificate: Pick<Certificate, 'der'>;
	readonly digestAlgorithm: Uint8Array;
	readonly signatureAlgorithm: Uint8Array;
	/** Over the bare content: there are no signed attributes. */
	readonly signature: Uint8Array;
}

/** The DER of a CMS SignedData (RFC 5652 §5.1) whose content stands elsewhere, with the signer's certificate enclosed. */
export function writeDetached({ certificate, digestAlgorithm, signatureAlgorithm, signature }: DetachedParts): Uint8Array {
	const signer = sequence(
		smallInteger(1),
		issuerAndSerial(certificate),
		digestAlgorithm,
		signatureAlgorithm,
		octetString(signature),
	);
	const signedData = sequence(
		smallInteger(1),
		setOf(digestAlgorithm),
		sequence(objectIdentifier(oids.data)),
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

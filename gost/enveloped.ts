import { randomBytes } from 'node:crypto';
import { equalBytes } from './bytes';
import { takeApart, type Certificate } from './certificate';
import { decryptContent, encryptContent, modernCiphers, type ModernCipher, type ModernCipherName } from './contentCipher';
import { contextTag, parseDer } from './der';
import { algorithm, context, encode, objectIdentifier, octetString, sequence, setOf, smallInteger } from './derWriter';
import { takeEnvelopeApart, type Envelope, type Recipient } from './envelopeReader';
import { GostDecryptError, unsupported } from './errors';
import { decryptOldContent, encryptOldContent } from './gost89';
import { lockOldKey } from './gost89Keys';
import { digestBits, type PrivateKey } from './keys';
import { lockKey } from './keyTransport';
import { oids } from './oids';
import { keyAlgorithmOf } from './senderKey';
import { issuerAndSerial } from './signedDataWriter';
import { unlockModernKey, unlockOldKeyOf } from './unlocking';

/** What envelopes can be encrypted with: a cipher of GOST R 34.12-2015, or GOST 28147-89 as `gost89`. */
export type EnvelopeCipherName = ModernCipherName | 'gost89';

/** For whom an envelope is and how its content is encrypted. */
export interface EnvelopeSummary {
	/** The certificates it was encrypted to; a recipient named by key identifier has an empty issuer and serial number. */
	readonly recipients: { readonly serialNumber: string; readonly issuerDer: Uint8Array }[];
	/** A name of `EnvelopeCipherName`, or the object identifier of a cipher that is not known here. */
	readonly cipher: string;
}

const defaultCipher = 'kuznyechik-ctr-acpkm';

/**
 * Encrypts content so that the owner of any of the certificates can open it: CMS EnvelopedData
 * (RFC 5652 §6) by R 1323565.1.025, or by RFC 4490 for GOST 28147-89.
 *
 * @param cipher Kuznyechik unless told otherwise, as Extern does since July 2024; GOST 28147-89 is
 * for test stands that show documents of before.
 * @returns DER.
 */
export function encryptFor(recipients: Certificate[], content: Uint8Array, cipher: EnvelopeCipherName = defaultCipher): Uint8Array {
	if (recipients.length === 0) throw new RangeError('An envelope needs a recipient');
	const contentKey = new Uint8Array(randomBytes(32));
	if (cipher === 'gost89') {
		return envelope(recipients.map((recipient) => oldRecipientInfo(recipient, contentKey)), encryptOldContent(contentKey, content));
	}
	const chosen = modernCiphers.find(({ name }) => name === cipher);
	if (!chosen) throw new RangeError('An envelope needs a known cipher');
	return envelope(recipients.map((recipient) => recipientInfo(recipient, contentKey, chosen)), encryptContent(chosen, contentKey, content));
}

interface Encrypted {
	/** An encoded AlgorithmIdentifier. */
	algorithm: Uint8Array;
	content: Uint8Array;
	checkValue?: Uint8Array;
}

function envelope(recipientInfos: Uint8Array[], { algorithm, content, checkValue }: Encrypted): Uint8Array {
	const unprotected = checkValue ? [context(1, sequence(objectIdentifier(oids.contentCheckValue), setOf(octetString(checkValue))))] : [];
	const envelopedData = sequence(
		// RFC 5652 §6.1: 2 when there are unprotected attributes
		smallInteger(unprotected.length > 0 ? 2 : 0),
		setOf(...recipientInfos),
		sequence(objectIdentifier(oids.data), algorithm, encode(contextTag(0, 'primitive'), content)),
		...unprotected,
	);
	return sequence(objectIdentifier(oids.envelopedData), context(0, envelopedData));
}

function recipientInfo(recipient: Certificate, contentKey: Uint8Array, { cipherOf, keyExportOid }: ModernCipher): Uint8Array {
	const agreement = digestBits(recipient.publicKey) === 256 ? oids.agreement256 : oids.agreement512;
	return sequence(
		smallInteger(0),
		issuerAndSerial(recipient),
		algorithm(keyExportOid, sequence(objectIdentifier(agreement))),
		octetString(lockKey(contentKey, recipient, cipherOf)),
	);
}

function oldRecipientInfo(recipient: Certificate, contentKey: Uint8Array): Uint8Array {
	return sequence(
		smallInteger(0),
		issuerAndSerial(recipient),
		keyAlgorithmOf(recipient),
		octetString(lockOldKey(contentKey, recipient)),
	);
}

/**
 * Reads for whom an envelope is, without opening it.
 *
 * @param source DER or BER; PEM and base64 pass as well.
 * @throws GostFormatError `damaged`.
 */
export function readEnvelope(source: Uint8Array): EnvelopeSummary {
	const { recipients, cipherOid } = takeEnvelopeApart(source);
	return {
		recipients: recipients.map(({ serialNumber, issuerDer }) => ({ serialNumber, issuerDer })),
		cipher: cipherOid === oids.gost28147 ? 'gost89' : (modernCiphers.find(({ oid }) => oid === cipherOid)?.name ?? cipherOid),
	};
}

/**
 * Opens an envelope with the key of one of its recipients, whether the sender locked the content
 * key by key transport or by key agreement.
 *
 * @returns the content, all of it in memory of its own. It is at most as long as the envelope.
 * @throws GostDecryptError `other-recipient` when it is not for this certificate, `wrong-key` when
 * the key is not that of the certificate or the locked key was changed, `content-damaged` when a
 * check value shows that the content was changed (only the `-omac` ciphers have one).
 * @throws GostFormatError `damaged`, or `unsupported` for a cipher, an S-box, a curve or a way of
 * locking that is not known here.
 */
export function decrypt(envelope: Uint8Array, key: PrivateKey, certificate: Certificate): Uint8Array {
	const opened = takeEnvelopeApart(envelope);
	const content = new Uint8Array(opened.encrypted.length);
	let length = 0;
	for (const piece of open(opened, key, certificate)) {
		content.set(piece, length);
		length += piece.length;
	}
	return content;
}

/**
 * Opens an envelope as `decrypt` does, but works it off in pieces of at most 256 KiB, so that a
 * caller with a large one can let other work in between.
 *
 * @returns the pieces of the content in order, nothing for an empty one. A wrong check value shows
 * after the last piece only: until then nobody vouches for the others.
 * @throws as `decrypt`, all but `content-damaged` before the first piece.
 */
export function decryptInPieces(envelope: Uint8Array, key: PrivateKey, certificate: Certificate): Generator<Uint8Array> {
	return open(takeEnvelopeApart(envelope), key, certificate);
}

function open(envelope: Envelope, key: PrivateKey, certificate: Certificate): Generator<Uint8Array> {
	const { cipherOid, senders } = envelope;
	const { locked } = ownPart(envelope, certificate);
	if (cipherOid === oids.gost28147) return decryptOldContent(unlockOldKeyOf(locked, key, senders), envelope);
	const cipher = modernCiphers.find(({ oid }) => oid === cipherOid);
	if (!cipher) throw unsupported(`The envelope uses a cipher that is not known here (${cipherOid})`);
	return decryptContent(cipher, unlockModernKey(locked, key, senders, cipher), envelope);
}

function ownPart({ recipients }: Envelope, certificate: Certificate): Recipient {
	const { subjectKeyIdentifier } = takeApart(parseDer(certificate.der));
	const own = recipients.find(
		({ serialNumber, issuerDer, keyIdentifier }) =>
			(serialNumber === certificate.serialNumber && equalBytes(issuerDer, certificate.issuerDer)) ||
			(keyIdentifier && subjectKeyIdentifier && equalBytes(keyIdentifier, subjectKeyIdentifier)),
	);
	if (own) return own;
	if (recipients.length === 0) throw unsupported('The envelope is locked for nobody by certificate, but with a password or a shared key');
	throw new GostDecryptError('other-recipient', 'The envelope is not for the owner of this certificate');
}

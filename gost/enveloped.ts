import { randomBytes } from 'node:crypto';
import { binaryOf } from './armor';
import { equalBytes } from './bytes';
import { takeApart, type Certificate } from './certificate';
import { decryptContent, encryptContent, modernCiphers, type ModernCipher, type ModernCipherName } from './contentCipher';
import { contextTag, membersOf, objectIdentifierOf, octetsOf, parseDer, sequenceOf, tags, type Element } from './der';
import { algorithm, context, encode, objectIdentifier, octetString, sequence, setOf, smallInteger } from './derWriter';
import { damaged, GostDecryptError, unsupported } from './errors';
import { decryptOldContent, unlockOldKey } from './gost89';
import { digestBits, type PrivateKey } from './keys';
import { lockKey, unlockKey } from './keyTransport';
import { oids } from './oids';
import { readIssuerAndSerial } from './signedData';
import { issuerAndSerial } from './signedDataWriter';

/** For whom an envelope is and how its content is encrypted. */
export interface EnvelopeSummary {
	/** The certificates it was encrypted to; a recipient named by key identifier has an empty issuer and serial number. */
	readonly recipients: { readonly serialNumber: string; readonly issuerDer: Uint8Array }[];
	/** `gost89`, a name of `ModernCipherName`, or the object identifier of a cipher that is not known here. */
	readonly cipher: string;
}

const defaultCipher = 'kuznyechik-ctr-acpkm';

/**
 * Encrypts content so that the owner of any of the certificates can open it: CMS EnvelopedData
 * (RFC 5652 §6) by R 1323565.1.025.
 *
 * @param cipher Kuznyechik unless told otherwise, as Extern does since July 2024.
 * @returns DER.
 */
export function encryptFor(recipients: Certificate[], content: Uint8Array, cipher: ModernCipherName = defaultCipher): Uint8Array {
	const chosen = modernCiphers.find(({ name }) => name === cipher);
	if (!chosen || recipients.length === 0) throw new RangeError('An envelope needs a known cipher and a recipient');
	const contentKey = new Uint8Array(randomBytes(32));
	const encrypted = encryptContent(chosen, contentKey, content);
	const unprotected = encrypted.checkValue
		? [context(1, sequence(objectIdentifier(oids.contentCheckValue), setOf(octetString(encrypted.checkValue))))]
		: [];
	const envelopedData = sequence(
		// RFC 5652 §6.1: 2 when there are unprotected attributes
		smallInteger(unprotected.length > 0 ? 2 : 0),
		setOf(...recipients.map((recipient) => recipientInfo(recipient, contentKey, chosen))),
		sequence(
			objectIdentifier(oids.data),
			encrypted.algorithm,
			encode(contextTag(0, 'primitive'), encrypted.content),
		),
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
 * Opens an envelope with the key of one of its recipients.
 *
 * @returns the content, all of it in memory.
 * @throws GostDecryptError `other-recipient` when it is not for this certificate, `wrong-key` when
 * the key is not that of the certificate or the locked key was changed, `content-damaged` when a
 * check value shows that the content was changed (only the `-omac` ciphers have one).
 * @throws GostFormatError `damaged`, or `unsupported` for a cipher that is not known here.
 */
export function decrypt(envelope: Uint8Array, key: PrivateKey, certificate: Certificate): Uint8Array {
	const { recipients, cipherOid, parameters, encrypted, checkValue } = takeEnvelopeApart(envelope);
	const parts = takeApart(parseDer(certificate.der));
	const recipient = recipients.find(
		({ serialNumber, issuerDer, keyIdentifier }) =>
			(serialNumber === certificate.serialNumber && equalBytes(issuerDer, certificate.issuerDer)) ||
			(keyIdentifier && parts.subjectKeyIdentifier && equalBytes(keyIdentifier, parts.subjectKeyIdentifier)),
	);
	if (!recipient) throw new GostDecryptError('other-recipient', 'The envelope is not for the owner of this certificate');
	if (cipherOid === oids.gost28147) return decryptOldContent(unlockOldKey(recipient.encryptedKey, key), parameters, encrypted);
	const cipher = modernCiphers.find(({ oid }) => oid === cipherOid);
	if (!cipher) throw unsupported(`The envelope uses a cipher that is not known here (${cipherOid})`);
	if (recipient.keyTransportOid !== cipher.keyExportOid) throw unsupported('The envelope locks its key in a way that is not known here');
	return decryptContent(cipher, unlockKey(recipient.encryptedKey, key, cipher.cipherOf), parameters, encrypted, checkValue);
}

interface Envelope {
	recipients: Recipient[];
	cipherOid: string;
	parameters?: Element;
	encrypted: Uint8Array;
	checkValue?: Uint8Array;
}

interface Recipient {
	serialNumber: string;
	issuerDer: Uint8Array;
	keyIdentifier?: Uint8Array;
	keyTransportOid: string;
	encryptedKey: Uint8Array;
}

function takeEnvelopeApart(source: Uint8Array): Envelope {
	const contentInfo = sequenceOf(parseDer(binaryOf(source, /^(CMS|PKCS7)$/)), 'Envelope');
	if (objectIdentifierOf(contentInfo.take(tags.objectIdentifier)) !== oids.envelopedData) throw damaged('This is no CMS envelope');
	const [body] = membersOf(contentInfo.take(contextTag(0)));
	if (!body) throw damaged('The envelope is empty');
	const members = sequenceOf(body, 'Envelope');
	members.take(tags.integer);
	members.optional(contextTag(0));
	const recipients = membersOf(members.take(tags.set))
		// the other kinds of recipients (key agreement, passwords) carry context tags
		.filter(({ tag }) => tag === tags.sequence)
		.map(readRecipient);
	const contentInfoMembers = sequenceOf(members.take(tags.sequence), 'Encrypted content');
	contentInfoMembers.take(tags.objectIdentifier);
	const cipher = sequenceOf(contentInfoMembers.take(tags.sequence), 'Cipher');
	const cipherOid = objectIdentifierOf(cipher.take(tags.objectIdentifier));
	const encrypted = contentInfoMembers.optional(contextTag(0, 'primitive'), contextTag(0));
	if (!encrypted) throw damaged('The envelope has no content');
	return {
		recipients,
		cipherOid,
		parameters: cipher.optional(tags.sequence),
		encrypted: octetsOf(encrypted),
		checkValue: readCheckValue(members.optional(contextTag(1))),
	};
}

function readRecipient(element: Element): Recipient {
	const members = sequenceOf(element, 'Recipient');
	members.take(tags.integer);
	const keyIdentifier = members.optional(contextTag(0, 'primitive'))?.content;
	const identity = keyIdentifier
		? { serialNumber: '', issuerDer: new Uint8Array(0), keyIdentifier }
		: readIssuerAndSerial(members.take(tags.sequence));
	const keyTransport = sequenceOf(members.take(tags.sequence), 'Key transport');
	return {
		...identity,
		keyTransportOid: objectIdentifierOf(keyTransport.take(tags.objectIdentifier)),
		encryptedKey: octetsOf(members.take(tags.octetString, tags.constructedOctetString)),
	};
}

function readCheckValue(attributes: Element | undefined): Uint8Array | undefined {
	for (const attribute of attributes ? membersOf(attributes) : []) {
		const members = sequenceOf(attribute, 'Attribute');
		if (objectIdentifierOf(members.take(tags.objectIdentifier)) !== oids.contentCheckValue) continue;
		const [value] = membersOf(members.take(tags.set));
		if (value) return octetsOf(value);
	}
	return undefined;
}

import { algorithmOf } from './algorithmIdentifier';
import { binaryOf } from './armor';
import { takeApart, type CertificateParts } from './certificate';
import { contextTag, membersOf, objectIdentifierOf, octetsOf, octetStringOf, parseDer, sequenceOf, soleMemberOf, tags, type Element, type Members } from './der';
import { damaged } from './errors';
import { oids } from './oids';
import { isCertificate, readIssuerAndSerial } from './signedData';

/** A CMS EnvelopedData (RFC 5652 §6) taken apart. */
export interface Envelope {
	readonly recipients: Recipient[];
	/** Certificates of the sender, where he used a key of his own. */
	readonly senders: CertificateParts[];
	readonly cipherOid: string;
	readonly parameters?: Element;
	readonly encrypted: Uint8Array;
	/** Encrypted. */
	readonly checkValue?: Uint8Array;
}

/** Somebody who can open an envelope, and the content key that is locked for him. */
export interface Recipient {
	/** Empty when he is named by key identifier, as is the issuer. */
	readonly serialNumber: string;
	readonly issuerDer: Uint8Array;
	readonly keyIdentifier?: Uint8Array;
	readonly locked: TransportedKey | AgreedKey;
}

/** A key that travels with everything that is needed to open it (RFC 5652 §6.2.1). */
export interface TransportedKey {
	readonly way: 'transport';
	readonly algorithmOid: string;
	readonly encryptedKey: Uint8Array;
}

/** A key locked by an agreement between a key of the sender and the recipient's (RFC 5652 §6.2.2). */
export interface AgreedKey {
	readonly way: 'agreement';
	readonly algorithmOid: string;
	readonly parameters?: Element;
	/** The sender's key itself, or whose certificate holds it. */
	readonly originator: Element;
	readonly ukm?: Uint8Array;
	readonly encryptedKey: Uint8Array;
}

/** Takes an envelope apart, from DER, BER, PEM or base64. Throws a GostFormatError `damaged`. */
export function takeEnvelopeApart(source: Uint8Array): Envelope {
	const contentInfo = sequenceOf(parseDer(binaryOf(source, /^(CMS|PKCS7)$/)), 'Envelope');
	if (objectIdentifierOf(contentInfo.take(tags.objectIdentifier)) !== oids.envelopedData) throw damaged('This is no CMS envelope');
	const body = soleMemberOf(contentInfo.take(contextTag(0)), 'Envelope');
	contentInfo.end();
	const members = sequenceOf(body, 'Envelope');
	members.take(tags.integer);
	const originatorInfo = members.optional(contextTag(0));
	const recipients = membersOf(members.take(tags.set)).flatMap(readRecipient);
	const contentInfoMembers = sequenceOf(members.take(tags.sequence), 'Encrypted content');
	contentInfoMembers.take(tags.objectIdentifier);
	const cipher = algorithmOf(contentInfoMembers.take(tags.sequence), 'Cipher');
	const encrypted = contentInfoMembers.optional(contextTag(0, 'primitive'), contextTag(0));
	if (!encrypted) throw damaged('The envelope has no content');
	contentInfoMembers.end();
	const unprotected = members.optional(contextTag(1));
	members.end();
	return {
		recipients,
		senders: originatorInfo ? readSenders(originatorInfo) : [],
		cipherOid: cipher.oid,
		parameters: cipher.parameters,
		encrypted: octetsOf(encrypted),
		checkValue: readCheckValue(unprotected),
	};
}

/** Nobody for the kinds of recipients that have no certificate: passwords and keys agreed on elsewhere. */
function readRecipient(element: Element): Recipient[] {
	if (element.tag === tags.sequence) return [readTransport(element)];
	if (element.tag === contextTag(1)) return readAgreement(element);
	// shared keys, passwords and, as [4], whatever is yet to come (RFC 5652 §6.2)
	if (element.tag < contextTag(2) || element.tag > contextTag(4)) throw damaged('A recipient is of a kind that does not exist');
	return [];
}

function readTransport(element: Element): Recipient {
	const members = sequenceOf(element, 'Recipient');
	members.take(tags.integer);
	const keyIdentifier = members.optional(contextTag(0, 'primitive'))?.content;
	const identity = keyIdentifier ? named(keyIdentifier) : readIssuerAndSerial(members.take(tags.sequence));
	const { algorithmOid } = readKeyEncryption(members);
	const encryptedKey = members.takeOctets();
	members.end();
	return { ...identity, locked: { way: 'transport', algorithmOid, encryptedKey } };
}

function readAgreement(element: Element): Recipient[] {
	const members = sequenceOf({ ...element, tag: tags.sequence }, 'Recipient');
	members.take(tags.integer);
	const originator = soleMemberOf(members.take(contextTag(0)), 'Sender');
	const ukmElement = members.optional(contextTag(1));
	const ukm = ukmElement && octetStringOf(soleMemberOf(ukmElement, 'Recipient'));
	const keyEncryption = readKeyEncryption(members);
	const keys = membersOf(members.take(tags.sequence));
	members.end();
	return keys.map((one) => {
		const recipient = sequenceOf(one, 'Recipient');
		const keyIdentifier = recipient.optional(contextTag(0));
		const identity = keyIdentifier ? named(readKeyIdentifier(keyIdentifier)) : readIssuerAndSerial(recipient.take(tags.sequence));
		const encryptedKey = recipient.takeOctets();
		recipient.end();
		return { ...identity, locked: { way: 'agreement', ...keyEncryption, originator, ukm, encryptedKey } };
	});
}

/** RFC 5652 §6.2.2: a date and something else may follow, by which nothing is found here. */
function readKeyIdentifier(element: Element): Uint8Array {
	const members = sequenceOf({ ...element, tag: tags.sequence }, 'Recipient');
	const keyIdentifier = members.takeOctets();
	members.optional(tags.generalizedTime);
	members.optional(tags.sequence);
	members.end();
	return keyIdentifier;
}

function named(keyIdentifier: Uint8Array): Pick<Recipient, 'serialNumber' | 'issuerDer' | 'keyIdentifier'> {
	return { serialNumber: '', issuerDer: new Uint8Array(0), keyIdentifier };
}

function readKeyEncryption(members: Members): { algorithmOid: string; parameters?: Element } {
	const { oid, parameters } = algorithmOf(members.take(tags.sequence), 'Key encryption');
	return { algorithmOid: oid, parameters };
}

function readSenders(originatorInfo: Element): CertificateParts[] {
	const members = sequenceOf({ ...originatorInfo, tag: tags.sequence }, 'Sender');
	const certificates = members.optional(contextTag(0));
	members.optional(contextTag(1)); // revocation lists
	members.end();
	return certificates ? membersOf(certificates).filter(isCertificate).map(takeApart) : [];
}

function readCheckValue(attributes: Element | undefined): Uint8Array | undefined {
	let checkValue: Uint8Array | undefined;
	for (const attribute of attributes ? membersOf(attributes) : []) {
		const members = sequenceOf(attribute, 'Attribute');
		const oid = objectIdentifierOf(members.take(tags.objectIdentifier));
		const values = members.take(tags.set);
		members.end();
		if (oid !== oids.contentCheckValue) continue;
		if (checkValue) throw damaged('The envelope has two check values');
		checkValue = octetStringOf(soleMemberOf(values, 'Check value'));
	}
	return checkValue;
}

import { equalBytes } from './bytes';
import type { CertificateParts } from './certificate';
import type { ModernCipher } from './contentCipher';
import { contextTag, octetsOf, tags, type Element } from './der';
import type { AgreedKey, Recipient } from './envelopeReader';
import { damaged, unsupported } from './errors';
import { unlockAgreedOldKey, unlockOldKey } from './gost89Keys';
import type { PrivateKey, PublicKey } from './keys';
import { unlockAgreedKey, unlockKey } from './keyTransport';
import { oids } from './oids';
import { readPublicKeyInfo } from './publicKeyInfo';
import { readIssuerAndSerial } from './signedData';

type Locked = Recipient['locked'];

/** The content key of an envelope with GOST 28147-89. Throws as `decrypt` tells. */
export function unlockOldKeyOf(locked: Locked, key: PrivateKey, senders: CertificateParts[]): Uint8Array {
	if (locked.way === 'transport') {
		// RFC 4490 §4.2: the algorithm of the recipient's key
		if (locked.algorithmOid !== oids.key256 && locked.algorithmOid !== oids.key512) throw unknownWay(locked);
		return unlockOldKey(locked.encryptedKey, key);
	}
	const { encryptedKey, ukm, parameters } = withUkm(locked);
	if (!parameters) throw damaged('The envelope does not tell how its key is locked');
	return unlockAgreedOldKey(encryptedKey, key, senderKey(locked, senders), ukm, parameters);
}

/** The content key of an envelope with a cipher of GOST R 34.12-2015. Throws as `decrypt` tells. */
export function unlockModernKey(locked: Locked, key: PrivateKey, senders: CertificateParts[], { keyExportOid, cipherOf }: ModernCipher): Uint8Array {
	if (locked.algorithmOid !== keyExportOid) throw unknownWay(locked);
	if (locked.way === 'transport') return unlockKey(locked.encryptedKey, key, cipherOf);
	const { encryptedKey, ukm } = withUkm(locked);
	return unlockAgreedKey(encryptedKey, key, senderKey(locked, senders), ukm, cipherOf);
}

function unknownWay({ algorithmOid }: Locked) {
	return unsupported(`The envelope locks its key in a way that is not known here (${algorithmOid})`);
}

function withUkm(locked: AgreedKey): AgreedKey & { ukm: Uint8Array } {
	const { ukm } = locked;
	if (!ukm) throw damaged('The encrypted key is malformed');
	return { ...locked, ukm };
}

/** RFC 5652 §6.2.2: a key made for this envelope, or that of a certificate which may stand in the envelope. */
function senderKey({ originator }: AgreedKey, senders: CertificateParts[]): PublicKey {
	if (originator.tag === contextTag(1)) return readPublicKeyInfo({ ...originator, tag: tags.sequence });
	const sender = senders.find((one) => isNamedBy(one, originator));
	if (!sender) throw unsupported('The envelope was made with the certificate of its sender, which it does not contain');
	return readPublicKeyInfo(sender.publicKeyInfo);
}

function isNamedBy({ serialNumber, issuer, subjectKeyIdentifier }: CertificateParts, originator: Element): boolean {
	if (originator.tag === contextTag(0, 'primitive')) return subjectKeyIdentifier !== undefined && equalBytes(subjectKeyIdentifier, octetsOf(originator));
	const named = readIssuerAndSerial(originator);
	return named.serialNumber === serialNumber && equalBytes(named.issuerDer, issuer.encoding);
}

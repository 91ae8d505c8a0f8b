import { randomBytes } from 'node:crypto';
import { algorithmOf } from './algorithmIdentifier';
import { equalBytes, integerOfLittleEndian } from './bytes';
import type { Certificate } from './certificate';
import { contextTag, parseDer, sequenceOf, tags, type Element } from './der';
import { context, encode, objectIdentifier, octetString, sequence } from './derWriter';
import { damaged, GostDecryptError, unsupported } from './errors';
import { feistelDecrypt, feistelEncrypt, feistelMac, sBoxes } from './gost28147';
import { blockSize, keyOf, mapBlocks, tableOf, wordsOf, writeWords, type Table } from './gost89Blocks';
import { agree } from './keyAgreement';
import { generatePrivateKey, publicKeyOf, type PrivateKey, type PublicKey } from './keys';
import { oids } from './oids';
import { readPublicKeyInfo } from './publicKeyInfo';
import { senderKeyMembers } from './senderKey';

/*
 * How a content key of GOST 28147-89 is locked: a secret by VKO (of 256 bits for keys of either
 * size), diversified by the UKM, encrypts it block by block, and a check value of four bytes guards it.
 */

const checkBytes = 4;
const contentKeyBytes = 32;

/** What a locked key consists of. */
interface Locked {
	key: Uint8Array;
	checkValue: Uint8Array;
}

/** What turns the secret of two keys into one that locks. */
interface Locking {
	ukm: Uint8Array;
	table: Table;
	/** CryptoPro's key wrap makes the key depend on the UKM, the plain one does not (RFC 4357 §6.1, §6.3). */
	diversified: boolean;
}

/** Locks a content key for the owner of a certificate: GostR3410-KeyTransport of RFC 4490 §4.2 with a fresh sender key and the S-box of TC 26. */
export function lockOldKey(contentKey: Uint8Array, recipient: Certificate): Uint8Array {
	const senderKey = generatePrivateKey(recipient.publicKey.curve);
	const locking = { ukm: new Uint8Array(randomBytes(blockSize)), table: sBoxes.tc26Z, diversified: true };
	const lockingKey = lockingKeyOf(senderKey, recipient.publicKey, locking);
	const locked = mapBlocks(contentKey, (halves) => feistelEncrypt(lockingKey, halves));
	return sequence(
		sequence(octetString(locked), octetString(checkValueOf(lockingKey, locking.ukm, contentKey))),
		context(
			0,
			objectIdentifier(oids.sBoxTc26Z),
			encode(contextTag(0), ...senderKeyMembers(publicKeyOf(senderKey), recipient)),
			octetString(locking.ukm),
		),
	);
}

/**
 * Opens what `lockOldKey` makes.
 *
 * @returns a content key of 32 bytes.
 * @throws GostDecryptError `wrong-key`; GostFormatError `damaged` or `unsupported`.
 */
export function unlockOldKey(encryptedKey: Uint8Array, key: PrivateKey): Uint8Array {
	const members = sequenceOf(parseDer(encryptedKey), 'Encrypted key');
	const locked = lockedOf(members.take(tags.sequence));
	// [0] IMPLICIT SEQUENCE
	const transport = sequenceOf({ ...members.take(contextTag(0)), tag: tags.sequence }, 'Transport parameters');
	const table = tableOf(transport.take(tags.objectIdentifier));
	const senderInfo = transport.optional(contextTag(0));
	if (!senderInfo) throw unsupported('The envelope was made with the certificate of its sender');
	const senderKey = readPublicKeyInfo({ ...senderInfo, tag: tags.sequence });
	const ukm = transport.takeOctets();
	transport.end();
	members.end();
	return unlock(locked, key, senderKey, { ukm, table, diversified: true });
}

/**
 * Opens a content key that a key agreement locks (RFC 4490 §4.1, and as TC 26 has it for GOST 2012).
 *
 * @param parameters of the key encryption algorithm: the way of locking and its S-box.
 * @returns a content key of 32 bytes.
 * @throws as `unlockOldKey`.
 */
export function unlockAgreedOldKey(encryptedKey: Uint8Array, key: PrivateKey, sender: PublicKey, ukm: Uint8Array, parameters: Element): Uint8Array {
	const { oid: wrapOid, parameters: wrapParameters } = algorithmOf(parameters, 'Key encryption');
	if (wrapOid !== oids.plainKeyWrap && wrapOid !== oids.cryptoProKeyWrap) throw unsupported(`The envelope locks its key in a way that is not known here (${wrapOid})`);
	if (!wrapParameters) throw damaged('The envelope does not tell how its key is locked');
	const members = sequenceOf(wrapParameters, 'Key encryption');
	const table = tableOf(members.take(tags.objectIdentifier));
	members.optional(tags.octetString); // the UKM, which the recipient's part of the envelope has
	members.end();
	return unlock(lockedOf(parseDer(encryptedKey)), key, sender, { ukm, table, diversified: wrapOid === oids.cryptoProKeyWrap });
}

function lockedOf(element: Element): Locked {
	const members = sequenceOf(element, 'Encrypted key');
	const key = members.takeOctets();
	const checkValue = members.takeOctets();
	members.end();
	if (key.length !== contentKeyBytes || checkValue.length !== checkBytes) throw damaged('The encrypted key is malformed');
	return { key, checkValue };
}

function unlock(locked: Locked, key: PrivateKey, sender: PublicKey, locking: Locking): Uint8Array {
	if (locking.ukm.length !== blockSize) throw damaged('The encrypted key is malformed');
	const lockingKey = lockingKeyOf(key, sender, locking);
	const contentKey = mapBlocks(locked.key, (halves) => feistelDecrypt(lockingKey, halves));
	if (!equalBytes(checkValueOf(lockingKey, locking.ukm, contentKey), locked.checkValue)) {
		throw new GostDecryptError('wrong-key', 'The private key does not open this envelope');
	}
	return contentKey;
}

function lockingKeyOf(key: PrivateKey, peer: PublicKey, { ukm, table, diversified }: Locking) {
	const shared = agree(key, peer, integerOfLittleEndian(ukm) || 1n, 256);
	return keyOf(diversified ? diversify(shared, ukm, table) : shared, table);
}

/** RFC 4357 §6.5: the key that locks depends on the bits of the UKM. */
function diversify(key: Uint8Array, ukm: Uint8Array, table: Table): Uint8Array {
	let diversified = key;
	for (const bits of ukm) {
		const register = new Int32Array(2);
		wordsOf(diversified).forEach((word, index) => {
			register[(bits >> index) & 1 ? 0 : 1] += word;
		});
		const stepKey = keyOf(diversified, table);
		diversified = mapBlocks(diversified, (halves) => {
			feistelEncrypt(stepKey, register);
			halves[0] ^= register[0];
			halves[1] ^= register[1];
			register.set(halves);
		});
	}
	return diversified;
}

/** The first four bytes of the check value of GOST 28147-89 §5, started from the UKM instead of zero. */
function checkValueOf(key: ReturnType<typeof keyOf>, start: Uint8Array, message: Uint8Array): Uint8Array {
	const state = wordsOf(start);
	mapBlocks(message, (halves) => {
		state[0] ^= halves[0];
		state[1] ^= halves[1];
		feistelMac(key, state);
	});
	const bytes = new Uint8Array(blockSize);
	writeWords(state, bytes, 0);
	return bytes.subarray(0, checkBytes);
}

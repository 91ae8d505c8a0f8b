import { randomBytes } from 'node:crypto';
import type { BlockCipher, CipherOf } from './blockCipher';
import { concatBytes, equalBytes } from './bytes';
import type { Certificate } from './certificate';
import { CtrAcpkm } from './ctrAcpkm';
import { parseDer, sequenceOf, tags } from './der';
import { octetString, sequence } from './derWriter';
import { damaged, GostDecryptError } from './errors';
import { exportKeys } from './keyAgreement';
import { generatePrivateKey, publicKeyOf, type PrivateKey, type PublicKey } from './keys';
import { omac } from './omac';
import { readPublicKeyInfo } from './publicKeyInfo';
import { senderKeyMembers } from './senderKey';

const ukmBytes = 32;
const contentKeyBytes = 32;

/**
 * Locks a content key for the owner of a certificate: GostR3410-KeyTransport of R 1323565.1.025
 * (a fresh sender key, KEG, KExp15).
 *
 * @returns the DER that goes into `encryptedKey`.
 */
export function lockKey(contentKey: Uint8Array, recipient: Certificate, cipherOf: CipherOf): Uint8Array {
	const { publicKey } = recipient;
	const senderKey = generatePrivateKey(publicKey.curve);
	const ukm = new Uint8Array(randomBytes(ukmBytes));
	return sequence(
		octetString(exportKey(contentKey, exportKeys(senderKey, publicKey, ukm), ukm, cipherOf)),
		sequence(...senderKeyMembers(publicKeyOf(senderKey), recipient)),
		octetString(ukm),
	);
}

/** Opens what `lockKey` made. Throws a GostDecryptError `wrong-key` when the key is another, a GostFormatError when the structure is broken. */
export function unlockKey(encryptedKey: Uint8Array, key: PrivateKey, cipherOf: CipherOf): Uint8Array {
	const members = sequenceOf(parseDer(encryptedKey), 'Encrypted key');
	const exported = members.takeOctets();
	const senderKey = readPublicKeyInfo(members.take(tags.sequence));
	const ukm = members.takeOctets();
	members.end();
	return unlockAgreedKey(exported, key, senderKey, ukm, cipherOf);
}

/** Opens a content key that a key agreement with the sender's key locks (R 1323565.1.025). Throws as `unlockKey`. */
export function unlockAgreedKey(exported: Uint8Array, key: PrivateKey, sender: PublicKey, ukm: Uint8Array, cipherOf: CipherOf): Uint8Array {
	if (ukm.length !== ukmBytes) throw damaged('The encrypted key is malformed');
	return importKey(exported, exportKeys(key, sender, ukm), ukm, cipherOf);
}

interface ExportKeys {
	macKey: Uint8Array;
	cipherKey: Uint8Array;
}

/** KExp15 (RFC 9189 §8.2.1): the key and its check value, encrypted. */
function exportKey(contentKey: Uint8Array, keys: ExportKeys, ukm: Uint8Array, cipherOf: CipherOf): Uint8Array {
	const macCipher = cipherOf(keys.macKey);
	const iv = exportIv(ukm, macCipher);
	return counterMode(cipherOf, keys.cipherKey, iv).apply(concatBytes(contentKey, omac(macCipher, concatBytes(iv, contentKey))));
}

/** KImp15. */
function importKey(exported: Uint8Array, keys: ExportKeys, ukm: Uint8Array, cipherOf: CipherOf): Uint8Array {
	const macCipher = cipherOf(keys.macKey);
	if (exported.length !== contentKeyBytes + macCipher.blockSize) throw damaged('The encrypted key is malformed');
	const iv = exportIv(ukm, macCipher);
	const opened = counterMode(cipherOf, keys.cipherKey, iv).apply(exported);
	const contentKey = opened.subarray(0, contentKeyBytes);
	if (!equalBytes(omac(macCipher, concatBytes(iv, contentKey)), opened.subarray(contentKeyBytes))) {
		throw new GostDecryptError('wrong-key', 'The private key does not open this envelope');
	}
	return contentKey;
}

function exportIv(ukm: Uint8Array, { blockSize }: BlockCipher): Uint8Array {
	return ukm.subarray(24, 24 + blockSize / 2);
}

function counterMode(cipherOf: CipherOf, key: Uint8Array, iv: Uint8Array): CtrAcpkm {
	return new CtrAcpkm(cipherOf, key, iv, Infinity);
}

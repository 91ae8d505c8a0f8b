import { equalBytes, integerOfLittleEndian } from './bytes';
import { contextTag, objectIdentifierOf, parseDer, sequenceOf, tags, type Element } from './der';
import { damaged, GostDecryptError, unsupported } from './errors';
import { feistelDecrypt, feistelEncrypt, feistelMac, sBoxes, type FeistelKey } from './gost28147';
import { agree } from './keyAgreement';
import type { PrivateKey } from './keys';
import { oids } from './oids';
import { readPublicKeyInfo } from './publicKeyInfo';

/*
 * Opening of envelopes with GOST 28147-89, as documents of before mid-2024 have them. Encrypting
 * this way is no longer asked for.
 */

const blockSize = 8;
// RFC 4357 §2.3.2: after this many bytes the key changes
const sectionBytes = 1024;
const nextKeySeed = Uint8Array.of(
	0x69, 0x00, 0x72, 0x22, 0x64, 0xc9, 0x04, 0x23, 0x8d, 0x3a, 0xdb, 0x96, 0x46, 0xe9, 0x2a, 0xc4,
	0x18, 0xfe, 0xac, 0x94, 0x00, 0xed, 0x07, 0x12, 0xc0, 0x86, 0xdc, 0xc2, 0xef, 0x4c, 0xa9, 0x2b,
);

type Table = FeistelKey['table'];

function tableOf(oid: string): Table {
	if (oid === oids.sBoxTc26Z) return sBoxes.tc26Z;
	if (oid === oids.sBoxCryptoProA) return sBoxes.cryptoProA;
	throw unsupported(`The envelope uses an S-box that is not known here (${oid})`);
}

/** Opens the GostR3410-KeyTransport of RFC 4490 §4.2: a content key of 32 bytes. */
export function unlockOldKey(encryptedKey: Uint8Array, key: PrivateKey): Uint8Array {
	const members = sequenceOf(parseDer(encryptedKey), 'Encrypted key');
	const locked = sequenceOf(members.take(tags.sequence), 'Encrypted key');
	const lockedKey = locked.take(tags.octetString).content;
	const checkValue = locked.take(tags.octetString).content;
	// [0] IMPLICIT SEQUENCE
	const transport = sequenceOf({ ...members.take(contextTag(0)), tag: tags.sequence }, 'Transport parameters');
	const table = tableOf(objectIdentifierOf(transport.take(tags.objectIdentifier)));
	const senderInfo = transport.optional(contextTag(0));
	if (!senderInfo) throw unsupported('The envelope was made with the certificate of its sender');
	const senderKey = readPublicKeyInfo({ ...senderInfo, tag: tags.sequence });
	const ukm = transport.take(tags.octetString).content;
	if (lockedKey.length !== 32 || checkValue.length !== 4 || ukm.length !== blockSize) throw damaged('The encrypted key is malformed');

	const shared = agree(key, senderKey, integerOfLittleEndian(ukm) || 1n, 256);
	const lockingKey = keyOf(diversify(shared, ukm, table), table);
	const contentKey = mapBlocks(lockedKey, (halves) => feistelDecrypt(lockingKey, halves));
	if (!equalBytes(checkValueOf(lockingKey, ukm, contentKey), checkValue)) {
		throw new GostDecryptError('wrong-key', 'The private key does not open this envelope');
	}
	return contentKey;
}

/** Decrypts content in CFB mode with the key meshing of RFC 4357 §2.3.2. Changes of the content go unnoticed. */
export function decryptOldContent(contentKey: Uint8Array, parameters: Element | undefined, encrypted: Uint8Array): Uint8Array {
	if (!parameters) throw damaged('The cipher parameters are missing');
	const members = sequenceOf(parameters, 'Cipher parameters');
	const iv = members.take(tags.octetString).content;
	const table = tableOf(objectIdentifierOf(members.take(tags.objectIdentifier)));
	if (iv.length !== blockSize) throw damaged('The cipher parameters are malformed');
	let key = keyOf(contentKey, table);
	const register = wordsOf(iv);
	const content = new Uint8Array(encrypted.length);
	const gamma = new Uint8Array(blockSize);
	for (let offset = 0; offset < encrypted.length; offset += blockSize) {
		if (offset > 0 && offset % sectionBytes === 0) {
			const current = key;
			key = keyOf(mapBlocks(nextKeySeed, (halves) => feistelDecrypt(current, halves)), table);
			feistelEncrypt(key, register);
		}
		feistelEncrypt(key, register);
		writeWords(register, gamma, 0);
		const block = encrypted.subarray(offset, offset + blockSize);
		for (let index = 0; index < block.length; index++) content[offset + index] = block[index] ^ gamma[index];
		if (block.length === blockSize) register.set(wordsOf(block));
	}
	return content;
}

/** RFC 4357 §6.5: the key that locks depends on the bits of the UKM. */
function diversify(key: Uint8Array, ukm: Uint8Array, table: Table): Uint8Array {
	let diversified = key;
	for (const bits of ukm) {
		const iv = new Int32Array(2);
		wordsOf(diversified).forEach((word, index) => {
			iv[(bits >> index) & 1 ? 0 : 1] += word;
		});
		const register = iv;
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
function checkValueOf(key: FeistelKey, start: Uint8Array, message: Uint8Array): Uint8Array {
	const state = wordsOf(start);
	mapBlocks(message, (halves) => {
		state[0] ^= halves[0];
		state[1] ^= halves[1];
		feistelMac(key, state);
	});
	const bytes = new Uint8Array(blockSize);
	writeWords(state, bytes, 0);
	return bytes.subarray(0, 4);
}

function keyOf(key: Uint8Array, table: Table): FeistelKey {
	return { words: wordsOf(key), table };
}

/** Applies a change to each whole block, as a pair of words, lowest byte first. */
function mapBlocks(bytes: Uint8Array, change: (halves: Int32Array) => void): Uint8Array {
	const words = wordsOf(bytes);
	const result = new Uint8Array(bytes.length);
	for (let word = 0; word < words.length; word += 2) {
		const halves = words.subarray(word, word + 2);
		change(halves);
		writeWords(halves, result, 4 * word);
	}
	return result;
}

function wordsOf(bytes: Uint8Array): Int32Array {
	return Int32Array.from(
		{ length: bytes.length / 4 },
		(_, word) => bytes[4 * word] | (bytes[4 * word + 1] << 8) | (bytes[4 * word + 2] << 16) | (bytes[4 * word + 3] << 24),
	);
}

function writeWords(words: Int32Array, bytes: Uint8Array, offset: number): void {
	for (let index = 0; index < words.length * 4; index++) bytes[offset + index] = words[index >> 2] >>> (8 * (index & 3));
}

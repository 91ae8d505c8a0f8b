import { randomBytes } from 'node:crypto';
import { sequenceOf, tags, type Element } from './der';
import { algorithm, objectIdentifier, octetString, sequence } from './derWriter';
import { damaged } from './errors';
import { feistelDecrypt, feistelEncrypt, sBoxes } from './gost28147';
import { blockSize, keyOf, mapBlocks, tableOf, wordsOf, type Table } from './gost89Blocks';
import { oids } from './oids';

/*
 * Content with GOST 28147-89, as envelopes of before mid-2024 have it (RFC 4490 §3): cipher
 * feedback with the key meshing of RFC 4357 §2.3.2. Nobody notices a change of the content here;
 * that is what the signature is for.
 */

// after this many bytes the key changes
const sectionBytes = 1024;
const nextKeySeed = Uint8Array.of(
	0x69, 0x00, 0x72, 0x22, 0x64, 0xc9, 0x04, 0x23, 0x8d, 0x3a, 0xdb, 0x96, 0x46, 0xe9, 0x2a, 0xc4,
	0x18, 0xfe, 0xac, 0x94, 0x00, 0xed, 0x07, 0x12, 0xc0, 0x86, 0xdc, 0xc2, 0xef, 0x4c, 0xa9, 0x2b,
);

/** Encrypts content with a key of 32 bytes, a fresh initial vector and the S-box of TC 26. */
export function encryptOldContent(contentKey: Uint8Array, content: Uint8Array): { algorithm: Uint8Array; content: Uint8Array } {
	const iv = new Uint8Array(randomBytes(blockSize));
	return {
		algorithm: algorithm(oids.gost28147, sequence(octetString(iv), objectIdentifier(oids.sBoxTc26Z))),
		content: cipherFeedback({ contentKey, iv, table: sBoxes.tc26Z }, content, (_, encrypted) => encrypted),
	};
}

/** Decrypts content of either S-box. Throws a GostFormatError when the parameters are broken or not known here. */
export function decryptOldContent(contentKey: Uint8Array, parameters: Element | undefined, encrypted: Uint8Array): Uint8Array {
	if (!parameters) throw damaged('The cipher parameters are missing');
	const members = sequenceOf(parameters, 'Cipher parameters');
	const iv = members.take(tags.octetString).content;
	const table = tableOf(members.take(tags.objectIdentifier));
	members.end();
	if (iv.length !== blockSize) throw damaged('The cipher parameters are malformed');
	return cipherFeedback({ contentKey, iv, table }, encrypted, (given) => given);
}

interface Settings {
	contentKey: Uint8Array;
	iv: Uint8Array;
	table: Table;
}

/** @param encryptedOf which of the bytes before and after is the encrypted one, which the next block depends on. */
function cipherFeedback({ contentKey, iv, table }: Settings, text: Uint8Array, encryptedOf: (given: number, made: number) => number): Uint8Array {
	let key = keyOf(contentKey, table);
	const register = wordsOf(iv);
	const result = new Uint8Array(text.length);
	for (let offset = 0; offset < text.length; offset += blockSize) {
		if (offset > 0 && offset % sectionBytes === 0) {
			const current = key;
			key = keyOf(mapBlocks(nextKeySeed, (halves) => feistelDecrypt(current, halves)), table);
			feistelEncrypt(key, register);
		}
		feistelEncrypt(key, register);
		const end = Math.min(blockSize, text.length - offset);
		for (let half = 0; half < 2; half++) {
			const gamma = register[half];
			let next = 0;
			for (let index = 4 * half; index < Math.min(4 * half + 4, end); index++) {
				const shift = 8 * (index & 3);
				const given = text[offset + index];
				const made = given ^ ((gamma >>> shift) & 0xff);
				result[offset + index] = made;
				next |= encryptedOf(given, made) << shift;
			}
			register[half] = next;
		}
	}
	return result;
}

import { randomBytes } from 'node:crypto';
import type { EncryptedParts } from './contentCipher';
import { sequenceOf, tags } from './der';
import { algorithm, objectIdentifier, octetString, sequence } from './derWriter';
import { damaged } from './errors';
import { feistelDecrypt, feistelEncrypt, sBoxes, type FeistelKey } from './gost28147';
import { blockSize, keyOf, mapBlocks, tableOf, wordsOf, type Table } from './gost89Blocks';
import { oids } from './oids';
import { piecesOf } from './pieces';

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
		content: new CipherFeedback(contentKey, iv, sBoxes.tc26Z).encrypt(content),
	};
}

/** Decrypts content of either S-box piece by piece. Throws a GostFormatError when the parameters are broken or not known here. */
export function* decryptOldContent(contentKey: Uint8Array, { parameters, encrypted }: EncryptedParts): Generator<Uint8Array> {
	if (!parameters) throw damaged('The cipher parameters are missing');
	const members = sequenceOf(parameters, 'Cipher parameters');
	const iv = members.takeOctets();
	const table = tableOf(members.take(tags.objectIdentifier));
	members.end();
	if (iv.length !== blockSize) throw damaged('The cipher parameters are malformed');
	const cipher = new CipherFeedback(contentKey, iv, table);
	for (const piece of piecesOf(encrypted)) yield cipher.decrypt(piece);
}

/** Pieces are whole blocks, except the last. */
class CipherFeedback {
	private key: FeistelKey;
	/** The last encrypted block, which the next one depends on. */
	private readonly register: Int32Array;
	private bytesInSection = 0;

	constructor(
		contentKey: Uint8Array,
		iv: Uint8Array,
		private readonly table: Table,
	) {
		this.key = keyOf(contentKey, table);
		this.register = wordsOf(iv);
	}

	encrypt(text: Uint8Array): Uint8Array {
		const result = Uint8Array.from(text);
		this.apply(result, result);
		return result;
	}

	decrypt(encrypted: Uint8Array): Uint8Array {
		const result = Uint8Array.from(encrypted);
		this.apply(result, encrypted);
		return result;
	}

	/** @param encrypted what is encrypted after the change: the text itself, or what it was. */
	private apply(text: Uint8Array, encrypted: Uint8Array): void {
		const { register } = this;
		for (let offset = 0; offset < text.length; offset += blockSize) {
			this.nextGamma();
			const end = Math.min(offset + blockSize, text.length);
			for (let index = offset; index < end; index++) text[index] ^= register[(index >> 2) & 1] >>> (8 * (index & 3));
			register[0] = wordAt(encrypted, offset);
			register[1] = wordAt(encrypted, offset + 4);
		}
	}

	private nextGamma(): void {
		if (this.bytesInSection === sectionBytes) {
			const current = this.key;
			this.key = keyOf(mapBlocks(nextKeySeed, (halves) => feistelDecrypt(current, halves)), this.table);
			feistelEncrypt(this.key, this.register);
			this.bytesInSection = 0;
		}
		feistelEncrypt(this.key, this.register);
		this.bytesInSection += blockSize;
	}
}

/** Bytes beyond the end count as 0; after them comes nothing that would depend on them. */
function wordAt(bytes: Uint8Array, offset: number): number {
	return bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24);
}

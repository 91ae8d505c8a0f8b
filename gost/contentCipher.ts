import { randomBytes } from 'node:crypto';
import type { CipherOf } from './blockCipher';
import { equalBytes } from './bytes';
import { CtrAcpkm } from './ctrAcpkm';
import { sequenceOf, type Element } from './der';
import { algorithm, octetString, sequence } from './derWriter';
import { damaged, GostDecryptError } from './errors';
import { keyTree } from './keyAgreement';
import { kuznyechik } from './kuznyechik';
import { magma } from './magma';
import { oids } from './oids';
import { Omac } from './omac';
import { piecesOf } from './pieces';

/** The ciphers of GOST R 34.12-2015 that envelopes are made with, by the names OpenSSL gives them. */
export type ModernCipherName = 'kuznyechik-ctr-acpkm' | 'kuznyechik-ctr-acpkm-omac' | 'magma-ctr-acpkm' | 'magma-ctr-acpkm-omac';

/** One way of encrypting content by R 1323565.1.025 (CMS with GOST R 34.12-2015). */
export interface ModernCipher {
	readonly name: ModernCipherName;
	readonly oid: string;
	readonly cipherOf: CipherOf;
	/** Of the key transport that goes with the cipher. */
	readonly keyExportOid: string;
	readonly blockSize: 8 | 16;
	/** After this many bytes the key changes. */
	readonly sectionBytes: number;
	/** Whether a check value guards the content. */
	readonly checked: boolean;
}

// R 1323565.1.025: a section of Magma has 8 KiB, one of Kuznyechik 256 KiB
const magmaShape = { cipherOf: magma, keyExportOid: oids.magmaKeyExport, blockSize: 8, sectionBytes: 8 * 1024 } as const;
const kuznyechikShape = { cipherOf: kuznyechik, keyExportOid: oids.kuznyechikKeyExport, blockSize: 16, sectionBytes: 256 * 1024 } as const;

/** All ciphers of GOST R 34.12-2015 for envelopes. */
export const modernCiphers: readonly ModernCipher[] = [
	{ name: 'kuznyechik-ctr-acpkm', oid: oids.kuznyechikCtrAcpkm, checked: false, ...kuznyechikShape },
	{ name: 'kuznyechik-ctr-acpkm-omac', oid: oids.kuznyechikCtrAcpkmOmac, checked: true, ...kuznyechikShape },
	{ name: 'magma-ctr-acpkm', oid: oids.magmaCtrAcpkm, checked: false, ...magmaShape },
	{ name: 'magma-ctr-acpkm-omac', oid: oids.magmaCtrAcpkmOmac, checked: true, ...magmaShape },
];

/** Bytes of the UKM after the half block of the initial vector; they vary the keys of the checked ciphers. */
const seedBytes = 8;

/** Encrypted content with the AlgorithmIdentifier that describes it. */
export interface EncryptedContent {
	readonly algorithm: Uint8Array;
	readonly content: Uint8Array;
	/** The encrypted check value of the checked ciphers. */
	readonly checkValue?: Uint8Array;
}

/** Encrypts content of any length with a content key of 32 bytes and a fresh UKM. */
export function encryptContent(cipher: ModernCipher, contentKey: Uint8Array, content: Uint8Array): EncryptedContent {
	const ukm = new Uint8Array(randomBytes(cipher.blockSize / 2 + seedBytes));
	const { stream, check } = keyedCipher(cipher, contentKey, ukm);
	return {
		algorithm: algorithm(cipher.oid, sequence(octetString(ukm))),
		content: stream.apply(content),
		checkValue: check && stream.apply(check.update(content).finish()),
	};
}

/** Encrypted content and what is needed besides its key. */
export interface EncryptedParts {
	/** Of the cipher. */
	readonly parameters?: Element;
	readonly encrypted: Uint8Array;
	/** Encrypted. */
	readonly checkValue?: Uint8Array;
}

/**
 * Decrypts content piece by piece. Throws a GostFormatError when the parameters are broken, and a
 * GostDecryptError `content-damaged` after the last piece when the check value of a checked cipher
 * differs. The other ciphers cannot notice a change of the content: that is what the signature is for.
 */
export function* decryptContent(cipher: ModernCipher, contentKey: Uint8Array, parts: EncryptedParts): Generator<Uint8Array> {
	const ukm = parts.parameters && ukmOf(parts.parameters);
	if (ukm?.length !== cipher.blockSize / 2 + seedBytes) throw damaged('The cipher parameters are malformed');
	const { stream, check } = keyedCipher(cipher, contentKey, ukm);
	for (const piece of piecesOf(parts.encrypted)) {
		const content = stream.apply(piece);
		check?.update(content);
		yield content;
	}
	if (!check) return;
	const checkValue = parts.checkValue && stream.apply(parts.checkValue);
	if (!checkValue || !equalBytes(checkValue, check.finish())) {
		throw new GostDecryptError('content-damaged', 'The content was changed after it was encrypted');
	}
}

function ukmOf(parameters: Element): Uint8Array {
	const members = sequenceOf(parameters, 'Cipher parameters');
	const ukm = members.takeOctets();
	members.end();
	return ukm;
}

function keyedCipher({ cipherOf, blockSize, sectionBytes, checked }: ModernCipher, contentKey: Uint8Array, ukm: Uint8Array) {
	const iv = ukm.subarray(0, blockSize / 2);
	if (!checked) return { stream: new CtrAcpkm(cipherOf, contentKey, iv, sectionBytes) };
	const keys = keyTree(contentKey, 'kdf tree', ukm.subarray(blockSize / 2));
	return {
		stream: new CtrAcpkm(cipherOf, keys.subarray(0, 32), iv, sectionBytes),
		check: new Omac(cipherOf(keys.subarray(32))),
	};
}

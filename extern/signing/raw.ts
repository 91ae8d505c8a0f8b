import { digestBits, reversedSignature, verifyDigest, type Certificate, type PrivateKey, type PublicKey } from '../../gost';
import { stop } from '../failure';
import { digestOf, wholeOf } from './digest';
import type { RawOrder, ToSign } from './signer';

/** The same signature in the other order, or as it is; going there and back is the same step. */
export function inOrder(signature: Uint8Array, order: RawOrder): Uint8Array {
	return order === 'reversed' ? reversedSignature(signature) : signature;
}

/**
 * A raw signature in the `standard` order, in whichever order it came. CryptoPro's own calls give it
 * reversed, libraries of other systems put r before s (signing.md §0.4), and a service rarely says
 * which. The key tells: a signature fits in one order only.
 * @param digest Streebog of what was signed
 * @returns undefined when it fits in no order, so it is of something else or of another key
 */
export function inStandardOrder(signature: Uint8Array, key: PublicKey, digest: Uint8Array): Uint8Array | undefined {
	const half = signature.length / 2;
	const swapped = new Uint8Array(Buffer.concat([signature.subarray(half), signature.subarray(0, half)]));
	return [signature, swapped].flatMap((value) => [value, inOrder(value, 'reversed')]).find((value) => verifyDigest(key, digest, value));
}

/**
 * Data that the service gives to be signed raw, as a document. Bytes of just the size of the key's
 * digest are the digest (domain/signing.md §4.2, documents requests); anything else is data.
 */
export function dataToSign(fileName: string, data: Uint8Array, { publicKey }: Certificate): ToSign {
	return {
		fileName,
		isDigest: data.length * 8 === digestBits(publicKey),
		async *chunks() {
			yield data;
		},
	};
}

/**
 * The digest that a raw signature of a document is made of, 32 or 64 bytes as the key asks.
 * @throws ExternError `stopped` when the service gave a digest of another size
 */
export async function digestToSign(document: ToSign, key: PrivateKey | PublicKey): Promise<Uint8Array> {
	const bits = digestBits(key);
	if (!document.isDigest) return await digestOf(document.chunks(), bits);
	const digest = await wholeOf(document);
	if (digest.length * 8 === bits) return digest;
	throw stop(`${document.fileName} is a digest of ${digest.length * 8} bits, and the key signs ${bits}`, 'Make the request again with the certificate that signs');
}

/** Whether a raw signature, s‖r highest byte first, is that of a document by a certificate. */
export async function fitsRaw(signature: Uint8Array, document: ToSign, { publicKey }: Certificate): Promise<boolean> {
	return verifyDigest(publicKey, await digestToSign(document, publicKey), signature);
}

const HEX = /^[0-9a-f]+$/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The value of a raw signature in a file, in the order of the file: 64 or 128 bytes as they are, or
 * written as hexadecimal or base64. Undefined for everything else, such as CMS.
 */
export function rawValueOf(file: Uint8Array): Uint8Array | undefined {
	const text = file.length <= LONGEST_TEXT ? Buffer.from(file).toString('latin1').replace(/\s/g, '') : '';
	// Hexadecimal first: its 128 characters are as many bytes as the longer signature has.
	const readings = [HEX.test(text) ? Buffer.from(text, 'hex') : undefined, file, BASE64.test(text) ? Buffer.from(text, 'base64') : undefined];
	const value = readings.find((bytes) => bytes && isRawSize(bytes));
	return value && Uint8Array.from(value);
}

const LONGEST_TEXT = 1024; // 128 bytes in hexadecimal are 256 characters, with room for blanks

function isRawSize({ length }: Uint8Array): boolean {
	return length === 64 || length === 128;
}

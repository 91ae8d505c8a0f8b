import { inputError, stop } from '../failure';
import { base64Of, certificateFrom } from './certificates';
import { fitsRaw, inOrder, rawValueOf, type RawOrder } from './raw';
import type { SignatureFile } from './signatureFile';
import type { Signer, ToSign } from './signer';

/**
 * "Signs" with raw signatures that were made elsewhere, in either byte order.
 * @param rawSigner whose they are, DER in base64, PEM or base64, since a raw signature names nobody
 * @throws ExternError `input` when nobody names the signer
 */
export function rawSignatures(files: readonly SignatureFile[], rawSigner: string | undefined): Signer {
	if (!rawSigner) throw inputError(`${files[0].fileName} is a raw signature, which does not say whose it is`, 'Sign: Draft: Sign finds it in the draft. For a reply or a documents request fill in Certificate of Raw Signatures under Additional Fields of Sign');
	return {
		certificate: base64Of(certificateFrom(rawSigner)),
		async sign(document, shape) {
			if (shape === 'raw') return await rawOf(files, document, rawSigner);
			throw stop(`${document.fileName} wants a .sig file (CMS), not a raw signature`, 'Get Unsigned Files tells how each file is to be signed');
		},
	};
}

const ORDERS: readonly RawOrder[] = ['standard', 'reversed'];

/**
 * The raw signature that fits a document, highest byte first.
 * @throws ExternError `stopped` when none does
 */
export async function rawOf(files: readonly SignatureFile[], document: ToSign, rawSigner: string): Promise<Uint8Array> {
	const signer = certificateFrom(rawSigner);
	const values = files.flatMap(({ bytes }) => rawValueOf(bytes) ?? []);
	if (values.length === 0) {
		throw stop(`${document.fileName} wants a raw signature of 64 or 128 bytes, not a .sig file`, 'Sign the bytes that Get Unsigned Files gives for it, without CMS');
	}
	for (const value of values) {
		for (const order of ORDERS) {
			const signature = inOrder(value, order);
			if (await fitsRaw(signature, document, signer)) return signature;
		}
	}
	throw stop(
		`No raw signature fits ${document.fileName}`,
		'Sign exactly the data to sign as the service gave it last, with the key of the certificate named here. After any change of the draft it is another',
	);
}


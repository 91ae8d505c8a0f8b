import { inputError, stop } from '../failure';
import { base64Of, certificateFrom } from './certificates';
import { fitsRaw, inOrder, rawValueOf } from './raw';
import { readySignatures } from './readySignatures';
import type { SignatureFile } from './signatureFile';
import type { RawOrder, Signer, ToSign } from './signer';

const ORDERS: readonly RawOrder[] = ['standard', 'reversed'];

/**
 * "Signs" with files that were made elsewhere: CMS as {@link readySignatures}, and raw signatures in
 * either byte order, each for the document that it fits.
 * @param now milliseconds since 1970, when certificates must be valid
 * @param rawSigner whose raw signatures they are, DER in base64, PEM or base64; files of CMS name him themselves
 * @throws ExternError `input` when there is no file at all, one cannot be read, or nobody names the signer
 */
export function readyFiles(files: readonly SignatureFile[], now: number, rawSigner?: string): Signer {
	const values = files.flatMap(({ bytes }) => rawValueOf(bytes) ?? []);
	if (files.length > 0 && values.length === files.length) return rawOnly(files[0].fileName, values, rawSigner);
	const signer = readySignatures(files.filter(({ bytes }) => !rawValueOf(bytes)), now);
	return {
		...signer,
		async sign(document, shape) {
			return shape === 'raw' ? await fittingValue(values, document, rawSigner ?? signer.certificate) : await signer.sign(document, shape);
		},
	};
}

function rawOnly(fileName: string, values: readonly Uint8Array[], rawSigner: string | undefined): Signer {
	if (!rawSigner) {
		throw inputError(
			`${fileName} is a raw signature, which does not say whose it is`,
			'Sign: Draft: Sign finds it in the draft. For a reply or a documents request fill in Certificate of Raw Signatures under Additional Fields of Sign',
		);
	}
	return {
		certificate: base64Of(certificateFrom(rawSigner)),
		async sign(document, shape) {
			if (shape === 'raw') return await fittingValue(values, document, rawSigner);
			throw stop(`${document.fileName} wants a .sig file (CMS), not a raw signature`, 'Get Unsigned Files tells how each file is to be signed');
		},
	};
}

/** The raw signature that fits a document, highest byte first. */
async function fittingValue(values: readonly Uint8Array[], document: ToSign, rawSigner: string): Promise<Uint8Array> {
	if (values.length === 0) {
		throw stop(`${document.fileName} wants a raw signature of 64 or 128 bytes, not a .sig file`, 'Sign the bytes that Get Unsigned Files gives for it, without CMS');
	}
	const signer = certificateFrom(rawSigner);
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

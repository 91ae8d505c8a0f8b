import { readSignature, verifyDetached, verifyEnclosed, type SignatureVerdict } from '../../gost';
import { inputError, stop } from '../failure';
import { base64Of, certificateFrom } from './certificates';
import { digestOf, wholeOf } from './digest';
import { fitsRaw, inOrder, rawValueOf, type RawOrder } from './raw';
import { attempt, readOr } from './reading';
import type { Signer, ToSign } from './signer';
import { reasonOf } from './verification';

/** A signature file that somebody made elsewhere. */
export interface SignatureFile {
	readonly fileName: string;
	readonly bytes: Uint8Array;
}

/**
 * "Signs" with signature files that were made elsewhere: each document gets the file that fits it,
 * whatever the files' names and order. Raw ones may come in either byte order.
 * @param rawSigner whose raw signatures they are, DER in base64, PEM or base64; files of CMS name him themselves
 * @throws ExternError `input` when there is no file at all, one cannot be read, or nobody names the signer
 */
export function readySignatures(files: readonly SignatureFile[], rawSigner?: string): Signer {
	if (files.length === 0) throw inputError('There is no signature file', 'Provide the .sig file that belongs to the document');
	const enclosing = files.filter(({ bytes }) => !rawValueOf(bytes));
	if (enclosing.length === 0) return rawOnly(files, rawSigner);
	const signer = ofFiles(enclosing);
	return {
		certificate: signer.certificate,
		async sign(document, shape) {
			return shape === 'raw' ? await rawOf(files, document, rawSigner ?? signer.certificate) : await signer.sign(document, shape);
		},
	};
}

function rawOnly(files: readonly SignatureFile[], rawSigner: string | undefined): Signer {
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

/** The raw signature that fits a document, highest byte first. */
async function rawOf(files: readonly SignatureFile[], document: ToSign, rawSigner: string): Promise<Uint8Array> {
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

/** The file that holds a document inside; whether it is valid is for the one who hands it over to say. */
async function enclosedOf(files: readonly SignatureFile[], document: ToSign): Promise<Uint8Array> {
	const content = Buffer.from(await wholeOf(document));
	const verdicts = files.map(({ fileName, bytes }) => ({ fileName, bytes, verdict: verifyEnclosed(bytes) }));
	const found = verdicts.find(({ verdict }) => verdict.content && content.equals(verdict.content));
	if (found) return derOf(found.bytes);
	throw stop(
		'No signature file holds exactly what is to be signed',
		'Sign a text file with just this text: UTF-8 without a byte order mark, no line end, and the text inside the signature (attached)',
		verdicts.map(({ fileName, verdict }) => ({ file: fileName, level: 'error', text: verdict.content ? 'The signature contains another text' : reasonOf(verdict) })),
	);
}

/** As {@link readySignatures}, for files of CMS. */
function ofFiles(files: readonly SignatureFile[]): Signer {
	const signatures = files.map((file) => ({
		...file,
		data: readOr(() => readSignature(file.bytes), `${file.fileName} is not a signature, or is damaged`, 'Make the signature again: detached, CMS (PKCS#7)'),
	}));
	// The certificates of issuers may stand before the signer's own.
	const certificate = signatures[0].data.signers[0]?.certificate ?? signatures[0].data.certificates[0];
	if (!certificate) throw inputError(`${files[0].fileName} holds no certificate`, 'Make the signature again with the signer\'s certificate included');
	return {
		certificate: base64Of(certificate),
		async sign(document, shape) {
			if (shape === 'enclosed') return await enclosedOf(files, document);
			if (shape !== 'detached') throw stop(`${document.fileName} wants another kind of signature than a .sig file`);
			const verdicts: Array<{ fileName: string; verdict: SignatureVerdict }> = [];
			const digests = new Map<256 | 512, Uint8Array>(); // reading the document may mean to download it
			for (const { fileName, bytes, data } of signatures) {
				const bits = data.digestBits ?? 256;
				const digest = digests.get(bits) ?? (await digestOf(document.chunks(), bits));
				digests.set(bits, digest);
				const verdict = verifyDetached(data, () => digest);
				if (verdict.valid) return derOf(bytes);
				verdicts.push({ fileName, verdict });
			}
			throw stop(
				`No signature fits ${document.fileName}`,
				'Sign exactly the file that is uploaded: one changed byte makes the signature wrong',
				verdicts.map(({ fileName, verdict }) => ({ file: fileName, level: 'error', text: reasonOf(verdict) })),
			);
		},
	};
}

/** Signature files come as DER, base64 or PEM, there also among other blocks; the service gets DER. */
function derOf(bytes: Uint8Array): Uint8Array {
	if (bytes[0] === 0x30) return bytes;
	const text = Buffer.from(bytes).toString('latin1');
	const blocks = text.split('-----BEGIN ').slice(1).map((block) => block.split('-----')[1] ?? '');
	return [text, ...blocks].map((block) => Buffer.from(block, 'base64')).find((der) => attempt(() => readSignature(der))) ?? bytes;
}

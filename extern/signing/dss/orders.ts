import { digestBits } from '../../../gost';
import { type ExternError, stop } from '../../failure';
import { digestOf } from '../digest';
import type { SignatureShape, ToSign } from '../signer';
import type { DssKey } from './certificates';

/** What DSS is to sign, and how. */
export interface SignOrder {
	readonly fileName: string;
	/** Base64. */
	readonly content: string;
	/** Parameters are texts, truth values too (signing.md §1.1). */
	readonly type: 'CMS' | 'GOST3410';
	readonly parameters: Readonly<Record<string, string>>;
	readonly certificateId: number;
}

/** A document goes to DSS as a whole, in base64 and in the memory of this process. Raw signatures, made of the hash, have no limit. */
export const LARGEST_DOCUMENT = 20 * 1024 * 1024;

/**
 * The order for a signature of a shape.
 *
 * Raw signatures are asked for by hash. The service's list calls them "Raw"; the name of the type
 * and its parameter are those of the vendor's schema (SignatureType GOST3410, SignatureParams Hash),
 * as an open integration uses them (ru.blogic.dss, RemoteDssService.signGOST3410).
 * @throws ExternError `stopped` for a document that is too large or empty
 */
export async function orderFor(document: ToSign, shape: SignatureShape, { id, certificate }: DssKey): Promise<SignOrder> {
	const { fileName } = document;
	if (shape === 'raw') {
		const bits = digestBits(certificate.publicKey);
		const digest = document.isDigest ? await wholeOf(document) : await digestOf(document.chunks(), bits);
		if (digest.length !== bits / 8) throw stop(`${fileName} is a digest of another length than the certificate's key signs`, 'Sign with the certificate that was named when this was generated');
		return { fileName, content: base64(digest), type: 'GOST3410', parameters: { Hash: 'true' }, certificateId: id };
	}
	const content = base64(await wholeOf(document));
	return { fileName, content, type: 'CMS', parameters: { CADESType: 'BES', IsDetached: String(shape === 'detached') }, certificateId: id };
}

/** The body that has it signed at once. */
export function documentOf({ content, fileName, type, parameters, certificateId }: SignOrder, pin: string | undefined) {
	return { Content: content, Name: fileName, Signature: { Type: type, Parameters: parameters, CertificateId: certificateId, PinCode: pin ?? '' } };
}

/** The body that has it signed once the owner of the key has confirmed. */
export function transactionOf({ content, fileName, type, parameters, certificateId }: SignOrder) {
	const values = { CertificateID: String(certificateId), SignatureType: type, ...parameters, DocumentInfo: fileName, DocumentType: extensionOf(fileName) };
	return { OperationCode: SIGN_DOCUMENT, Parameters: Object.entries(values).map(([Name, Value]) => ({ Name, Value })), Document: content };
}

/** The error for a document that DSS is not sent. */
export function tooLarge(fileName: string): ExternError {
	return stop(`${fileName} is larger than ${LARGEST_DOCUMENT / 1024 / 1024} MB, too large for signing through CryptoPro DSS`, 'Sign it elsewhere and choose Ready Signature, or use a signing service');
}

const SIGN_DOCUMENT = 2;

function extensionOf(fileName: string): string {
	return /\.(\w{1,10})$/.exec(fileName)?.[1].toLowerCase() ?? 'bin';
}

async function wholeOf({ fileName, chunks }: ToSign): Promise<Uint8Array> {
	const kept: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of chunks()) {
		length += chunk.length;
		if (length > LARGEST_DOCUMENT) throw tooLarge(fileName);
		kept.push(chunk);
	}
	if (length === 0) throw stop(`${fileName} is empty`, 'Check the step that provides the file');
	return Buffer.concat(kept);
}

function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64');
}

import { derOfSignature, readSignature, type SignedData } from '../../gost';
import { inputError } from '../failure';
import { otherKindOf } from './fileKind';
import { attempt } from './reading';

/** A signature file that somebody made elsewhere. */
export interface SignatureFile {
	readonly fileName: string;
	readonly bytes: Uint8Array;
}

/** A signature file taken apart. */
export interface ReadSignature {
	readonly fileName: string;
	/** As the service wants it: DER. */
	readonly der: Uint8Array;
	readonly data: SignedData;
}

/**
 * Reads a signature file as DER, BER, base64 or PEM, there also among other blocks.
 * @throws ExternError `input` that says what the file is instead, where that can be told
 */
export function readSignatureFile({ fileName, bytes }: SignatureFile): ReadSignature {
	const data = attempt(() => readSignature(bytes))?.value;
	if (data) return { fileName, data, der: derOfSignature(bytes) };
	const other = otherKindOf(bytes);
	throw inputError(`${fileName} ${other?.is ?? 'is not a signature, or is damaged'}`, other?.hint ?? 'Make the signature again: detached, CMS (PKCS#7)');
}

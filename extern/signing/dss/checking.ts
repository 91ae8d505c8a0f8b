import { digestBits, readSignature, type Certificate } from '../../../gost';
import { stop } from '../../failure';
import { digestOf } from '../digest';
import { reasonOf } from '../faults';
import { digestToSign, inStandardOrder } from '../raw';
import { attempt } from '../reading';
import type { SignatureShape, ToSign } from '../signer';
import { verdictOn } from '../verdict';

/**
 * What DSS gave as it is used here, once it is known to be a signature of this document by this certificate.
 * @throws ExternError `stopped` when it is not
 */
export async function checkedSignature(given: Uint8Array, document: ToSign, shape: SignatureShape, certificate: Certificate): Promise<Uint8Array> {
	return shape === 'raw' ? await checkedRaw(given, document, certificate) : await checkedCms(given, document, shape, certificate);
}

async function checkedCms(given: Uint8Array, document: ToSign, shape: 'detached' | 'enclosed', { thumbprint, publicKey }: Certificate): Promise<Uint8Array> {
	const data = attempt(() => readSignature(given))?.value;
	if (!data) throw wrong(document, 'it is not a CMS signature');
	if (data.detached !== (shape === 'detached')) throw wrong(document, data.detached ? 'it does not contain the file' : 'it contains the file instead of standing beside it');
	const verdict = verdictOn(data, await digestOf(document.chunks(), digestBits(publicKey)));
	if (!verdict.valid) throw wrong(document, reasonOf(verdict) ?? 'it is not valid');
	if (verdict.certificate?.thumbprint !== thumbprint) throw wrong(document, `it was made with the certificate ${verdict.certificate?.thumbprint}, not with ${thumbprint}`);
	return given;
}

/** CryptoPro's own interface writes the value from its last byte to its first; which order DSS gives is not published (signing.md §0.4). */
async function checkedRaw(given: Uint8Array, document: ToSign, { publicKey }: Certificate): Promise<Uint8Array> {
	const signature = inStandardOrder(given, publicKey, await digestToSign(document, publicKey));
	if (!signature) throw wrong(document, 'it does not fit the file and the certificate');
	return signature;
}

function wrong({ fileName }: ToSign, reason: string) {
	return stop(`CryptoPro DSS gave a wrong signature for ${fileName}: ${reason}`, 'It was not used. Check which certificate the credential names, and tell the administrator of the DSS server');
}

import { digestBits, readSignature, verifyDetached, verifyDigest, type Certificate } from '../../../gost';
import { stop } from '../../failure';
import { digestOf } from '../digest';
import { attempt } from '../reading';
import type { SignatureShape, ToSign } from '../signer';
import { reasonOf } from '../verification';

/**
 * What DSS gave as it is used here, once it is known to be a signature of this document by this certificate.
 * @throws ExternError `stopped` when it is not
 */
export async function checkedSignature(given: Uint8Array, document: ToSign, shape: SignatureShape, certificate: Certificate): Promise<Uint8Array> {
	return shape === 'raw' ? await checkedRaw(given, document, certificate) : await checkedCms(given, document, shape, certificate);
}

async function checkedCms(given: Uint8Array, document: ToSign, shape: 'detached' | 'enclosed', { thumbprint }: Certificate): Promise<Uint8Array> {
	const data = attempt(() => readSignature(given))?.value;
	if (!data) throw wrong(document, 'it is not a CMS signature');
	if (data.detached !== (shape === 'detached')) throw wrong(document, data.detached ? 'it does not contain the file' : 'it contains the file instead of standing beside it');
	const digest = await digestOf(document.chunks(), data.digestBits ?? 256);
	// Whether the content stands inside or beside, the signature is over the same digest.
	const verdict = verifyDetached({ ...data, detached: true }, () => digest);
	if (!verdict.valid) throw wrong(document, reasonOf(verdict));
	if (verdict.certificate?.thumbprint !== thumbprint) throw wrong(document, `it was made with the certificate ${verdict.certificate?.thumbprint}, not with ${thumbprint}`);
	return given;
}

/** CryptoPro's own interface writes the value from its last byte to its first; which order DSS gives is not published (signing.md §0.4). */
async function checkedRaw(given: Uint8Array, document: ToSign, { publicKey }: Certificate): Promise<Uint8Array> {
	const digest = document.isDigest ? Buffer.concat(await all(document.chunks())) : await digestOf(document.chunks(), digestBits(publicKey));
	const signature = [given, Uint8Array.from(given).reverse()].find((value) => verifyDigest(publicKey, digest, value));
	if (!signature) throw wrong(document, 'it does not fit the file and the certificate');
	return signature;
}

function wrong({ fileName }: ToSign, reason: string) {
	return stop(`CryptoPro DSS gave a wrong signature for ${fileName}: ${reason}`, 'It was not used. Check which certificate the credential names, and tell the administrator of the DSS server');
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
	const kept: Uint8Array[] = [];
	for await (const chunk of chunks) kept.push(chunk);
	return kept;
}

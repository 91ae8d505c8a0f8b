import { readSignature, verifyDetached, type SignatureVerdict } from '../../gost';
import { inputError, stop } from '../failure';
import { base64Of } from './certificates';
import { digestOf } from './digest';
import { attempt, readOr } from './reading';
import type { Signer } from './signer';
import { reasonOf } from './verification';

/** A signature file that somebody made elsewhere. */
export interface SignatureFile {
	readonly fileName: string;
	readonly bytes: Uint8Array;
}

/**
 * "Signs" with signature files that were made elsewhere: each document gets the file whose digest
 * fits it, whatever the files' names and order.
 * @throws ExternError `input` when there is no file at all or one cannot be read
 */
export function readySignatures(files: readonly SignatureFile[]): Signer {
	if (files.length === 0) throw inputError('There is no signature file', 'Provide the .sig file that belongs to the document');
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

import { equalBytes } from './bytes';
import type { Certificate } from './certificate';
import { digestBits } from './keys';
import { verifyDigest } from './signature';
import { readSignature, type SignedData, type Signer } from './signedData';
import { streebog } from './streebog';

/** Why a signature does not hold. */
export type SignatureFault =
	/** The content is another than the signed one. Only told apart from `signature-wrong` when attributes are signed. */
	| 'digest-differs'
	/** The signature fits neither content nor attributes: one of them, the signature or the certificate was changed. */
	| 'signature-wrong'
	/** The signer's certificate is not enclosed. */
	| 'certificate-missing'
	/** Digest, signature or key are not of GOST 2012, or of a curve that is not known here. */
	| 'not-gost'
	/** The signature encloses its content instead of standing beside it. */
	| 'attached'
	/** There is no signer at all. */
	| 'no-signer';

/** Outcome of checking a signature: mathematics only, neither validity periods nor trust in the issuer. */
export interface SignatureVerdict {
	readonly valid: boolean;
	readonly reason?: SignatureFault;
	/** Of the first signer, or of the one whose signature does not hold. */
	readonly certificate?: Certificate;
	/** The moment of signing by the clock of that signer, when signed. */
	readonly signedAt?: Date;
}

/**
 * Checks a detached signature; it holds when every signer's does.
 *
 * @param signature the file (see `readSignature`, whose errors pass through) or what was read from it.
 * @param digests gives the Streebog digest of the content, asked at most once for each size.
 */
export function verifyDetached(signature: Uint8Array | SignedData, digests: (bits: 256 | 512) => Uint8Array): SignatureVerdict {
	const signed = 'signers' in signature ? signature : readSignature(signature);
	if (!signed.detached) return { valid: false, reason: 'attached', certificate: signed.signers[0]?.certificate };
	if (signed.signers.length === 0) return { valid: false, reason: 'no-signer' };
	const known = new Map<256 | 512, Uint8Array>();
	const digestOf = (bits: 256 | 512): Uint8Array => {
		const digest = known.get(bits) ?? digests(bits);
		known.set(bits, digest);
		return digest;
	};
	const verdicts = signed.signers.map((signer) => verifySigner(signer, digestOf));
	return verdicts.find(({ valid }) => !valid) ?? verdicts[0];
}

function verifySigner(signer: Signer, digestOf: (bits: 256 | 512) => Uint8Array): SignatureVerdict {
	const { certificate, signedAttributes } = signer;
	const about = { certificate, signedAt: signedAttributes?.signedAt };
	const reason = faultOf(signer, digestOf);
	return reason ? { valid: false, reason, ...about } : { valid: true, ...about };
}

function faultOf(signer: Signer, digestOf: (bits: 256 | 512) => Uint8Array): SignatureFault | undefined {
	const { certificate, digestBits: bits, signature, signedAttributes } = signer;
	if (!signer.isGost || bits === undefined) return 'not-gost';
	if (!certificate) return 'certificate-missing';
	if (digestBits(certificate.publicKey) !== bits) return 'signature-wrong';
	if (!signedAttributes) return verifyDigest(certificate.publicKey, digestOf(bits), signature) ? undefined : 'signature-wrong';
	const { encoding, messageDigest, contentTypeAgrees } = signedAttributes;
	if (!messageDigest || !contentTypeAgrees) return 'signature-wrong';
	if (!equalBytes(messageDigest, digestOf(bits))) return 'digest-differs';
	return verifyDigest(certificate.publicKey, streebog(bits, encoding), signature) ? undefined : 'signature-wrong';
}

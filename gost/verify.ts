import { equalBytes } from './bytes';
import type { Certificate } from './certificate';
import { digestBits } from './keys';
import { verifyDigest } from './signature';
import type { SignatureForm } from './signatureForm';
import { readSignature, type SignedData, type Signer } from './signedData';
import { isMeant } from './signingCertificate';
import { streebog } from './streebog';

/** Why a signature does not hold. */
export type SignatureFault =
	/** The content is another than the signed one. Only told apart from `signature-wrong` when attributes are signed. */
	| 'digest-differs'
	/** The signature fits neither content nor attributes: one of them, the signature or the certificate was changed. */
	| 'signature-wrong'
	/** The signed attributes name another certificate as the signer's than the enclosed one, or by a digest that is not known here. */
	| 'certificate-differs'
	/** The signer's certificate is not enclosed. */
	| 'certificate-missing'
	/** Digest, signature or key are not of GOST 2012, or of a curve that is not known here. */
	| 'not-gost'
	/** The signature encloses its content instead of standing beside it. */
	| 'attached'
	/** The signature stands beside its content instead of enclosing it. */
	| 'detached'
	/** There is no signer at all. */
	| 'no-signer';

/** Outcome of checking one signer's signature: mathematics only, neither validity periods nor trust in the issuer. */
export interface SignerVerdict {
	readonly valid: boolean;
	readonly reason?: SignatureFault;
	readonly form: SignatureForm;
	/** The signer's, when enclosed and of GOST 2012. */
	readonly certificate?: Certificate;
	/** Of the signer's certificate, enclosed or not; empty when the signer is named by key identifier. */
	readonly serialNumber: string;
	/** The moment of signing by the signer's own clock, when signed. */
	readonly signedAt?: Date;
}

/** Outcome of checking a signature: that of the first signer, or of the first one whose signature does not hold. */
export interface SignatureVerdict {
	readonly valid: boolean;
	readonly reason?: SignatureFault;
	readonly form?: SignatureForm;
	readonly certificate?: Certificate;
	readonly signedAt?: Date;
	/** Every signer, in the order of the file. */
	readonly signers: readonly SignerVerdict[];
}

/** Outcome of checking a signature that encloses its content. */
export interface EnclosedVerdict extends SignatureVerdict {
	/** What is enclosed, signed rightly or not. It may share the memory of the file. */
	readonly content?: Uint8Array;
}

/**
 * Checks a detached signature; it holds when every signer's does. When a signer names his
 * certificate under the signature (CAdES-BES), it must be the enclosed one, as `openssl cms -verify
 * -cades` has it: without that, OpenSSL looks at the names of certificates only.
 *
 * @param signature the file (see `readSignature`, whose errors pass through) or what was read from it.
 * @param digests gives the Streebog digest of the content, asked at most once for each size.
 */
export function verifyDetached(signature: Uint8Array | SignedData, digests: (bits: 256 | 512) => Uint8Array): SignatureVerdict {
	const signed = 'signers' in signature ? signature : readSignature(signature);
	return signed.detached ? verifySigners(signed, digests) : refusal(signed, 'attached');
}

/**
 * Checks a signature that encloses its content, otherwise as `verifyDetached`.
 *
 * @param signature the file (see `readSignature`, whose errors pass through) or what was read from it.
 * @param digests gives the Streebog digest of the content where it was made before; else it is made here, in one go.
 */
export function verifyEnclosed(signature: Uint8Array | SignedData, digests?: (bits: 256 | 512) => Uint8Array): EnclosedVerdict {
	const signed = 'signers' in signature ? signature : readSignature(signature);
	const { content } = signed;
	return content ? { ...verifySigners(signed, digests ?? ((bits) => streebog(bits, content))), content } : refusal(signed, 'detached');
}

function verifySigners(signed: SignedData, digests: (bits: 256 | 512) => Uint8Array): SignatureVerdict {
	const known = new Map<256 | 512, Uint8Array>();
	const digestOf = (bits: 256 | 512): Uint8Array => {
		const digest = known.get(bits) ?? digests(bits);
		known.set(bits, digest);
		return digest;
	};
	return summary(signed.signers.map((signer) => signerVerdict(signer, faultOf(signer, digestOf))));
}

/** The same fault for every signer, without arithmetic. */
function refusal(signed: SignedData, reason: SignatureFault): SignatureVerdict {
	return { ...summary(signed.signers.map((signer) => signerVerdict(signer, reason))), reason };
}

function summary(signers: SignerVerdict[]): SignatureVerdict {
	const decisive = signers.find(({ valid }) => !valid) ?? signers.at(0);
	if (!decisive) return { valid: false, reason: 'no-signer', signers };
	const { valid, reason, form, certificate, signedAt } = decisive;
	return { valid, reason, form, certificate, signedAt, signers };
}

function signerVerdict({ certificate, serialNumber, signedAttributes }: Signer, reason: SignatureFault | undefined): SignerVerdict {
	const form = !signedAttributes ? 'plain' : signedAttributes.signingCertificate ? 'cades-bes' : 'attributes';
	return { valid: reason === undefined, reason, form, certificate, serialNumber, signedAt: signedAttributes?.signedAt };
}

function faultOf(signer: Signer, digestOf: (bits: 256 | 512) => Uint8Array): SignatureFault | undefined {
	const { certificate, digestBits: bits, signature, signedAttributes } = signer;
	if (!signer.isGost || bits === undefined) return 'not-gost';
	if (!certificate) return 'certificate-missing';
	if (digestBits(certificate.publicKey) !== bits) return 'signature-wrong';
	if (!signedAttributes) return verifyDigest(certificate.publicKey, digestOf(bits), signature) ? undefined : 'signature-wrong';
	const { encoding, messageDigest, contentTypeAgrees, signingCertificate } = signedAttributes;
	if (!messageDigest || !contentTypeAgrees) return 'signature-wrong';
	if (!equalBytes(messageDigest, digestOf(bits))) return 'digest-differs';
	if (!verifyDigest(certificate.publicKey, streebog(bits, encoding), signature)) return 'signature-wrong';
	return signingCertificate && !isMeant(signingCertificate, certificate) ? 'certificate-differs' : undefined;
}

import { readSignature, verifyDetached, type SignatureVerdict } from '../../gost';
import { digestOf } from './digest';
import { readOr } from './reading';

/** What can be said of a signature without asking anybody about trust. */
export interface Verified {
	readonly valid: boolean;
	readonly reason?: string;
	readonly signer?: string;
	readonly inn?: string;
	readonly thumbprint?: string;
	/** ISO 8601, UTC. */
	readonly validFrom?: string;
	readonly validTo?: string;
}

/**
 * Verifies a detached signature over a file: digest, signature value and certificate. Says nothing
 * about who issued the certificate.
 * @throws ExternError `input` when the signature cannot be read at all
 */
export async function verifySignature(signature: Uint8Array, file: AsyncIterable<Uint8Array>): Promise<Verified> {
	const data = readOr(() => readSignature(signature), 'This is not a signature, or it is damaged', 'A signature file is DER, PEM or base64 CMS (PKCS#7)');
	const digest = await digestOf(file, data.digestBits ?? 256);
	const verdict = verifyDetached(data, () => digest);
	const { certificate } = verdict;
	return {
		valid: verdict.valid,
		reason: verdict.valid ? undefined : reasonOf(verdict),
		signer: certificate?.subject.commonName,
		inn: certificate?.subject.innLegal ?? certificate?.subject.inn,
		thumbprint: certificate?.thumbprint,
		validFrom: certificate?.notBefore.toISOString(),
		validTo: certificate?.notAfter.toISOString(),
	};
}

/** Why a signature does not hold, in words. */
export function reasonOf(verdict: SignatureVerdict): string {
	switch (verdict.reason) {
		case 'digest-differs':
			return 'The signature belongs to another file, or the file was changed after signing';
		case 'signature-wrong':
			// Without signed attributes, the usual shape, these cases cannot be told apart.
			return 'The signature belongs to another file or an older state of it, is damaged, or was made with another key than its certificate says';
		case 'certificate-differs':
			return 'The signature names another certificate as the signer\'s than the one it contains';
		case 'certificate-missing':
			return 'The signature does not contain the signer\'s certificate';
		case 'not-gost':
			return 'The signature is not a GOST 2012 signature';
		case 'attached':
			return 'The signature contains the file; a detached signature is needed';
		case 'detached':
			return 'The signature does not contain the file; one with the file inside is needed';
		case 'no-signer':
			return 'The signature names no signer';
		default:
			return 'The signature is valid';
	}
}

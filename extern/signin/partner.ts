import type { KeyObject } from 'node:crypto';
import { digestBits, GostFormatError, GostKeyMismatchError, readRsaKey, signDetached, signDetachedRsa, streebog } from '../../gost';
import { inputError, stop } from '../failure';
import { certificateFrom, testKeyFrom } from '../signing';
import { isForTests } from './environment';
import { needed, type FieldName } from './fields';
import type { SignIn } from './way';

/** The fields that hold the key which a partner registered with Kontur. */
export const PARTNER_KEY: readonly FieldName[] = ['partnerPrivateKey', 'partnerKeyPassword'];

/**
 * The partner's RSA key.
 * @throws ExternError `input` when it cannot be used
 */
export function partnerKey({ fields }: SignIn): KeyObject {
	const key = needed(fields.partnerPrivateKey, 'Partner Private Key');
	return readable(() => readRsaKey(key, String(fields.partnerKeyPassword ?? '')));
}

/**
 * Signs a text with the partner's key, RSA or GOST, detached (auth.md §7.2).
 * @returns CMS SignedData, DER
 * @throws ExternError `input` when key or certificate cannot be used, `stopped` when the key may not be used there
 */
export function signedByPartner({ fields, roots }: SignIn, text: string): Uint8Array {
	const privateKey = needed(fields.partnerPrivateKey, 'Partner Private Key');
	const certificate = needed(fields.partnerPublicCertificate, 'Partner Certificate');
	const content = Buffer.from(text);
	if (!isGost(certificate)) {
		return readable(() => signDetachedRsa({ content, privateKey, passphrase: String(fields.partnerKeyPassword ?? ''), certificate }));
	}
	if (!isForTests(...Object.values(roots))) throw stop('A GOST key in the credential is for the test stand and the sandbox only; for production register an RSA key with Kontur');
	const own = testKeyFrom(privateKey, certificate, String(fields.partnerKeyPassword ?? ''));
	return signDetached({ digest: streebog(digestBits(own.key), content), ...own });
}

/** What does not read as a GOST certificate is taken for RSA and told as such. */
function isGost(certificate: string): boolean {
	return 'value' in outcomeOf(() => certificateFrom(certificate));
}

const ADVICE: Readonly<Record<string, string>> = {
	unsupported: 'Use the RSA key whose certificate was handed to Kontur',
	damaged: 'Paste the whole PEM text, from BEGIN to END, lines included',
};

function readable<T>(read: () => T): T {
	const outcome = outcomeOf(read);
	if ('value' in outcome) return outcome.value;
	const { error } = outcome;
	if (error instanceof GostKeyMismatchError) throw inputError('The partner\'s private key does not belong to the partner\'s certificate', 'Take both from the same request to Kontur');
	if (error instanceof GostFormatError && error.code === 'passphrase') throw inputError('Key Password is missing or wrong');
	if (error instanceof GostFormatError) throw inputError(`The partner's key or certificate cannot be used: ${error.message}`, ADVICE[error.code]);
	throw error;
}

function outcomeOf<T>(read: () => T): { readonly value: T } | { readonly error: unknown } {
	try {
		return { value: read() };
	} catch (error) {
		return { error };
	}
}

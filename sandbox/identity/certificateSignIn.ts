/** Proof by certificate: random bytes are encrypted to it, and only the owner of its key can send them back. */

import { randomBytes } from 'node:crypto';
import { encryptFor, GostFormatError, readCertificate, type Certificate } from '../../gost';
import type { Directory, User } from '../directory';
import { isSame } from './clientSecrets';
import type { Lifetimes } from './lifetimes';

export type CertificateFaultReason = 'unreadable' | 'not-valid' | 'no-challenge' | 'challenge-expired' | 'unknown-certificate' | 'wrong-key';

export class CertificateFault extends Error {
	constructor(readonly reason: CertificateFaultReason) {
		super(reason);
	}
}

export interface CertificateSignInParts {
	directory: Directory;
	lifetimes: Lifetimes;
	/** The moment at which certificates have to be valid. */
	now: () => Date;
	/** Whether the certificate was issued by an authority that the service trusts. */
	isTrusted: (certificate: Certificate) => boolean;
}

interface Challenge {
	key: Buffer;
	expiresAt: number;
	partialFactorToken?: string;
}

export interface ChallengeOptions {
	/** Do not look at validity and issuer. */
	free: boolean;
	partialFactorToken?: string;
}

/** As long as the one in old samples: the user's id and 32 random bytes. */
const RANDOM_BYTES = 32;

export class CertificateSignIn {
	private readonly challenges = new Map<string, Challenge>();

	constructor(private readonly parts: CertificateSignInParts) {}

	clear(): void {
		this.challenges.clear();
	}

	/** The challenge as CMS EnvelopedData (DER) and the certificate that was given as DER, PEM or base64. */
	begin(source: string | Uint8Array, { free, partialFactorToken }: ChallengeOptions): { encryptedKey: Buffer; certificate: Certificate } {
		const certificate = readable(source);
		if (!free && !this.isValid(certificate)) throw new CertificateFault('not-valid');
		const user = this.parts.directory.userByThumbprint(certificate.thumbprint);
		const key = Buffer.concat([Buffer.from((user?.id ?? '').replaceAll('-', ''), 'hex'), randomBytes(RANDOM_BYTES)]);
		// One challenge per user, whichever certificate it is for.
		for (const thumbprint of user?.certificateThumbprints ?? []) this.challenges.delete(thumbprint);
		const expiresAt = Date.now() + this.parts.lifetimes.get('certificateChallenge') * 1000;
		this.challenges.set(certificate.thumbprint, { key, expiresAt, partialFactorToken });
		return { encryptedKey: Buffer.from(encryptFor([certificate], key)), certificate };
	}

	/** Who sent the decrypted challenge back; a challenge is good for one sign-in. */
	finish(thumbprint: string, decryptedKey: Buffer): { user: User; partialFactorToken?: string } {
		const name = thumbprint.toUpperCase();
		const challenge = this.challenges.get(name);
		if (!challenge) throw new CertificateFault('no-challenge');
		if (challenge.expiresAt <= Date.now()) throw new CertificateFault('challenge-expired');
		if (!isSame(challenge.key.toString('hex'), decryptedKey.toString('hex'))) throw new CertificateFault('wrong-key');
		const user = this.parts.directory.userByThumbprint(name);
		if (!user) throw new CertificateFault('unknown-certificate');
		this.challenges.delete(name);
		return { user, partialFactorToken: challenge.partialFactorToken };
	}

	private isValid(certificate: Certificate): boolean {
		const now = this.parts.now();
		return certificate.notBefore <= now && now <= certificate.notAfter && this.parts.isTrusted(certificate);
	}
}

function readable(source: string | Uint8Array): Certificate {
	try {
		return readCertificate(source);
	} catch (error) {
		if (error instanceof GostFormatError) throw new CertificateFault('unreadable');
		throw error;
	}
}

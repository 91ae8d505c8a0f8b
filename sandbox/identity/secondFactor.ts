/** Accounts that ask for a second proof: a password needs a certificate after it, a certificate needs a password. */

import type { User } from '../directory';
import { openIdError, type OpenIdError } from './openIdRefusal';
import { opaqueToken } from './opaqueToken';

export type Factor = 'password' | 'certificate';

interface PartialSignIn {
	userId: string;
	passed: Factor;
}

export class SecondFactor {
	private readonly required = new Set<string>();
	private readonly partial = new Map<string, PartialSignIn>();

	require(userId: string): void {
		this.required.add(userId);
	}

	clear(): void {
		this.required.clear();
		this.partial.clear();
	}

	/** What to answer to a person who passed one factor; undefined when the person is signed in. */
	stillNeeded(user: User, passed: Factor, partialFactorToken: string | undefined): OpenIdError | undefined {
		if (!this.required.has(user.id)) return undefined;
		const earlier = this.partial.get(partialFactorToken ?? '');
		if (earlier?.userId === user.id && earlier.passed !== passed) {
			this.partial.delete(partialFactorToken ?? '');
			return undefined;
		}
		const token = opaqueToken();
		this.partial.set(token, { userId: user.id, passed });
		return {
			...openIdError('invalid_grant', 'a second factor is required'),
			partial_factor_token: token,
			required_factors: otherFactors(user, passed),
		};
	}
}

function otherFactors(user: User, passed: Factor) {
	return passed === 'password'
		? user.certificateThumbprints.map((thumbprint) => ({ grant_type: 'certificate', identity: thumbprint }))
		: [{ grant_type: 'password', identity: user.login }];
}

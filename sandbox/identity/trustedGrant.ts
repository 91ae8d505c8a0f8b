/** The newer sign-in of a partner's user: one request with a JWT that the partner signed. */

import { verify } from 'node:crypto';
import type { Directory } from '../directory';
import { OpenIdRefusal } from './openIdRefusal';
import type { Partners } from './partners';
import type { UserGrant } from './userGrants';
import type { Watch } from './watch';

/** Longest life of a partner's JWT, in seconds. */
const LONGEST_LIFE = 24 * 60 * 60;
const LONGEST_JTI_BYTES = 36;

interface Payload {
	sub: string;
	jti: string;
}

export class TrustedTokens {
	private readonly used = new Set<string>();

	constructor(
		private readonly partners: Partners,
		private readonly watch: Watch,
	) {}

	clear(): void {
		this.used.clear();
	}

	/** The partner's id of the person whom the JWT names; each JWT is good for one sign-in. */
	redeem(token: string, clientId: string): string {
		const payload = checkedPayload(this.verified(token, clientId), clientId, this.watch.now() / 1000);
		const use = `${clientId} ${payload.jti}`;
		if (this.used.has(use)) throw refused('jti was already used');
		this.used.add(use);
		return payload.sub;
	}

	private verified(token: string, clientId: string): Record<string, unknown> {
		const { publicKey } = this.partners.find(clientId) ?? {};
		if (!publicKey) throw new OpenIdRefusal('unauthorized_client', 'no key of this partner is registered');
		const [header = '', payload = '', signature = ''] = token.split('.');
		if (jsonOf(header).alg !== 'RS256') throw refused('the token must be signed with RS256');
		const holds = verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
		if (!holds) throw refused('the signature of the token is wrong');
		return jsonOf(payload);
	}
}

export function trustedGrant(directory: Directory, tokens: TrustedTokens): UserGrant {
	return {
		name: 'trusted',
		fields: ['token'],
		factor: undefined,
		prove: ({ token = '' }, clientId) => {
			const user = directory.userByExternalId(clientId, tokens.redeem(token, clientId));
			if (!user) throw refused('sub is not linked to a user of Kontur');
			return { user };
		},
	};
}

function checkedPayload(payload: Record<string, unknown>, clientId: string, now: number): Payload {
	const { sub, jti, iss, exp } = payload;
	if (typeof sub !== 'string' || sub === '') throw refused('sub is missing');
	if (typeof jti !== 'string' || jti === '') throw refused('jti is missing');
	if (Buffer.byteLength(jti) > LONGEST_JTI_BYTES) throw refused('jti must not be longer than 36 bytes');
	if (iss !== clientId) throw refused('iss must be the client_id');
	if (typeof exp !== 'number') throw refused('exp is missing');
	if (exp <= now) throw refused('the token is expired');
	const issued = typeof payload.iat === 'number' ? payload.iat : now;
	if (exp - issued > LONGEST_LIFE) throw refused('the token must not live longer than 24 hours');
	return { sub, jti };
}

function jsonOf(part: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
		if (typeof value === 'object' && value !== null) return { ...value };
	} catch {
		// Told below, together with JSON that is no object.
	}
	throw refused('the token is not a JWT');
}

function refused(description: string): OpenIdRefusal {
	return new OpenIdRefusal('invalid_grant', description);
}

import { randomUUID, sign, type KeyObject } from 'node:crypto';

/** Seconds that a proof is good for, as in the vendor's sample; the service allows 24 hours. */
const LIFE_S = 300;

/**
 * A partner's proof of who a user is, good for one sign-in (auth.md §7.1): JWT (RFC 7519) with RS256.
 * @param claims `sub` the partner's id of the user, `iss` the client id
 * @param key RSA
 * @param now milliseconds since 1970
 */
export function oneTimeToken(claims: { readonly sub: string; readonly iss: string }, key: KeyObject, now: number): string {
	const payload = { ...claims, jti: randomUUID(), exp: Math.floor(now / 1000) + LIFE_S };
	const signed = [{ alg: 'RS256', typ: 'JWT' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
	return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

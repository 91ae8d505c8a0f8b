import { certificate, sessionByCertificate } from './certificate';
import { deviceCode } from './deviceCode';
import { clientCredentials, givenToken, password, refreshToken } from './openId';
import { givenSession, sessionByPassword } from './sessions';
import { sessionByTrust, trusted } from './trusted';
import type { SignInFields } from './fields';
import type { Way } from './way';

/** Every way of signing in, by its value in the credential (auth.md §1). */
export const WAYS = {
	accessToken: givenToken,
	clientCredentials,
	certificate,
	deviceCode,
	password,
	refreshToken,
	trusted,
	authSid: givenSession,
	sessionByCertificate,
	sessionByPassword,
	sessionByTrust,
} satisfies Readonly<Record<string, Way>>;

/** A way of signing in, as the credential names it. */
export type WayName = keyof typeof WAYS;

/** The way that a credential has chosen; the one that is preset where nothing was. */
export function wayOf({ signIn }: SignInFields): Way {
	return isWayName(signIn) ? WAYS[signIn] : WAYS.clientCredentials;
}

function isWayName(value: unknown): value is WayName {
	return typeof value === 'string' && Object.hasOwn(WAYS, value);
}

import { filled, needed, neededPassword, neededToken } from './fields';
import { refused, withoutSession, type Meanings } from './refusal';
import { isSuccess, textOf, tokenOf, type SignInAnswer, type SignInRequest } from './send';
import type { Session } from './session';
import type { SignIn, Way } from './way';

/**
 * A request to the older session service; secrets travel in its query, as it wants them.
 * @param path with the version in which the documentation last showed this call (auth.md §7, §8)
 */
export function sessionCall({ roots }: SignIn, path: string, query: Readonly<Record<string, string>>, body?: string | Uint8Array): SignInRequest {
	return { method: 'POST', url: `${roots.sessions}${path}?${new URLSearchParams(query).toString()}`, contentType: 'application/octet-stream', body };
}

/** @throws ExternError `input` when the credential holds no API key, or something that cannot be one */
export function apiKeyOf({ fields }: SignIn): string {
	return neededToken(fields.apiKey, 'API Key');
}

/**
 * The session in an answer of the older service.
 * @throws ExternError `signed-out` when it is a refusal, `unavailable`, or `malformed` without a session
 */
export function sidFrom(answer: SignInAnswer, now: number, meanings: Meanings = {}): Session {
	if (!isSuccess(answer)) throw refused(answer, meanings, now);
	const token = tokenOf(answer.body, 'Sid');
	if (!token) throw withoutSession();
	const refreshToken = textOf(answer.body, 'RefreshToken');
	return { token, ...(refreshToken && { refreshToken }) };
}

/** Exchanges a session for the next one; the old one ends by that (auth.md §8). */
async function exchanged(signIn: SignIn, { token, refreshToken = '' }: Session): Promise<SignInAnswer> {
	return await signIn.send(sessionCall(signIn, '/sessions/v5.13/sessions/refresh', { 'auth.sid': token, 'refresh-token': refreshToken, 'api-key': apiKeyOf(signIn) }));
}

/** A way that can sign in again by itself, and spares that while its last session can be continued. */
export function continuing(way: Way): Way {
	return {
		...way,
		async renew(signIn, last) {
			if (!last.refreshToken) return await way.enter(signIn);
			const answer = await exchanged(signIn, last);
			return answer.status === 403 || answer.status === 400 ? await way.enter(signIn) : sidFrom(answer, signIn.now());
		},
	};
}

const ENDED: Meanings = {
	WrongKey: 'the session or its refresh token has ended, or was used by another program; enter a new session',
	UnknownError: 'the session or its refresh token has ended; enter a new session',
	403: 'the session or its refresh token has ended; enter a new session',
};

/** A session that the operator got elsewhere; with its refresh token it renews itself. */
export const givenSession: Way = {
	scheme: 'auth.sid',
	fields: ['apiKey', 'sessionSecret', 'sessionRefreshToken'],
	isUsedUp: true,
	isGiven: ({ sessionRefreshToken }) => filled(sessionRefreshToken) === '',
	async enter(signIn) {
		const { sessionSecret, sessionRefreshToken } = signIn.fields;
		apiKeyOf(signIn);
		const refreshToken = filled(sessionRefreshToken);
		return { token: neededToken(sessionSecret, 'Session ID (auth.sid)', 'auth.sid'), ...(refreshToken && { refreshToken }) };
	},
	async renew(signIn, last) {
		return last.refreshToken ? sidFrom(await exchanged(signIn, last), signIn.now(), ENDED) : last;
	},
};

/** A user signs in with login and password. */
export const sessionByPassword: Way = continuing({
	scheme: 'auth.sid',
	fields: ['apiKey', 'login', 'password'],
	async enter(signIn) {
		const { fields, send, now } = signIn;
		const query = { login: needed(fields.login, 'Login'), apiKey: apiKeyOf(signIn) };
		const answer = await send(sessionCall(signIn, '/auth/v5.12/authenticate-by-pass', query, neededPassword(fields.password, 'Password')));
		return sidFrom(answer, now(), { WrongKey: 'the login or the password is wrong', UnknownError: 'the login or the password is wrong' });
	},
});

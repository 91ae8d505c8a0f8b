import { filled, needed, neededPassword, neededToken, type FieldName, type SignInFields } from './fields';
import { refused, withoutSession, type Meanings } from './refusal';
import { formPost, isSuccess, memberOf, textOf, tokenOf, type SignInAnswer } from './send';
import type { Session } from './session';
import type { SignIn, Way } from './way';

/** Fields that every grant needs: the application's own. */
export const APPLICATION: readonly FieldName[] = ['clientId', 'apiKey', 'scope'];

const USUAL_SCOPE = 'extern.api'; // auth.md §4

/**
 * The form fields by which an application shows itself (auth.md §5).
 * @throws ExternError `input` when one is missing
 */
export function application({ clientId, apiKey }: SignInFields): { client_id: string; client_secret: string } {
	return { client_id: needed(clientId, 'Client ID'), client_secret: needed(apiKey, 'API Key') };
}

/** The scopes to ask for. */
export function scopeOf({ scope }: SignInFields): { scope: string } {
	return { scope: filled(scope) || USUAL_SCOPE };
}

/** Shows a grant to the token endpoint (auth.md §5): its `grant_type` and own fields. */
export async function present({ fields, roots, send }: SignIn, grant: Grant): Promise<SignInAnswer> {
	return await send(formPost(`${roots.identity}/connect/token`, { ...grant, ...application(fields), ...scopeOf(fields) }));
}

/** Form fields of a grant; the application's own are added. */
export type Grant = Readonly<Record<string, string>>;

/** The grant that continues a session (RFC 6749 §6). */
export function refreshGrant(refreshToken: string): Grant {
	return { grant_type: 'refresh_token', refresh_token: refreshToken };
}

/**
 * The session in an answer of the token endpoint. `expires_in` has another name on the page of the
 * device flow (auth.md §4).
 * @param meanings what the provider's codes mean for this grant
 * @throws ExternError `signed-out` when it is a refusal, `unavailable`, or `malformed` without a token
 */
export function sessionFrom(answer: SignInAnswer, now: number, meanings: Meanings = {}): Session {
	if (!isSuccess(answer)) throw refused(answer, meanings, now);
	const { body } = answer;
	const token = tokenOf(body, 'access_token');
	if (!token) throw withoutSession();
	const refreshToken = textOf(body, 'refresh_token');
	const seconds = Number(memberOf(body, 'expires_in') ?? memberOf(body, 'expires'));
	return { token, ...(refreshToken && { refreshToken }), ...(seconds > 0 && { endsAt: now + seconds * 1000 }) };
}

async function tokenFor(signIn: SignIn, grant: Grant, meanings?: Meanings): Promise<Session> {
	return sessionFrom(await present(signIn, grant), signIn.now(), meanings);
}

/** A token that the operator got elsewhere. */
export const givenToken: Way = {
	scheme: 'Bearer',
	fields: ['accessToken'],
	isGiven: () => true,
	enter: async ({ fields }) => ({ token: neededToken(fields.accessToken, 'Access Token', 'Bearer') }),
};

/** The application itself signs in. */
export const clientCredentials: Way = {
	scheme: 'Bearer',
	fields: APPLICATION,
	enter: async (signIn) => await tokenFor(signIn, { grant_type: 'client_credentials' }),
};

/** A user signs in with login and password. */
export const password: Way = {
	scheme: 'Bearer',
	fields: [...APPLICATION, 'login', 'password'],
	async enter(signIn) {
		const { fields } = signIn;
		const grant = { grant_type: 'password', username: needed(fields.login, 'Login'), password: neededPassword(fields.password, 'Password') };
		return await tokenFor(signIn, grant, { invalid_grant: 'the login or the password is wrong' });
	},
};

const USED_UP = 'the refresh token has ended, was taken back or was used by another program; get a new one and paste it, or choose Device Code, which gets one by itself';

/** A refresh token that the operator got elsewhere; each use brings the next one. */
export const refreshToken: Way = {
	scheme: 'Bearer',
	fields: [...APPLICATION, 'refreshToken'],
	isUsedUp: true,
	enter: async (signIn) => await continued(signIn, needed(signIn.fields.refreshToken, 'Refresh Token')),
	renew: async (signIn, last) => await continued(signIn, last.refreshToken ?? needed(signIn.fields.refreshToken, 'Refresh Token')),
};

/** A service that hands out no new refresh token lets the old one stay good. */
async function continued(signIn: SignIn, token: string): Promise<Session> {
	return { refreshToken: token, ...(await tokenFor(signIn, refreshGrant(token), { invalid_grant: USED_UP })) };
}

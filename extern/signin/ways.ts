import { inputError } from '../failure';
import { rootsOf, type EnvironmentFields } from './environment';

/** Fields of the credential "Kontur Extern API". */
export interface SignInFields extends EnvironmentFields {
	readonly signIn?: unknown;
	readonly clientId?: unknown;
	readonly apiKey?: unknown;
	readonly login?: unknown;
	readonly password?: unknown;
	readonly accessToken?: unknown;
	readonly sessionSecret?: unknown;
	/** Kept by n8n between executions; renewed by {@link signInRequest}. */
	readonly sessionToken?: unknown;
}

/** A request that yields a token. */
export interface SignInRequest {
	readonly url: string;
	/** Form fields, encoded. */
	readonly body: string;
}

const SCOPE = 'extern.api'; // auth.md §4

/**
 * The request that gets a fresh token, or undefined where the credential holds a given one.
 * @throws ExternError `input` when a field is missing
 */
export function signInRequest(fields: SignInFields): SignInRequest | undefined {
	const grant = grantOf(fields);
	if (!grant) return undefined;
	const form = new URLSearchParams({
		...grant,
		client_id: needed(fields.clientId, 'Client ID'),
		client_secret: needed(fields.apiKey, 'API Key'),
		scope: SCOPE,
	});
	return { url: `${rootsOf(fields).identity}/connect/token`, body: form.toString() };
}

/** The token in an answer to {@link signInRequest}, or undefined when there is none. */
export function tokenFrom(answer: unknown): string | undefined {
	if (typeof answer !== 'object' || answer === null || !('access_token' in answer)) return undefined;
	return typeof answer.access_token === 'string' && answer.access_token !== '' ? answer.access_token : undefined;
}

/**
 * The headers that sign a request in (auth.md §4, §8).
 * @throws ExternError `input` when the credential holds no token
 */
export function signInHeaders(fields: SignInFields): Record<string, string> {
	if (fields.signIn === 'authSid') {
		return { authorization: `auth.sid ${needed(fields.sessionSecret, 'Session ID (auth.sid)')}`, 'x-kontur-apikey': needed(fields.apiKey, 'API Key') };
	}
	const token = fields.signIn === 'accessToken' ? fields.accessToken : fields.sessionToken;
	return { authorization: `Bearer ${needed(token, 'Access Token')}` };
}

/** Whether a request goes where this credential belongs. Anywhere else its secrets must not be seen. */
export function belongsTo(fields: SignInFields, url: string): boolean {
	return new URL(url).origin === new URL(rootsOf(fields).api).origin;
}

function grantOf(fields: SignInFields): Record<string, string> | undefined {
	switch (fields.signIn) {
		case 'clientCredentials':
			return { grant_type: 'client_credentials' };
		case 'password':
			return { grant_type: 'password', username: needed(fields.login, 'Login'), password: needed(fields.password, 'Password') };
		default:
			return undefined;
	}
}

function needed(value: unknown, name: string): string {
	if (typeof value === 'string' && value.trim() !== '') return value.trim();
	throw inputError(`${name} is empty in the credential`, 'Open the credential and fill it in', name);
}

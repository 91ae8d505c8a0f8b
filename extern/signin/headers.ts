import { rootsOf } from './environment';
import { neededToken, type SignInFields } from './fields';
import { heldSession } from './renewal';
import { wayOf } from './ways';

/**
 * The headers that sign a request in (auth.md §4, §8). Without a session that is good for whoever the
 * credential names now there are none: the service answers 401, and that makes n8n get a session.
 * @throws ExternError `input` when the API key is missing that goes with an auth.sid
 */
export function signInHeaders(fields: SignInFields): Record<string, string> {
	const session = heldSession(fields);
	if (!session) return {};
	const { scheme } = wayOf(fields);
	const authorization = `${scheme} ${session.token}`;
	return scheme === 'Bearer' ? { authorization } : { authorization, 'x-kontur-apikey': neededToken(fields.apiKey, 'API Key') };
}

/** Whether a request goes where this credential belongs. Anywhere else its secrets must not be seen. */
export function belongsTo(fields: SignInFields, url: string): boolean {
	return new URL(url).origin === new URL(rootsOf(fields).api).origin;
}

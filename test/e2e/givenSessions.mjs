/** What somebody who has signed in elsewhere brings along for a credential. */

const form = 'application/x-www-form-urlencoded';

/** Access and refresh token of the user in the letter. */
export async function givenTokens({ sandbox, seed }) {
	const { clientId, apiKey, login, password } = seed;
	const grant = { grant_type: 'password', username: login, password, client_id: clientId, client_secret: apiKey, scope: 'extern.api offline_access' };
	const { access_token: accessToken, refresh_token: refreshToken, ...rest } = await answerOf(`${sandbox.identity}/connect/token`, new URLSearchParams(grant), form);
	return { accessToken, refreshToken, rest };
}

/** The same of the older generation: auth.sid and what renews it. */
export async function givenSession({ sandbox, seed: { apiKey, login, password } }) {
	const query = new URLSearchParams({ login, apiKey });
	const { Sid, RefreshToken } = await answerOf(`${sandbox.identity}/auth/v5.12/authenticate-by-pass?${query}`, password, 'application/octet-stream');
	return { sessionSecret: Sid, sessionRefreshToken: RefreshToken };
}

async function answerOf(url, body, contentType) {
	const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': contentType } });
	if (!answer.ok) throw new Error(`Signing in was answered ${answer.status}: ${await answer.text()}`);
	return answer.json();
}

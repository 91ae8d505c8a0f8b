import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import {
	authorizationCodeGrant,
	buildAuthorizationUrl,
	calculatePKCECodeChallenge,
	enableNonRepudiationChecks,
	fetchUserInfo,
	randomNonce,
	randomPKCECodeVerifier,
	randomState,
	refreshTokenGrant,
} from 'openid-client';

import { callback, givenProvider } from './provider.mjs';

const provider = givenProvider('openid-code');

const scope = 'openid extern.api';

/** Goes through the sign-in page; the library checks what comes back. */
async function signIn(configuration, { pkceCodeVerifier } = {}) {
	const [expectedState, expectedNonce] = [randomState(), randomNonce()];
	const challenge = pkceCodeVerifier && {
		code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
		code_challenge_method: 'S256',
	};
	const parameters = { redirect_uri: callback, scope, state: expectedState, nonce: expectedNonce, ...challenge };
	const { url } = await provider.signInOnPage(buildAuthorizationUrl(configuration, parameters));
	return { url, checks: { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true } };
}

async function givenTokens(configuration) {
	const { url, checks } = await signIn(configuration);
	return authorizationCodeGrant(configuration, url, checks);
}

describe('a client library', () => {
	test('finds the endpoints by discovery', async () => {
		const metadata = (await provider.discover()).serverMetadata();

		assert.equal(metadata.issuer, provider.origin);
		assert.equal(metadata.token_endpoint, `${provider.origin}/connect/token`);
		assert.equal(metadata.authorization_endpoint, `${provider.origin}/connect/authorize`);
		assert.equal(metadata.device_authorization_endpoint, `${provider.origin}/connect/deviceauthorization`);
		assert.equal(metadata.supportsPKCE(), true);
	});

	for (const [how, pkceCodeVerifier] of [['without PKCE', undefined], ['with PKCE', randomPKCECodeVerifier()]]) {
		test(`exchanges a code ${how} and believes the id_token`, async () => {
			const configuration = await provider.discover();
			enableNonRepudiationChecks(configuration);
			const { url, checks } = await signIn(configuration, { pkceCodeVerifier });

			const tokens = await authorizationCodeGrant(configuration, url, checks);

			assert.equal(tokens.expires_in, 3600);
			assert.equal(tokens.claims().aud, provider.seed.clientId);
			assert.equal(await provider.apiStatus(tokens.access_token), 200);
		});
	}

	test('is refused with another PKCE verifier than the one of the request', async () => {
		const configuration = await provider.discover();
		const { url, checks } = await signIn(configuration, { pkceCodeVerifier: randomPKCECodeVerifier() });

		const exchange = authorizationCodeGrant(configuration, url, { ...checks, pkceCodeVerifier: randomPKCECodeVerifier() });

		await assert.rejects(exchange, { error: 'invalid_grant', status: 400 });
	});

	test('is refused when it exchanges a code twice', async () => {
		const configuration = await provider.discover();
		const { url, checks } = await signIn(configuration);
		await authorizationCodeGrant(configuration, url, checks);

		await assert.rejects(authorizationCodeGrant(configuration, url, checks), { error: 'invalid_grant', status: 400 });
	});

	test('reads who signed in, the same person as in the id_token', async () => {
		const configuration = await provider.discover();
		const tokens = await givenTokens(configuration);

		const person = await fetchUserInfo(configuration, tokens.access_token, tokens.claims().sub);

		assert.equal(person.sub, tokens.claims().sub);
	});

	test('is challenged when it asks for the person with a dead token', async () => {
		const configuration = await provider.discover();

		await assert.rejects(fetchUserInfo(configuration, 'f'.repeat(64), 'nobody'), (error) => {
			assert.equal(error.code, 'OAUTH_WWW_AUTHENTICATE_CHALLENGE');
			assert.equal(error.cause[0].parameters.error, 'invalid_token');
			return true;
		});
	});

	test('rotates the refresh token again and again', async () => {
		const configuration = await provider.discover();
		const pairs = [await givenTokens(configuration)];
		for (let round = 0; round < 3; round++) pairs.push(await refreshTokenGrant(configuration, pairs.at(-1).refresh_token));

		assert.equal(new Set(pairs.map(({ refresh_token: refreshToken }) => refreshToken)).size, 4);
		assert.equal(await provider.apiStatus(pairs.at(-1).access_token), 200);
	});

	test('is refused with a used refresh token, while the newest stays good', async () => {
		const configuration = await provider.discover();
		const first = await givenTokens(configuration);
		const second = await refreshTokenGrant(configuration, first.refresh_token);

		await assert.rejects(refreshTokenGrant(configuration, first.refresh_token), { error: 'invalid_grant', status: 400 });

		const third = await refreshTokenGrant(configuration, second.refresh_token, { scope });
		assert.equal(await provider.apiStatus(third.access_token), 200);
	});

	test('is refused after the person’s access was revoked, and signs in anew', async () => {
		const configuration = await provider.discover();
		const before = await givenTokens(configuration);

		await provider.control('/revoke', { login: provider.person.login });

		assert.equal(await provider.apiStatus(before.access_token), 401);
		await assert.rejects(refreshTokenGrant(configuration, before.refresh_token), { error: 'invalid_grant' });
		const after = await givenTokens(configuration);
		assert.equal(await provider.apiStatus(after.access_token), 200);
	});
});

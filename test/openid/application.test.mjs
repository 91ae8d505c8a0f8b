import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ClientSecretBasic, ClientSecretPost, clientCredentialsGrant, genericGrantRequest } from 'openid-client';

import { givenProvider } from './provider.mjs';

const provider = givenProvider('openid-application');

const scope = 'extern.api';

for (const authentication of [ClientSecretPost, ClientSecretBasic]) {
	describe(`an application that proves itself by ${authentication.name}`, () => {
		test('gets a token of its own', async () => {
			const tokens = await clientCredentialsGrant(await provider.discover({ authentication }), { scope });

			assert.equal(tokens.expires_in, 3600);
			assert.equal(tokens.refresh_token, undefined);
			assert.equal(await provider.apiStatus(tokens.access_token), 200);
		});

		test('is refused with a wrong API key', async () => {
			const configuration = await provider.discover({ authentication, apiKey: 'wrong' });

			await assert.rejects(clientCredentialsGrant(configuration, { scope }), { error: 'invalid_client', status: 400 });
		});

		test('is refused when it is unknown', async () => {
			const configuration = await provider.discover({ authentication, clientId: 'stranger' });

			await assert.rejects(clientCredentialsGrant(configuration, { scope }), { error: 'invalid_client', status: 400 });
		});
	});
}

describe('an application', () => {
	test('is refused a scope of persons', async () => {
		const grant = clientCredentialsGrant(await provider.discover(), { scope: 'openid extern.api' });

		await assert.rejects(grant, { error: 'invalid_scope', status: 400 });
	});

	test('exchanges login and password for a token', async () => {
		const { login: username, password } = provider.person;

		const tokens = await genericGrantRequest(await provider.discover(), 'password', { username, password, scope });

		assert.equal(await provider.apiStatus(tokens.access_token), 200);
	});
});

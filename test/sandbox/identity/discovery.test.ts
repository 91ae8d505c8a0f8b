import axios from 'axios';
import { judgeAnswer } from '../../reference/judge';
import { givenApplication } from './application';

const application = givenApplication();

const get = (path: string) => axios.get(application.identity + path, { validateStatus: () => true });

describe('discovery', () => {
	it('leads to every endpoint under the address of the provider', async () => {
		const { data } = await get('/.well-known/openid-configuration');

		expect(data).toMatchObject({
			issuer: application.identity,
			authorization_endpoint: `${application.identity}/connect/authorize`,
			token_endpoint: `${application.identity}/connect/token`,
			device_authorization_endpoint: `${application.identity}/connect/deviceauthorization`,
			// The vendor's redirect carries code, state and scope only.
			authorization_response_iss_parameter_supported: false,
			jwks_uri: `${application.identity}/.well-known/openid-configuration/jwks`,
		});
		expect(data.scopes_supported).toEqual(expect.arrayContaining(['openid', 'extern.api', 'extern.test-tools']));
		expect(data.grant_types_supported).toEqual(
			expect.arrayContaining(['authorization_code', 'refresh_token', 'client_credentials', 'password', 'urn:ietf:params:oauth:grant-type:device_code']),
		);
	});

	it('leads to a key set without private parts', async () => {
		const { status, data } = await get('/.well-known/openid-configuration/jwks');

		expect(judgeAnswer('openid-jwks', status, data)).toEqual([]);
		expect(Object.keys(data.keys[0]).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
	});

	it('answers 404 for what the provider does not have', async () => {
		expect((await get('/connect/nothing')).status).toBe(404);
	});
});

import type { IHttpRequestOptions } from 'n8n-workflow';
import { KonturExternSigningServiceApi } from '../../../credentials/KonturExternSigningServiceApi.credentials';

const credential = new KonturExternSigningServiceApi();
const fields = { url: 'https://signing.example.org/base', authentication: 'bearer', token: 'canary', pin: '1234' };
const authenticate = async (options: IHttpRequestOptions & { uri?: string }) => await credential.authenticate(fields, options);

test.each([
	{ url: 'https://signing.example.org/base/sign/detached' },
	{ baseURL: 'https://signing.example.org/base', url: '/ready' },
	{ baseURL: 'https://signing.example.org/base', url: '' },
])('the token goes to the service: %j', async (options) => {
	const { headers, disableFollowRedirect } = await authenticate({ ...options, headers: { accept: '*/*' } });
	expect([headers, disableFollowRedirect]).toEqual([{ accept: '*/*', authorization: 'Bearer canary' }, true]);
});

test.each([
	{ url: 'https://signing.example.org.evil.example/' },
	{ url: 'http://signing.example.org/base' },
	{ url: 'https://signing.example.org:8443/' },
	{ baseURL: 'https://signing.example.org/', url: '//evil.example/' },
	{ baseURL: 'https://signing.example.org', url: 'https://evil.example/' },
])('the token goes nowhere else: %j', async (options) => {
	await expect(authenticate(options)).rejects.toThrow('This credential is only for its own signing service');
});

test('secrets are typed into fields that hide them', () => {
	const secret = credential.properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
	expect(secret.sort()).toEqual(['headerValue', 'password', 'pin', 'token']);
});

import axios from 'axios';
import { judgeAnswer } from '../../reference/judge';
import { givenApplication, seconds } from './application';

// The reference has no operation of its own for this grant; its answers have the form of every token answer.
const SAME_FORM = 'openid-token-password';

const application = givenApplication();

const ask = (fields: Record<string, string> = {}) => application.token({ grant_type: 'client_credentials', scope: 'extern.api', ...fields });

describe('client credentials', () => {
	it('give a token of the application, without a refresh token', async () => {
		const { status, data } = await ask();

		expect(status).toBe(200);
		expect(judgeAnswer(SAME_FORM, status, data)).toEqual([]);
		expect(data).toEqual({ access_token: expect.stringMatching(/^[0-9a-f]{64}$/), token_type: 'Bearer', expires_in: 3600, scope: 'extern.api' });
	});

	it('are taken from HTTP Basic', async () => {
		const { clientId, apiKey } = application.seed;
		const authorization = `Basic ${Buffer.from(`${clientId}:${apiKey}`).toString('base64')}`;

		const { status } = await application.post('/connect/token', { grant_type: 'client_credentials', scope: 'extern.api' }, { authorization });

		expect(status).toBe(200);
	});

	it('are taken from HTTP Basic as RFC 6749 encodes them', async () => {
		const { clientId, apiKey } = application.seed;
		const encoded = [clientId, apiKey].map((text) => text.replaceAll('-', '%2D')).join(':');

		const { status } = await application.post(
			'/connect/token',
			{ grant_type: 'client_credentials', scope: 'extern.api' },
			{ authorization: `Basic ${Buffer.from(encoded).toString('base64')}` },
		);

		expect(status).toBe(200);
	});

	it('are enough for an application without a page to sign in on', async () => {
		const { clientId, apiKey } = application.seed.neighbour;

		expect((await ask({ client_id: clientId, client_secret: apiKey })).status).toBe(200);
	});

	it('promise the life time that is set', async () => {
		await application.lifetimes({ accessToken: 7 });

		const { data } = await ask();

		expect(data.expires_in).toBe(7);
		await application.lifetimes({ accessToken: 3600 });
	});

	it.each([
		['a wrong api-key', { client_secret: 'aaaaaaaa-0000-4000-8000-000000000000' }, 'invalid_client'],
		['an unknown application', { client_id: 'stranger' }, 'invalid_client'],
		['a scope of persons', { scope: 'openid extern.api' }, 'invalid_scope'],
		['an unknown scope', { scope: 'extern.apl' }, 'invalid_scope'],
		['no scope', { scope: '' }, 'invalid_request'],
		['a client_id that is too long', { client_id: 'x'.repeat(301) }, 'invalid_request'],
		['somebody else’s field', { username: 'somebody' }, 'invalid_request'],
	])('are refused with %s', async (_what, fields, error) => {
		const { status, data, headers } = await ask(fields);

		expect(status).toBe(400);
		expect(judgeAnswer(SAME_FORM, status, data)).toEqual([]);
		expect(data.error).toBe(error);
		expect(headers).toMatchObject({ 'cache-control': 'no-store', 'dont-retry': 'True', 'x-kontur-dont-retry': 'True' });
	});

	it('are refused when header and form name different applications', async () => {
		const authorization = `Basic ${Buffer.from(`stranger:${application.seed.apiKey}`).toString('base64')}`;

		const { data } = await application.post('/connect/token', { ...application.credentials, grant_type: 'client_credentials', scope: 'extern.api' }, { authorization });

		expect(data.error).toBe('invalid_client');
	});

	it('are refused in JSON even when a browser asks', async () => {
		const fields = { ...application.credentials, client_secret: 'wrong', grant_type: 'client_credentials', scope: 'extern.api' };

		const { status, data } = await application.post('/connect/token', fields, { accept: 'text/html' });

		expect(status).toBe(400);
		expect(data.error).toBe('invalid_client');
	});

	it('are refused in a JSON body', async () => {
		const body = { ...application.credentials, grant_type: 'client_credentials', scope: 'extern.api' };

		const { status, data } = await axios.post(`${application.identity}/connect/token`, body, { validateStatus: () => true });

		expect(status).toBe(400);
		expect(data.error).toBe('invalid_request');
	});
});

describe('the token of an application', () => {
	it('names no person', async () => {
		const { data } = await ask();

		expect((await application.userinfo(data.access_token)).status).not.toBe(200);
	});

	it('opens the API until it is too old', async () => {
		await application.lifetimes({ accessToken: 3 });
		const { data } = await ask();
		await application.lifetimes({ accessToken: 3600 });
		const authorization = `Bearer ${data.access_token}`;

		expect((await application.accounts(authorization)).status).toBe(200);
		await seconds(3.2);
		expect((await application.accounts(authorization)).status).toBe(401);
	});
});

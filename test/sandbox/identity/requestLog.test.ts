import axios from 'axios';
import { CALLBACK, givenApplication } from './application';

const application = givenApplication();

const clientCredentials = () => application.token({ grant_type: 'client_credentials', scope: 'extern.api' });

async function lastRequest() {
	const { data } = await application.requests();
	return data.requests.at(-1);
}

describe('the log of requests', () => {
	it('names each call of the provider with its operation', async () => {
		const { data: tokens } = await application.exchange(await application.codeFromPage());
		await application.refresh(tokens.refresh_token);
		await axios.get(`${application.identity}/.well-known/openid-configuration/jwks`);

		const { data } = await application.requests();

		const seen = data.requests.filter(({ service, operation }: Record<string, unknown>) => service === 'identity' && operation !== null);
		expect(seen.map(({ operation, status }: Record<string, unknown>) => [operation, status])).toEqual([
			['openid-authorize', 302],
			['openid-token-authorization-code', 200],
			['openid-token-refresh', 200],
			['openid-jwks', 200],
		]);
	});

	it('keeps what is no secret of an address', async () => {
		await application.codeFromPage({ nonce: 'n-7' });

		const { data } = await application.requests();

		const [asked] = data.requests.filter(({ path }: Record<string, unknown>) => path === '/connect/authorize').slice(-1);
		const [answered] = data.requests.slice(-1);
		expect(asked.query).toMatchObject({ client_id: application.seed.clientId, nonce: 'n-7', state: '***' });
		expect(answered.responseHeaders.location).toBe(`${CALLBACK}?code=***&state=***&scope=openid+extern.api`);
	});
});

describe('the fault knobs', () => {
	afterEach(() => application.control.delete('/faults'));

	it('make the provider fail', async () => {
		await application.control.post('/faults', { path: '/connect/token', times: 1, action: { status: 503 } });

		expect((await clientCredentials()).status).toBe(503);
		expect((await clientCredentials()).status).toBe(200);
	});

	it('hit one kind of sign-in only', async () => {
		await application.control.post('/faults', { operation: 'openid-token-password', action: { status: 500 } });
		const { login: username, password } = application.seed;

		expect((await application.token({ grant_type: 'password', scope: 'extern.api', username, password })).status).toBe(500);
		expect((await clientCredentials()).status).toBe(200);
		expect(await lastRequest()).toMatchObject({ service: 'identity', path: '/connect/token', status: 200 });
	});

	it('lose an answer after the work was done', async () => {
		const code = await application.codeFromPage();
		await application.control.post('/faults', { operation: 'openid-token-authorization-code', times: 1, after: true, action: { status: 502 } });

		expect((await application.exchange(code)).status).toBe(502);
		expect((await application.exchange(code)).data.error_description).toBe('authorization code already consumed');
	});

	it('cut the connection', async () => {
		await application.control.post('/faults', { path: '/connect/token', times: 1, action: { disconnect: true } });

		await expect(clientCredentials()).rejects.toThrow(/socket hang up|ECONNRESET/);
	});
});

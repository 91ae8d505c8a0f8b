import axios from 'axios';
import { judgeAnswer } from '../../reference/judge';
import { givenApplication, seconds } from './application';

const OPERATION = 'openid-token-password';

const application = givenApplication();

function signIn(fields: Record<string, string> = {}) {
	const { login, password } = application.seed;
	return application.token({ grant_type: 'password', scope: 'extern.api', username: login, password, ...fields });
}

describe('login and password', () => {
	it('give a token of the person', async () => {
		const { status, data } = await signIn();

		expect(status).toBe(200);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect(data).toEqual({ access_token: expect.stringMatching(/^[0-9a-f]{64}$/), token_type: 'Bearer', expires_in: 3600, scope: 'extern.api' });
	});

	it('give a refresh token when offline_access is asked for', async () => {
		const { data } = await signIn({ scope: 'extern.api offline_access' });

		const renewed = await application.refresh(data.refresh_token, { scope: '' });

		expect(renewed.status).toBe(200);
		expect(renewed.data.access_token).not.toBe(data.access_token);
	});

	it('give a token that dies of age', async () => {
		await application.lifetimes({ accessToken: 3 });
		const { data } = await signIn({ scope: 'openid extern.api' });
		await application.lifetimes({ accessToken: 3600 });

		expect((await application.userinfo(data.access_token)).status).toBe(200);
		await seconds(3.2);
		expect((await application.userinfo(data.access_token)).status).toBe(401);
	});

	it('give a token that opens the API to that person', async () => {
		const { data: clerk } = await signIn({ username: application.seed.clerk.login, password: application.seed.clerk.password });
		const { data: operator } = await signIn();

		const accounts = async (token: string) => (await application.accounts(`Bearer ${token}`)).data.accounts.map(({ id }: { id: string }) => id);

		expect(await accounts(clerk.access_token)).toHaveLength(1);
		expect(await accounts(operator.access_token)).toEqual(expect.arrayContaining(application.seed.accounts.map(({ id }) => id)));
	});

	it('give a token that can be ended with all others', async () => {
		const { data } = await signIn({ scope: 'openid extern.api' });

		await application.control.post('/tokens/expire', {});

		expect((await application.userinfo(data.access_token)).status).toBe(401);
	});

	it('are refused alike when the login is unknown and when the password is wrong', async () => {
		const answers = [await signIn({ username: 'nobody@example.test' }), await signIn({ password: 'wrong' })];

		for (const { status, data } of answers) {
			expect(status).toBe(400);
			expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
			expect(data).toEqual({ error: 'invalid_grant', error_description: 'wrong login or password', error_status: null });
		}
	});

	it.each([
		['a wrong api-key', { client_secret: 'aaaaaaaa-0000-4000-8000-000000000000' }, 'invalid_client'],
		['no password', { password: '' }, 'invalid_request'],
		['the field of another library', { login: 'somebody' }, 'invalid_request'],
	])('are refused with %s', async (_what, fields, error) => {
		const { status, data } = await signIn(fields);

		expect(status).toBe(400);
		expect(data.error).toBe(error);
	});
});

describe('an account with a second factor', () => {
	beforeAll(() => axios.post(`${application.identity}/_sandbox/second-factor`, { login: application.seed.login }));

	it('answers the password with the factors that are still needed', async () => {
		const { status, data } = await signIn();

		expect(status).toBe(400);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect(data).toMatchObject({ error: 'invalid_grant', partial_factor_token: expect.stringMatching(/^[0-9a-f]{64}$/) });
		expect(data.required_factors[0]).toEqual({ grant_type: 'certificate', identity: expect.stringMatching(/^[0-9A-F]{40}$/) });
	});

	it('does not take the same factor twice', async () => {
		const { data } = await signIn();

		const again = await signIn({ partial_factor_token: data.partial_factor_token });

		expect(again.status).toBe(400);
		expect(again.data.required_factors).toEqual(data.required_factors);
	});
});

import { judgeAnswer } from '../../reference/judge';
import { givenApplication, seconds } from './application';

const OPERATION = 'openid-token-refresh';

const application = givenApplication();

async function givenTokens(): Promise<{ access_token: string; refresh_token: string }> {
	const { data } = await application.exchange(await application.codeFromPage());
	return data;
}

describe('a refresh token', () => {
	it('is exchanged for a new pair', async () => {
		const before = await givenTokens();

		const { status, data } = await application.refresh(before.refresh_token);

		expect(status).toBe(200);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect(data.access_token).not.toBe(before.access_token);
		expect(data.refresh_token).toMatch(/^[0-9a-f]{64}$/);
		expect(data.refresh_token).not.toBe(before.refresh_token);
		expect((await application.userinfo(data.access_token)).status).toBe(200);
	});

	it('needs no scope, as n8n sends none', async () => {
		const { status, data } = await application.refresh((await givenTokens()).refresh_token, { scope: '' });

		expect(status).toBe(200);
		expect(data.scope).toBe('openid extern.api');
	});

	it('stays usable over many rotations', async () => {
		let { refresh_token: current } = await givenTokens();
		for (let round = 0; round < 5; round++) current = (await application.refresh(current)).data.refresh_token;

		expect((await application.refresh(current)).status).toBe(200);
	});

	it('cannot be used twice; what it was exchanged for stays alive', async () => {
		const first = await givenTokens();
		const second = (await application.refresh(first.refresh_token)).data;

		const again = await application.refresh(first.refresh_token);

		expect(again.status).toBe(400);
		expect(judgeAnswer(OPERATION, 400, again.data)).toEqual([]);
		expect(again.data).toMatchObject({ error: 'invalid_grant', error_description: 'refresh token already used' });
		expect((await application.userinfo(second.access_token)).status).toBe(200);
		expect((await application.refresh(second.refresh_token)).status).toBe(200);
	});

	it('is good for one of many who use it at the same moment, and his new pair stays alive', async () => {
		const { refresh_token: refreshToken } = await givenTokens();

		const answers = await Promise.all(Array.from({ length: 10 }, () => application.refresh(refreshToken)));

		const [winner, ...others] = answers.filter(({ status }) => status === 200);
		expect(others).toEqual([]);
		expect(answers.filter(({ data }) => data.error === 'invalid_grant')).toHaveLength(9);
		expect((await application.userinfo(winner.data.access_token)).status).toBe(200);
		expect((await application.refresh(winner.data.refresh_token)).status).toBe(200);
	});

	it('tells nothing of its use to another application', async () => {
		const { refresh_token: refreshToken } = await givenTokens();
		await application.refresh(refreshToken);

		expect((await application.refresh(refreshToken, { client_secret: 'wrong' })).data.error).toBe('invalid_client');
	});

	describe('of a provider that revokes on reuse', () => {
		beforeAll(() => application.ask('/refresh-reuse', { revokes: true }));
		afterAll(() => application.ask('/refresh-reuse', { revokes: false }));

		it('ends with its second use everything that came from that sign-in', async () => {
			const first = await givenTokens();
			const second = (await application.refresh(first.refresh_token)).data;

			const again = await application.refresh(first.refresh_token);

			expect(again.status).toBe(400);
			expect(judgeAnswer(OPERATION, 400, again.data)).toEqual([]);
			expect(again.data).toMatchObject({ error: 'invalid_grant', error_description: 'refresh token already used' });
			expect((await application.refresh(second.refresh_token)).data.error).toBe('invalid_grant');
			expect((await application.userinfo(second.access_token)).status).toBe(401);
		});
	});

	it('dies of age', async () => {
		await application.lifetimes({ refreshToken: 1 });
		const { refresh_token: refreshToken } = await givenTokens();
		await seconds(2);

		const { status, data } = await application.refresh(refreshToken);

		expect(status).toBe(400);
		expect(data).toMatchObject({ error: 'invalid_grant', error_description: 'refresh token is expired' });
	});

	it.each([
		['a wrong api-key', { client_secret: 'aaaaaaaa-0000-4000-8000-000000000000' }, 'invalid_client'],
		['an unknown application', { client_id: 'stranger' }, 'invalid_client'],
		['an unknown refresh token', { refresh_token: 'f'.repeat(64) }, 'invalid_grant'],
		['a wider scope', { scope: 'openid extern.api extern.test-tools' }, 'invalid_scope'],
		['a misspelt field', { refreshToken: 'x' }, 'invalid_request'],
	])('is refused with %s', async (_what, fields, error) => {
		await application.lifetimes({ refreshToken: 1000 });

		const { status, data } = await application.refresh((await givenTokens()).refresh_token, fields);

		expect(status).toBe(400);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect(data.error).toBe(error);
	});
});

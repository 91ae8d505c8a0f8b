import axios, { type AxiosResponse } from 'axios';
import { judgeAnswer } from '../../reference/judge';
import { givenApplication } from './application';

const application = givenApplication();

// As in the seed.
const OPERATOR_PHONE = '9000000001';
const CLERK_PHONE = '9000000002';

const DAY = 24 * 60 * 60 * 1000;

function call(path: string, query: Record<string, string>, more: { body?: string; headers?: Record<string, string>; method?: string } = {}): Promise<AxiosResponse> {
	return axios.request({
		method: more.method ?? 'POST',
		url: application.identity + path,
		params: query,
		data: more.body,
		headers: { 'content-type': 'application/octet-stream', ...more.headers },
		validateStatus: () => true,
	});
}

function signIn({ version = 'v5.12', query = {}, password = application.seed.password }: { version?: string; query?: Record<string, string>; password?: string } = {}) {
	const { login, apiKey } = application.seed;
	return call(`/auth/${version}/authenticate-by-pass`, { login, apiKey, ...query }, { body: password });
}

function refresh({ Sid, RefreshToken }: { Sid: string; RefreshToken: string }, apiKey = application.seed.apiKey) {
	return call('/sessions/v5.13/sessions/refresh', { 'auth.sid': Sid, 'refresh-token': RefreshToken, 'api-key': apiKey });
}

describe('auth.sid by password', () => {
	it.each(['v5.9', 'v5.12', 'v5.13', 'v5.16'])('is given by version %s', async (version) => {
		const { status, data } = await signIn({ version });

		expect(status).toBe(200);
		expect(judgeAnswer('legacy-auth-by-password', status, data)).toEqual([]);
		expect(data).toEqual({ Sid: expect.stringMatching(/^[0-9a-f]{64}$/), RefreshToken: expect.any(String) });
	});

	it('opens the API', async () => {
		const { data } = await signIn();

		const { status, data: accounts } = await application.accounts(`auth.sid ${data.Sid}`);

		expect(status).toBe(200);
		expect(judgeAnswer('accounts-list', 200, accounts)).toEqual([]);
		expect((await application.accounts(`auth.sid ${'0'.repeat(64)}`)).status).toBe(401);
	});

	it('takes the api-key from the header, as the Java client sends it', async () => {
		const { login, password, apiKey } = application.seed;

		const { status } = await call('/auth/v5.12/authenticate-by-pass', { login }, { body: password, headers: { 'X-Kontur-Apikey': apiKey } });

		expect(status).toBe(200);
	});

	it.each([
		['a wrong password', { password: 'wrong' }, 403, { Code: 'WrongKey' }],
		['an unknown login', { query: { login: 'nobody@example.test' } }, 403, { Code: 'WrongKey' }],
		['an unknown api-key', { query: { apiKey: 'aaaaaaaa-0000-4000-8000-000000000000' } }, 403, { Code: 'InvalidApiKey' }],
		['no api-key', { query: { apiKey: '' } }, 401, ''],
		['no login', { query: { login: '' } }, 400, ''],
	])('is refused with %s', async (_what, given, status, body) => {
		const answer = await signIn(given);

		expect(answer.status).toBe(status);
		expect(judgeAnswer('legacy-auth-by-password', status, answer.data)).toEqual([]);
		expect(answer.data).toEqual(body);
	});

	it('is not known under other versions', async () => {
		expect((await signIn({ version: 'v4.1' })).status).toBe(404);
	});
});

describe('the refresh of a session', () => {
	it('gives a new pair, and the old one dies', async () => {
		const { data: old } = await signIn();

		const { status, data } = await refresh(old);

		expect(status).toBe(200);
		expect(judgeAnswer('legacy-session-refresh', status, data)).toEqual([]);
		expect(data.Sid).not.toBe(old.Sid);
		expect((await application.accounts(`auth.sid ${old.Sid}`)).status).toBe(401);
		expect((await application.accounts(`auth.sid ${data.Sid}`)).status).toBe(200);
		expect((await refresh(old)).data).toEqual({ Code: 'WrongKey' });
		expect((await refresh(data)).status).toBe(200);
	});

	it('wants the pair that belongs together', async () => {
		const { data: one } = await signIn();
		const { data: other } = await signIn();

		const { status, data } = await refresh({ Sid: one.Sid, RefreshToken: other.RefreshToken });

		expect(status).toBe(403);
		expect(judgeAnswer('legacy-session-refresh', 403, data)).toEqual([]);
		expect(data.Code).toBe('WrongKey');
	});

	it('wants a known api-key', async () => {
		const { data } = await signIn();

		expect((await refresh(data, 'aaaaaaaa-0000-4000-8000-000000000000')).data).toEqual({ Code: 'InvalidApiKey' });
		expect((await refresh(data, '')).status).toBe(401);
	});

	it('is possible after the session ended, until its own 45 days are over', async () => {
		const { data: monthOld } = await signIn();
		const { data: forgotten } = await signIn();

		await passTime(31 * DAY);
		expect((await refresh(monthOld)).status).toBe(200);
		await passTime(15 * DAY);
		expect((await refresh(forgotten)).status).toBe(403);
	});
});

describe('the linking of a partner’s user', () => {
	const link = (query: Record<string, string>) =>
		call('/auth/v5.16/register-external-service-id', { 'api-key': application.seed.apiKey, serviceUserId: 'user-1', phone: '9990000000', ...query }, { method: 'PUT' });

	it('lets the user sign in under the partner’s id', async () => {
		const answer = await link({ phone: CLERK_PHONE });

		expect(answer.status).toBe(200);
		expect(judgeAnswer('legacy-auth-register-external-service-id', 200, answer.data === '' ? null : answer.data)).toEqual([]);
	});

	it('is forbidden for administrators', async () => {
		expect((await link({ phone: OPERATOR_PHONE })).data).toEqual({ Code: 'ForbiddenForTargetUser' });
	});

	it.each([
		['an unknown phone', {}, 403, { Code: 'UserNotFound' }],
		['an unknown api-key', { 'api-key': 'aaaaaaaa-0000-4000-8000-000000000000' }, 403, { Code: 'InvalidApiKey' }],
		['a phone that is not ten digits', { phone: '+79990000000' }, 400, ''],
		['no user id', { serviceUserId: '' }, 400, ''],
		['no api-key', { 'api-key': '' }, 401, ''],
	])('is refused with %s', async (_what, query, status, body) => {
		const answer = await link(query);

		expect(answer.status).toBe(status);
		expect(judgeAnswer('legacy-auth-register-external-service-id', status, answer.data)).toEqual([]);
		expect(answer.data).toEqual(body);
	});
});

function passTime(milliseconds: number): Promise<AxiosResponse> {
	return application.control.post('/clock', { advanceMs: milliseconds });
}

import axios from 'axios';
import { judgeAnswer } from '../../reference/judge';
import { givenApplication, seconds } from './application';
import { Browser } from './browser';
import { claimsFor, jwt, nowInSeconds, pemOf, register, rsaKeys } from './partner';

const application = givenApplication();

const DAY_MS = 24 * 60 * 60 * 1000;

interface Session {
	Sid: string;
	RefreshToken: string;
}

interface Person {
	login: string;
	password: string;
}

async function givenSession({ login, password }: Person = application.seed): Promise<Session> {
	const { data } = await application.older('POST', '/auth/v5.12/authenticate-by-pass', { login, apiKey: application.seed.apiKey }, password);
	return data;
}

async function givenTokens({ login, password }: Person = application.seed): Promise<{ access_token: string; refresh_token: string }> {
	const fields = { grant_type: 'password', scope: 'openid extern.api offline_access', username: login, password };
	return (await application.token(fields)).data;
}

const refreshSession = ({ Sid, RefreshToken }: Session) =>
	application.older('POST', '/sessions/v5.13/sessions/refresh', { 'auth.sid': Sid, 'refresh-token': RefreshToken, 'api-key': application.seed.apiKey });

const statusOfSession = async (sid: string) => (await application.accounts(`auth.sid ${sid}`)).status;
const statusOfToken = async (token: string) => (await application.accounts(`Bearer ${token}`)).status;

async function expectRenewal(session: Session): Promise<void> {
	const { status, data } = await refreshSession(session);
	expect([status, judgeAnswer('legacy-session-refresh', status, data)]).toEqual([200, []]);
	expect(await statusOfSession(data.Sid)).toBe(200);
}

afterEach(() => application.control.post('/reset'));

describe('the life of a session', () => {
	it('is 30 days and that of its refresh token 45, unless a test shortens them', async () => {
		const { data } = await axios.get(`${application.identity}/_sandbox/lifetimes`);

		expect(data).toMatchObject({ session: 30 * 24 * 3600, sessionRefresh: 45 * 24 * 3600 });
	});

	it('passes in real time when a test chose it', async () => {
		await application.lifetimes({ session: 1 });
		const session = await givenSession();

		expect(await statusOfSession(session.Sid)).toBe(200);
		await seconds(1.1);
		expect(await statusOfSession(session.Sid)).toBe(401);
		await expectRenewal(session);
	});

	it('does not pass with the sandbox’s clock then', async () => {
		await application.lifetimes({ session: 1000, sessionRefresh: 1000 });
		const session = await givenSession();

		await application.control.post('/clock', { advanceMs: 50 * DAY_MS });

		expect(await statusOfSession(session.Sid)).toBe(200);
		await expectRenewal(session);
	});

	it('may outlast its refresh token', async () => {
		await application.lifetimes({ sessionRefresh: 1 });
		const session = await givenSession();
		await seconds(1.1);

		const { status, data } = await refreshSession(session);

		expect([status, data]).toEqual([403, { Code: 'WrongKey' }]);
		expect(await statusOfSession(session.Sid)).toBe(200);
	});
});

describe('the end of all tokens', () => {
	it('leaves sessions alive', async () => {
		const [session, tokens] = [await givenSession(), await givenTokens()];

		await application.control.post('/tokens/expire', {});

		expect(await statusOfToken(tokens.access_token)).toBe(401);
		expect(await statusOfSession(session.Sid)).toBe(200);
	});

	it('is the end of all sessions as well when asked for, and each can be renewed', async () => {
		const [session, tokens] = [await givenSession(), await givenTokens()];

		await application.control.post('/tokens/expire', { sessions: true });

		expect(await statusOfToken(tokens.access_token)).toBe(401);
		expect(await statusOfSession(session.Sid)).toBe(401);
		expect(await statusOfSession(application.seed.sid)).toBe(401);
		await expectRenewal(session);
		expect((await application.refresh(tokens.refresh_token, { scope: '' })).status).toBe(200);
	});
});

describe('a fault that ends the token of a call', () => {
	beforeEach(() => application.control.post('/faults', { path: '/v1', times: 1, action: { expireToken: true } }));

	it('ends a session, which can be renewed', async () => {
		const session = await givenSession();

		expect([await statusOfSession(session.Sid), await statusOfSession(session.Sid)]).toEqual([401, 401]);
		await expectRenewal(session);
	});

	it('ends an access token, which can be renewed', async () => {
		const tokens = await givenTokens();

		expect([await statusOfToken(tokens.access_token), await statusOfToken(tokens.access_token)]).toEqual([401, 401]);
		const { data } = await application.refresh(tokens.refresh_token, { scope: '' });
		expect(await statusOfToken(data.access_token)).toBe(200);
	});

	it('leaves the sessions of others alive', async () => {
		const [one, other] = [await givenSession(), await givenSession()];

		expect([await statusOfSession(one.Sid), await statusOfSession(other.Sid)]).toEqual([401, 200]);
	});
});

describe('the revocation of a user', () => {
	const revoke = (login = application.seed.login) => application.ask('/revoke', { login });

	it('ends access tokens, refresh tokens and sessions', async () => {
		const [session, tokens, code] = [await givenSession(), await givenTokens(), await application.codeFromPage()];

		expect((await revoke()).status).toBe(204);

		expect(await statusOfToken(tokens.access_token)).toBe(401);
		expect((await application.refresh(tokens.refresh_token, { scope: '' })).data.error).toBe('invalid_grant');
		expect((await application.exchange(code)).data.error).toBe('invalid_grant');
		expect(await statusOfSession(session.Sid)).toBe(401);
		expect((await refreshSession(session)).data).toEqual({ Code: 'WrongKey' });
	});

	it('leaves signing in as it was', async () => {
		await revoke();

		expect(await statusOfSession((await givenSession()).Sid)).toBe(200);
		expect(await statusOfToken((await givenTokens()).access_token)).toBe(200);
		expect(await application.codeFromPage()).not.toBe('');
	});

	it('leaves other users and applications alone', async () => {
		const [session, tokens] = [await givenSession(application.seed.clerk), await givenTokens(application.seed.clerk)];
		const { data: ofApplication } = await application.token({ grant_type: 'client_credentials', scope: 'extern.api' });

		await revoke();

		expect(await statusOfSession(session.Sid)).toBe(200);
		expect(await statusOfToken(tokens.access_token)).toBe(200);
		expect((await application.refresh(tokens.refresh_token, { scope: '' })).status).toBe(200);
		expect(await statusOfToken(ofApplication.access_token)).toBe(200);
	});

	it('signs the person out of the browser', async () => {
		const browser = new Browser(application.identity);
		await browser.submit(await browser.open(application.authorizeUrl()), { login: application.seed.login, password: application.seed.password });

		await revoke();

		const page = await browser.open(application.authorizeUrl());
		expect([page.status, page.data.includes('Войти')]).toEqual([200, true]);
	});
});

describe('a reset', () => {
	it('forgets life times, the reuse of refresh tokens and the skew of the watch', async () => {
		const { publicKey, privateKey } = rsaKeys();
		await application.lifetimes({ session: 1, accessToken: 7 });
		await application.ask('/refresh-reuse', { revokes: true });
		await application.ask('/clock-skew', { seconds: 3600 });

		await application.control.post('/reset');

		const first = await givenTokens();
		const second = (await application.refresh(first.refresh_token, { scope: '' })).data;
		await application.refresh(first.refresh_token, { scope: '' });
		expect(second.expires_in).toBe(3600);
		expect(await statusOfToken(second.access_token)).toBe(200);
		await register(application, pemOf(publicKey));
		const token = jwt(claimsFor(application, { exp: nowInSeconds() + 60 }), privateKey);
		expect((await application.token({ grant_type: 'trusted', scope: 'extern.api', token })).status).toBe(200);
	});
});

describe('a knob', () => {
	it.each([
		['/lifetimes', { session: 0 }, 400],
		['/lifetimes', { sessionRefresh: 1.5 }, 400],
		['/lifetimes', { sid: 10 }, 400],
		['/lifetimes', { toString: 10 }, 400],
		['/revoke', { login: 'nobody@example.test' }, 404],
		['/refresh-reuse', { revokes: 'true' }, 400],
		['/refresh-reuse', {}, 400],
		['/clock-skew', { seconds: '10' }, 400],
		['/clock-skew', {}, 400],
		['/second-factor', { login: 'nobody@example.test' }, 404],
		['/partners', { clientId: 'sandbox-integrator', key: 'nothing' }, 400],
		['/partners', { clientId: 'stranger', key: 'nothing' }, 404],
	])('does not turn when a test is mistaken: %s %j', async (path, body, status) => {
		const answer = await application.ask(path, body);

		expect([answer.status, answer.data.message]).toEqual([status, expect.any(String)]);
	});
});

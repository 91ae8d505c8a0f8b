import { judgeAnswer } from '../../reference/judge';
import { givenApplication, seconds } from './application';
import { Browser } from './browser';

const OPERATION = 'openid-token-device-code';
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

const application = givenApplication();

beforeAll(() => application.lifetimes({ devicePolling: 1 }));

const begin = (fields: Record<string, string> = {}) => application.post('/connect/deviceauthorization', { ...application.credentials, scope: 'extern.api', ...fields });
const poll = (deviceCode: string, fields: Record<string, string> = {}) => application.token({ grant_type: GRANT, scope: 'extern.api', device_code: deviceCode, ...fields });

async function confirmOnPage(link: string, answer: Record<string, string> = {}): Promise<string> {
	const browser = new Browser(application.identity);
	const confirmation = await browser.submit(await browser.open(link), {});
	const next = await browser.submit(confirmation, answer);
	if ('abort' in answer) return next.data;
	return (await browser.submit(next, { login: application.seed.login, password: application.seed.password })).data;
}

describe('signing in on a device', () => {
	it('begins with a code to show and a link', async () => {
		const { status, data } = await begin();

		expect(status).toBe(200);
		expect(judgeAnswer('openid-device-authorization', status, data)).toEqual([]);
		expect(data).toEqual({
			device_code: expect.stringMatching(/^[0-9a-f]{64}$/),
			user_code: expect.stringMatching(/^[A-Z]{8}$/),
			verification_uri: `${application.identity}/device`,
			verification_uri_complete: `${application.identity}/device?user-code=${data.user_code}`,
			interval: 1,
			expires_in: 300,
		});
	});

	it('is pending until the person has confirmed and signed in', async () => {
		const { data: device } = await begin();

		const pending = await poll(device.device_code);
		const page = await confirmOnPage(device.verification_uri_complete);
		await seconds(1);
		const done = await poll(device.device_code);

		expect(pending.status).toBe(400);
		expect(judgeAnswer(OPERATION, 400, pending.data)).toEqual([]);
		expect(pending.data.error).toBe('authorization_pending');
		expect(page).toContain('Вход выполнен');
		expect(done.status).toBe(200);
		expect(judgeAnswer(OPERATION, 200, done.data)).toEqual([]);
		expect(done.data).toMatchObject({ expires_in: 3600, scope: 'extern.api' });
		expect((await application.refresh(done.data.refresh_token, { scope: 'extern.api' })).status).toBe(200);
	});

	it('tells a client that polls too often to slow down', async () => {
		const { data: device } = await begin();

		await poll(device.device_code);
		const { status, data } = await poll(device.device_code);

		expect(status).toBe(400);
		expect(data.error).toBe('slow_down');
	});

	it('ends when the person refuses', async () => {
		const { data: device } = await begin();

		await confirmOnPage(device.verification_uri_complete, { abort: 'yes' });
		const { status, data } = await poll(device.device_code);

		expect(status).toBe(400);
		expect(data.error).toBe('access_denied');
	});

	it('ends when the code is too old', async () => {
		await application.lifetimes({ deviceCode: 1 });
		const { data: device } = await begin();
		await application.lifetimes({ deviceCode: 300 });
		await seconds(2);

		const { status, data } = await poll(device.device_code);

		expect(status).toBe(400);
		expect(judgeAnswer(OPERATION, 400, data)).toEqual([]);
		expect(data.error).toBe('expired_token');
	});

	it('gives its token once', async () => {
		const { data: device } = await begin();
		await confirmOnPage(device.verification_uri_complete);
		await poll(device.device_code);
		await seconds(1);

		const { data } = await poll(device.device_code);

		expect(data.error).toBe('invalid_grant');
	});

	it('begins for known applications only', async () => {
		const { status, data } = await begin({ client_secret: 'wrong' });

		expect(status).toBe(400);
		expect(judgeAnswer('openid-device-authorization', 400, data)).toEqual([]);
		expect(data.error).toBe('invalid_client');
	});

	it('refuses an unknown device code', async () => {
		const { data } = await poll('f'.repeat(64));

		expect(data.error).toBe('invalid_grant');
	});
});

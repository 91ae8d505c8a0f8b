import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { genericGrantRequest, initiateDeviceAuthorization, pollDeviceAuthorizationGrant, refreshTokenGrant } from 'openid-client';

import { givenProvider } from './provider.mjs';

const provider = givenProvider('openid-device');

const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

async function givenDevice() {
	const configuration = await provider.discover();
	return { configuration, device: await initiateDeviceAuthorization(configuration, { scope: 'extern.api' }) };
}

/** The person opens the link, confirms or refuses the code and signs in when confirmed. */
async function answerOnPage(link, answer) {
	const browser = provider.browser();
	const confirmation = await browser.submit(await browser.open(link), {});
	if (answer === 'refuse') return browser.submit(confirmation, { abort: 'yes' });
	return browser.submit(await browser.submit(confirmation, {}), provider.person);
}

/** Answers of the token endpoint to this device, in order. */
async function pollResults() {
	const requests = await provider.sandbox.requests();
	return requests
		.filter(({ operation }) => operation === 'openid-token-device-code')
		.map(({ status, response }) => response.error ?? status);
}

describe('a client library on a device', () => {
	beforeEach(async () => {
		await provider.sandbox.post('/reset');
		await provider.control('/lifetimes', { devicePolling: 1 });
	});

	test('polls while the person has not answered, then gets its tokens', async () => {
		const { configuration, device } = await givenDevice();

		const polling = pollDeviceAuthorizationGrant(configuration, device);
		await pause(2500);
		await answerOnPage(device.verification_uri_complete, 'confirm');
		const tokens = await polling;

		assert.equal(await provider.apiStatus(tokens.access_token), 200);
		const results = await pollResults();
		assert.equal(results.at(-1), 200);
		assert.deepEqual([...new Set(results.slice(0, -1))], ['authorization_pending']);
		const renewed = await refreshTokenGrant(configuration, tokens.refresh_token);
		assert.equal(await provider.apiStatus(renewed.access_token), 200);
	});

	test('slows down when it is told to, and still gets its tokens', async () => {
		const { configuration, device } = await givenDevice();
		await answerOnPage(device.verification_uri_complete, 'confirm');
		await provider.sandbox.addFault({
			operation: 'openid-token-device-code',
			times: 1,
			action: { status: 400, body: { error: 'slow_down', error_description: null, error_status: null } },
		});

		const started = Date.now();
		const tokens = await pollDeviceAuthorizationGrant(configuration, device);

		// RFC 8628: the interval grows by five seconds.
		assert.ok(Date.now() - started > 6000);
		assert.equal(await provider.apiStatus(tokens.access_token), 200);
	});

	test('is told to slow down when it asks faster than the interval', async () => {
		const { configuration, device } = await givenDevice();
		const ask = () => genericGrantRequest(configuration, deviceCodeGrant, { device_code: device.device_code });

		await assert.rejects(ask(), { error: 'authorization_pending', status: 400 });
		await assert.rejects(ask(), { error: 'slow_down', status: 400 });
	});

	test('learns that the person refused', async () => {
		const { configuration, device } = await givenDevice();
		await answerOnPage(device.verification_uri_complete, 'refuse');

		await assert.rejects(pollDeviceAuthorizationGrant(configuration, device), { error: 'access_denied' });
	});

	test('learns that the code is too old', async () => {
		await provider.control('/lifetimes', { deviceCode: 1 });
		const { configuration, device } = await givenDevice();
		await pause(1500);

		const ask = genericGrantRequest(configuration, deviceCodeGrant, { device_code: device.device_code });

		await assert.rejects(ask, { error: 'expired_token', status: 400 });
	});

	test('is refused at once with a wrong API key', async () => {
		const configuration = await provider.discover({ apiKey: 'wrong' });

		await assert.rejects(initiateDeviceAuthorization(configuration, { scope: 'extern.api' }), { error: 'invalid_client', status: 400 });
	});
});

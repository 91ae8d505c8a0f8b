import fc from 'fast-check';
import { freshSession, isOver, isRenewable } from '../../../../extern/signin';
import type { SignInFields } from '../../../../extern/signin/fields';
import type { Send, SignInAnswer } from '../../../../extern/signin/send';
import { failureOf } from '../failures';

let credential = 0;

/** A credential that no other test has. */
const givenFields = (signIn: string, more: SignInFields = {}): SignInFields => ({
	environment: 'test',
	signIn,
	clientId: `app-${++credential}`,
	apiKey: '00000000-0000-4000-8000-000000000000',
	login: 'anna',
	password: 'тайна',
	refreshToken: 'R0',
	...more,
});

/** A provider whose refresh tokens are good for one use each, however many come at once. */
class Provider {
	readonly refreshes = new Set(['R0']);
	asked = 0;
	private issued = 0;

	readonly send: Send = async ({ body }) => {
		this.asked += 1;
		const form = new URLSearchParams(String(body));
		const refresh = form.get('refresh_token') ?? '';
		// Taken at once, answered later: as with two requests on the wire.
		const isGood = form.get('grant_type') !== 'refresh_token' || this.refreshes.delete(refresh);
		await pause();
		if (!isGood) return refusal;
		const number = (this.issued += 1);
		this.refreshes.add(`R${number}`);
		return { status: 200, body: { access_token: `T${number}`, refresh_token: `R${number}`, expires_in: 3600, token_type: 'Bearer' } };
	};
}

const refusal: SignInAnswer = { status: 400, body: { error: 'invalid_grant', error_description: 'no', error_status: null } };
const pause = () => new Promise((resolve) => setImmediate(resolve));
const now = () => 1_000_000;
const tokenIn = (kept: string) => String(JSON.parse(kept).token);

const renew = async (fields: SignInFields, provider: Provider, sessionToken = '') => (await freshSession({ ...fields, sessionToken }, provider.send, now)).sessionToken;

describe.each(['clientCredentials', 'password', 'refreshToken'])('%s', (signIn) => {
	test('whoever needs a session at the same time shares one sign-in', async () => {
		const provider = new Provider();
		const fields = givenFields(signIn);
		const kept = await Promise.all(Array.from({ length: 20 }, () => renew(fields, provider)));
		expect(new Set(kept).size).toBe(1);
		expect(provider.asked).toBe(1);
	});

	test('whoever still holds an old token gets the newest without a request', async () => {
		const provider = new Provider();
		const fields = givenFields(signIn);
		const first = await renew(fields, provider);
		const second = await renew(fields, provider, first);
		const third = await renew(fields, provider, second);
		expect(await renew(fields, provider, first)).toBe(third);
		expect(await renew(fields, provider, second)).toBe(third);
		expect(provider.asked).toBe(3);
	});
});

test('callers with any tokens of the past, in any order, never use a refresh token twice', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }), async (rounds) => {
			const provider = new Provider();
			const fields = givenFields('refreshToken');
			const past = [''];
			for (const callers of rounds) {
				const held = callers.map((choice) => past[choice % past.length]);
				const kept = await Promise.all(held.map((token) => renew(fields, provider, token)));
				for (const [caller, token] of kept.entries()) expect(past.indexOf(token) < 0 || past.indexOf(token) > past.indexOf(held[caller])).toBe(true);
				past.push(...new Set(kept.filter((token) => !past.includes(token))));
			}
			expect(provider.refreshes.size).toBe(1);
		}),
		{ numRuns: 100 },
	);
});

test('a session that another process got is continued from, not the one that this process knows', async () => {
	const provider = new Provider();
	const fields = givenFields('refreshToken');
	const first = await renew(fields, provider);
	const elsewhere = JSON.stringify({ ...JSON.parse(first), token: 'T-elsewhere', refreshToken: 'R-elsewhere' });
	provider.refreshes.clear();
	provider.refreshes.add('R-elsewhere');
	expect(tokenIn(await renew(fields, provider, elsewhere))).toBe('T2');
});

test('a changed credential signs in anew, whatever session it still holds', async () => {
	const provider = new Provider();
	const fields = givenFields('password');
	const kept = await renew(fields, provider);
	await renew({ ...fields, login: 'boris' }, provider, kept);
	expect(provider.asked).toBe(2);
});

test('a refusal is remembered for seconds, for what was refused only', async () => {
	let clock = 0;
	let asked = 0;
	const send: Send = async () => {
		asked += 1;
		return refusal;
	};
	const attempt = async (fields: SignInFields) => await failureOf(async () => await freshSession(fields, send, () => clock));
	const fields = givenFields('password');
	for (let item = 0; item < 200; item++) expect(await attempt(fields)).toMatchObject({ kind: 'signed-out', problem: { message: expect.stringContaining('the login or the password is wrong') } });
	expect(asked).toBe(1);
	await attempt({ ...fields, password: 'другая' });
	expect(asked).toBe(2);
	clock += 10_001;
	await attempt(fields);
	expect(asked).toBe(3);
});

test.each([429, 500, 503])('a bad moment of the service (%i) is not remembered', async (status) => {
	const provider = new Provider();
	const fields = givenFields('password');
	const down: Send = async () => ({ status, body: '' });
	expect(await failureOf(async () => await freshSession(fields, down, now))).toMatchObject({ kind: 'unavailable' });
	expect(tokenIn(await renew(fields, provider))).toBe('T1');
});

test('a session is over when the service said so, and a given one cannot be renewed', async () => {
	const provider = new Provider();
	const fields = givenFields('password');
	const sessionToken = await renew(fields, provider);
	expect(isOver({ ...fields, sessionToken }, now() + 3_594_000)).toBe(false);
	expect(isOver({ ...fields, sessionToken }, now() + 3_595_000)).toBe(true);
	expect(isOver({ ...fields, login: 'boris', sessionToken }, now() + 3_595_000)).toBe(false);
	expect(isRenewable({ signIn: 'accessToken' })).toBe(false);
	expect(isRenewable({ signIn: 'authSid', sessionRefreshToken: ' ' })).toBe(false);
	expect(isRenewable({ signIn: 'authSid', sessionRefreshToken: 'r' })).toBe(true);
	expect(isRenewable({ signIn: 'password' })).toBe(true);
});

test('answers of any shape end in a session or in words, and never in a crash', async () => {
	const answers = fc.record({ status: fc.constantFrom(200, 204, 301, 400, 401, 403, 406, 500), body: fc.oneof(fc.anything(), fc.record({ access_token: fc.anything(), Sid: fc.anything(), error: fc.anything(), Code: fc.anything() })) });
	const ways = fc.constantFrom('clientCredentials', 'password', 'refreshToken', 'deviceCode', 'sessionByPassword');
	await fc.assert(
		fc.asyncProperty(ways, fc.array(answers, { minLength: 3, maxLength: 3 }), async (signIn, planned) => {
			let call = 0;
			const send: Send = async () => planned[call++ % planned.length];
			const outcome = await freshSession(givenFields(signIn), send, now).catch((error: unknown) => error);
			if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'ExternError', message: expect.stringMatching(/\S/) });
			else expect(outcome).toMatchObject({ sessionToken: expect.stringMatching(/"token":"/) });
		}),
		{ numRuns: 300 },
	);
});

describe('a device code', () => {
	const device: SignInAnswer = { status: 200, body: { device_code: 'D', user_code: 'ABCDEFGH', verification_uri: 'https://identity.example/device', interval: 3, expires_in: 300 } };
	const pending: SignInAnswer = { status: 400, body: { error: 'authorization_pending' } };
	const sessionWith = (kept: string, token: string, refreshToken: string) => JSON.stringify({ ...JSON.parse(kept), token, refreshToken });

	/** Refresh tokens that are good, and whether the person has confirmed. */
	class DeviceProvider {
		readonly good = new Set<string>();
		isConfirmed = true;
		begun = 0;
		polls = 0;
		private issued = 0;

		readonly send: Send = async ({ url, body }) => {
			if (url.endsWith('/deviceauthorization')) {
				this.begun += 1;
				return device;
			}
			const form = new URLSearchParams(String(body));
			if (form.get('grant_type') === 'refresh_token' && !this.good.delete(form.get('refresh_token') ?? '')) return refusal;
			if (form.get('grant_type') !== 'refresh_token') this.polls += 1;
			if (form.get('grant_type') !== 'refresh_token' && !this.isConfirmed) return pending;
			const number = (this.issued += 1);
			this.good.add(`R${number}`);
			return { status: 200, body: { access_token: `T${number}`, refresh_token: `R${number}`, expires_in: 3600 } };
		};
	}

	const signedIn = async () => {
		const provider = new DeviceProvider();
		const fields = givenFields('deviceCode');
		const clock = { now: now() };
		/** As somebody does who presses Retry at his leisure. */
		const ask = async (sessionToken: string, after = 5000) => {
			clock.now += after;
			return (await freshSession({ ...fields, sessionToken }, provider.send, () => clock.now)).sessionToken;
		};
		await failureOf(async () => await ask(''));
		return { provider, ask, kept: await ask('') };
	};

	test('whose session another process renewed goes on from that one, although this process has asked for a person by then', async () => {
		const { provider, ask, kept } = await signedIn();
		provider.isConfirmed = false;
		provider.good.clear();
		expect(await failureOf(async () => await ask(kept))).toMatchObject({ kind: 'signed-out', problem: { message: expect.stringContaining('nobody is signed in') } });
		expect(provider.begun).toBe(2);
		provider.good.add('R-elsewhere');
		expect(tokenIn(await ask(sessionWith(kept, 'T-elsewhere', 'R-elsewhere')))).toBe('T2');
	});

	test('is asked for no more often than the service wants, however many items wait for it', async () => {
		const provider = new DeviceProvider();
		const fields = givenFields('deviceCode');
		provider.isConfirmed = false;
		let clock = now();
		const ask = async () => await failureOf(async () => await freshSession(fields, provider.send, () => clock));
		await ask();
		for (let item = 0; item < 200; item++) await ask();
		expect(provider.polls).toBe(1);
		clock += 3000;
		await ask();
		expect(provider.polls).toBe(2);
	});

	test('whose access was taken back waits for the person, without asking for it each time', async () => {
		const { provider, ask, kept } = await signedIn();
		provider.isConfirmed = false;
		provider.good.clear();
		for (let attempt = 0; attempt < 5; attempt++) await failureOf(async () => await ask(kept));
		expect(provider.begun).toBe(2);
		provider.isConfirmed = true;
		expect(tokenIn(await ask(kept))).toBe('T2');
	});
});

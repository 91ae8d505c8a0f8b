import axios, { type AxiosResponse } from 'axios';
import { judgeAnswer, judgeRequest } from '../../reference/judge';
import { givenApplication, seconds } from './application';
import { inPem, ofAnotherAuthority, seeded, solved, type KeyPair } from './certificates';

const CHALLENGE = 'openid-certificate-challenge';
const GRANT = 'openid-token-certificate';

const application = givenApplication();

describe('a certificate at the OpenID provider', () => {
	function challenge({ content }: KeyPair, more: Record<string, string> = {}): Promise<AxiosResponse> {
		const fields = { ...application.credentials, public_key: content, ...more };
		expect(judgeRequest(CHALLENGE, { body: fields })).toEqual([]);
		return application.post('/authentication/certificate', fields);
	}
	function answer({ thumbprint }: KeyPair, decryptedKey: Buffer): Promise<AxiosResponse> {
		return application.token({ grant_type: 'certificate', scope: 'openid extern.api', thumbprint, decrypted_key: decryptedKey.toString('base64') });
	}

	it('signs its owner in', async () => {
		const certificate = seeded(application.seed, 'valid');

		const begun = await challenge(certificate);
		const { status, data } = await answer(certificate, solved(begun.data.encrypted_key, certificate));

		expect(begun.status).toBe(200);
		expect(judgeAnswer(CHALLENGE, 200, begun.data)).toEqual([]);
		expect(status).toBe(200);
		expect(judgeAnswer(GRANT, status, data)).toEqual([]);
		expect((await application.userinfo(data.access_token)).data.sub).toBeTruthy();
	});

	it('answers one challenge once', async () => {
		const certificate = seeded(application.seed, 'valid');
		const key = solved((await challenge(certificate)).data.encrypted_key, certificate);
		await answer(certificate, key);

		const { status, data } = await answer(certificate, key);

		expect(status).toBe(400);
		expect(judgeAnswer(GRANT, 400, data)).toEqual([]);
		expect(data).toMatchObject({ error: 'invalid_grant', error_description: 'there is no challenge for this thumbprint' });
	});

	it('is refused with a wrong answer, which may be corrected', async () => {
		const certificate = seeded(application.seed, 'valid');
		const { encrypted_key: encryptedKey } = (await challenge(certificate)).data;

		const wrong = await answer(certificate, Buffer.alloc(48));
		const right = await answer(certificate, solved(encryptedKey, certificate));

		expect(wrong.data).toMatchObject({ error: 'invalid_grant', error_description: 'decrypted_key is wrong' });
		expect(right.status).toBe(200);
	});

	it('is refused when the answer comes too late', async () => {
		const certificate = seeded(application.seed, 'valid');
		await application.lifetimes({ certificateChallenge: 1 });
		const { encrypted_key: encryptedKey } = (await challenge(certificate)).data;
		await application.lifetimes({ certificateChallenge: 600 });
		await seconds(1.2);

		expect((await answer(certificate, solved(encryptedKey, certificate))).data.error_description).toBe('the challenge is too old');
	});

	it('is refused when it is expired, unless the check is waived', async () => {
		const certificate = seeded(application.seed, 'expired');

		const strict = await challenge(certificate);
		const free = await challenge(certificate, { free: 'true' });

		expect(strict.status).toBe(400);
		expect(judgeAnswer(CHALLENGE, 400, strict.data)).toEqual([]);
		expect(strict.data.error_description).toMatch(/expired/);
		expect((await answer(certificate, solved(free.data.encrypted_key, certificate))).status).toBe(200);
	});

	it('is refused when another authority issued it, unless the check is waived', async () => {
		const stranger = ofAnotherAuthority();

		const strict = await challenge(stranger);

		expect(strict.status).toBe(400);
		expect(judgeAnswer(CHALLENGE, 400, strict.data)).toEqual([]);
		expect(strict.data).toEqual({
			error: 'invalid_grant',
			error_description: 'the certificate is expired or not issued by a trusted authority',
			error_status: null,
		});
		expect((await challenge(stranger, { free: 'false' })).status).toBe(400);
		expect((await challenge(stranger, { free: 'True' })).status).toBe(200);
	});

	it('is one of several of its owner, who has one challenge at a time', async () => {
		const [valid, expiring] = [seeded(application.seed, 'valid'), seeded(application.seed, 'expiring-soon')];
		const first = (await challenge(valid)).data;
		const second = (await challenge(expiring)).data;

		expect((await answer(valid, solved(first.encrypted_key, valid))).data.error_description).toBe('there is no challenge for this thumbprint');
		expect((await answer(expiring, solved(second.encrypted_key, expiring))).status).toBe(200);
	});

	it('is refused with a third word for the waiving of the check', async () => {
		const { content } = seeded(application.seed, 'valid');

		const { status, data } = await application.post('/authentication/certificate', { ...application.credentials, public_key: content, free: 'yes' });

		expect([status, data.error]).toEqual([400, 'invalid_request']);
	});

	it('is refused when it belongs to nobody', async () => {
		const stranger = ofAnotherAuthority();
		const { encrypted_key: encryptedKey } = (await challenge(stranger, { free: 'true' })).data;

		expect((await answer(stranger, solved(encryptedKey, stranger))).data.error_description).toBe('the certificate belongs to no user');
	});

	it.each([
		['a wrong api-key', { client_secret: 'wrong' }, 'invalid_client'],
		['an unknown application', { client_id: 'stranger' }, 'invalid_client'],
		['something else than a certificate', { public_key: Buffer.from('nothing').toString('base64') }, 'invalid_grant'],
	])('gets no challenge with %s', async (_what, more, error) => {
		const { status, data } = await challenge(seeded(application.seed, 'valid'), more);

		expect(status).toBe(400);
		expect(judgeAnswer(CHALLENGE, 400, data)).toEqual([]);
		expect(data.error).toBe(error);
	});

	describe('as the second factor after a password', () => {
		beforeAll(() => axios.post(`${application.identity}/_sandbox/second-factor`, { login: application.seed.login }));

		it('completes the sign-in with the token of the first', async () => {
			const { login, password } = application.seed;
			const first = await application.token({ grant_type: 'password', scope: 'extern.api', username: login, password });
			const certificate = seeded(application.seed, 'valid');
			expect(first.data.required_factors).toContainEqual({ grant_type: 'certificate', identity: certificate.thumbprint });

			const begun = await challenge(certificate, { partial_factor_token: first.data.partial_factor_token });
			const { status } = await answer(certificate, solved(begun.data.encrypted_key, certificate));

			expect(status).toBe(200);
		});

		it('is not enough alone', async () => {
			const certificate = seeded(application.seed, 'valid');
			const { login, password } = application.seed;

			const alone = await answer(certificate, solved((await challenge(certificate)).data.encrypted_key, certificate));
			const both = await application.token({
				grant_type: 'password',
				scope: 'extern.api',
				username: login,
				password,
				partial_factor_token: alone.data.partial_factor_token,
			});

			expect(judgeAnswer(GRANT, 400, alone.data)).toEqual([]);
			expect(alone.data).toMatchObject({ error: 'invalid_grant', partial_factor_token: expect.stringMatching(/^[0-9a-f]{64}$/) });
			expect(alone.data.required_factors).toEqual([{ grant_type: 'password', identity: login }]);
			expect(both.status).toBe(200);
		});

		it('completes nobody else’s sign-in, nor the same one twice', async () => {
			const certificate = seeded(application.seed, 'valid');
			const { login, password, clerk } = application.seed;
			const passwordOf = (person: { login: string; password: string }) =>
				application.token({ grant_type: 'password', scope: 'extern.api', username: person.login, password: person.password });
			const withToken = async (token: string) => answer(certificate, solved((await challenge(certificate, { partial_factor_token: token })).data.encrypted_key, certificate));
			await application.ask('/second-factor', { login: clerk.login });

			const ours = (await passwordOf({ login, password })).data.partial_factor_token;
			const theirs = (await passwordOf(clerk)).data.partial_factor_token;

			expect((await withToken(theirs)).data.error_description).toBe('a second factor is required');
			expect((await withToken(ours)).status).toBe(200);
			expect((await withToken(ours)).data.error_description).toBe('a second factor is required');
		});
	});
});

describe('a certificate at the older service', () => {
	function call(path: string, body: Buffer | string, query: Record<string, string>): Promise<AxiosResponse> {
		return axios.post(`${application.identity}/auth/v5.13/${path}`, body, {
			params: { apiKey: application.seed.apiKey, ...query },
			headers: { 'content-type': 'application/octet-stream' },
			validateStatus: () => true,
		});
	}
	const begin = (certificate: KeyPair, query: Record<string, string> = {}) => call('authenticate-by-cert', inPem(certificate), query);
	const approve = ({ thumbprint }: KeyPair, key: Buffer) => call('approve-cert', key, { thumbprint });

	it('gives an auth.sid in two steps', async () => {
		const certificate = seeded(application.seed, 'valid');

		const quest = await begin(certificate);
		const { status, data } = await approve(certificate, solved(quest.data.EncryptedKey, certificate));

		expect(quest.status).toBe(200);
		expect(judgeAnswer('legacy-auth-by-certificate', 200, quest.data)).toEqual([]);
		expect(status).toBe(200);
		expect(judgeAnswer('legacy-auth-approve-certificate', status, data)).toEqual([]);
		expect(data).toEqual({ Sid: expect.stringMatching(/^[0-9a-f]{64}$/), RefreshToken: expect.any(String) });
	});

	it('answers 406 when the certificate is expired, unless the check is waived', async () => {
		expect((await begin(seeded(application.seed, 'expired'))).status).toBe(406);
		expect((await begin(seeded(application.seed, 'expired'), { free: 'true' })).status).toBe(200);
	});

	it('answers 406 when another authority issued it, unless the check is waived', async () => {
		const stranger = ofAnotherAuthority();

		const strict = await begin(stranger);

		expect([strict.status, strict.data]).toEqual([406, '']);
		expect((await begin(stranger, { free: 'True' })).status).toBe(200);
	});

	it('answers 400 to a third word for the waiving of the check', async () => {
		expect((await begin(seeded(application.seed, 'valid'), { free: 'yes' })).status).toBe(400);
	});

	it('has to answer in time', async () => {
		const certificate = seeded(application.seed, 'valid');
		await application.lifetimes({ certificateChallenge: 1 });
		const quest = await begin(certificate);
		await application.lifetimes({ certificateChallenge: 600 });
		await seconds(1.2);

		expect((await approve(certificate, solved(quest.data.EncryptedKey, certificate))).data).toEqual({ Code: 'RndBytesExpired' });
	});

	it('tells what is wrong by a code', async () => {
		const certificate = seeded(application.seed, 'another-person');
		const stranger = ofAnotherAuthority();

		const missing = await approve(certificate, Buffer.alloc(48));
		await begin(certificate);
		const wrong = await approve(certificate, Buffer.alloc(48));
		const quest = await begin(stranger, { free: 'true' });
		const unknown = await approve(stranger, solved(quest.data.EncryptedKey, stranger));
		const unreadable = await call('authenticate-by-cert', 'nothing', {});

		expect([missing, wrong, unknown, unreadable].map(({ status, data }) => [status, data.Code])).toEqual([
			[403, 'RndBytesNotFound'],
			[403, 'WrongKey'],
			[403, 'UnknownCertificate'],
			[403, 'CertUnreadable'],
		]);
	});
});

import axios, { type AxiosResponse } from 'axios';
import { decrypt, generatePrivateKey, issueCertificate, publicKeyOf, readCertificate, readPrivateKey, writePrivateKey } from '../../../gost';
import { judgeAnswer, judgeRequest } from '../../reference/judge';
import type { SeedCertificate } from '../runningSandbox';
import { givenApplication, seconds } from './application';

const CHALLENGE = 'openid-certificate-challenge';
const GRANT = 'openid-token-certificate';

const application = givenApplication();

type KeyPair = Pick<SeedCertificate, 'content' | 'thumbprint' | 'privateKey'>;

function seeded(note: string): SeedCertificate {
	const found = application.seed.accounts.flatMap(({ certificates }) => certificates).find((certificate) => certificate.note === note);
	if (!found) throw new Error(`the seed has no certificate ${note}`);
	return found;
}

function givenStranger(): KeyPair {
	const key = generatePrivateKey('TC26-256-A');
	const [notBefore, notAfter] = [new Date(Date.now() - 1000), new Date(Date.now() + 3_600_000)];
	const certificate = issueCertificate({ subject: { commonName: 'Чужой' }, publicKey: publicKeyOf(key), issuer: { key }, notBefore, notAfter });
	return { content: Buffer.from(certificate.der).toString('base64'), thumbprint: certificate.thumbprint, privateKey: writePrivateKey(key) };
}

function solved(challenge: string, { privateKey, content }: KeyPair): Buffer {
	return Buffer.from(decrypt(Buffer.from(challenge, 'base64'), readPrivateKey(privateKey), readCertificate(content)));
}

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
		const certificate = seeded('valid');

		const begun = await challenge(certificate);
		const { status, data } = await answer(certificate, solved(begun.data.encrypted_key, certificate));

		expect(begun.status).toBe(200);
		expect(judgeAnswer(CHALLENGE, 200, begun.data)).toEqual([]);
		expect(status).toBe(200);
		expect(judgeAnswer(GRANT, status, data)).toEqual([]);
		expect((await application.userinfo(data.access_token)).data.sub).toBeTruthy();
	});

	it('answers one challenge once', async () => {
		const certificate = seeded('valid');
		const key = solved((await challenge(certificate)).data.encrypted_key, certificate);
		await answer(certificate, key);

		const { status, data } = await answer(certificate, key);

		expect(status).toBe(400);
		expect(judgeAnswer(GRANT, 400, data)).toEqual([]);
		expect(data).toMatchObject({ error: 'invalid_grant', error_description: 'there is no challenge for this thumbprint' });
	});

	it('is refused with a wrong answer, which may be corrected', async () => {
		const certificate = seeded('valid');
		const { encrypted_key: encryptedKey } = (await challenge(certificate)).data;

		const wrong = await answer(certificate, Buffer.alloc(48));
		const right = await answer(certificate, solved(encryptedKey, certificate));

		expect(wrong.data).toMatchObject({ error: 'invalid_grant', error_description: 'decrypted_key is wrong' });
		expect(right.status).toBe(200);
	});

	it('is refused when the answer comes too late', async () => {
		const certificate = seeded('valid');
		await application.lifetimes({ certificateChallenge: 1 });
		const { encrypted_key: encryptedKey } = (await challenge(certificate)).data;
		await application.lifetimes({ certificateChallenge: 600 });
		await seconds(1.2);

		expect((await answer(certificate, solved(encryptedKey, certificate))).data.error_description).toBe('the challenge is too old');
	});

	it('is refused when it is expired, unless the check is waived', async () => {
		const certificate = seeded('expired');

		const strict = await challenge(certificate);
		const free = await challenge(certificate, { free: 'true' });

		expect(strict.status).toBe(400);
		expect(judgeAnswer(CHALLENGE, 400, strict.data)).toEqual([]);
		expect(strict.data.error_description).toMatch(/expired/);
		expect((await answer(certificate, solved(free.data.encrypted_key, certificate))).status).toBe(200);
	});

	it('is refused when it belongs to nobody', async () => {
		const stranger = givenStranger();
		const { encrypted_key: encryptedKey } = (await challenge(stranger, { free: 'true' })).data;

		expect((await answer(stranger, solved(encryptedKey, stranger))).data.error_description).toBe('the certificate belongs to no user');
	});

	it.each([
		['a wrong api-key', { client_secret: 'wrong' }, 'invalid_client'],
		['an unknown application', { client_id: 'stranger' }, 'invalid_client'],
		['something else than a certificate', { public_key: Buffer.from('nothing').toString('base64') }, 'invalid_grant'],
	])('gets no challenge with %s', async (_what, more, error) => {
		const { status, data } = await challenge(seeded('valid'), more);

		expect(status).toBe(400);
		expect(judgeAnswer(CHALLENGE, 400, data)).toEqual([]);
		expect(data.error).toBe(error);
	});

	describe('as the second factor after a password', () => {
		beforeAll(() => axios.post(`${application.identity}/_sandbox/second-factor`, { login: application.seed.login }));

		it('completes the sign-in with the token of the first', async () => {
			const { login, password } = application.seed;
			const first = await application.token({ grant_type: 'password', scope: 'extern.api', username: login, password });
			const certificate = seeded('valid');
			expect(first.data.required_factors).toContainEqual({ grant_type: 'certificate', identity: certificate.thumbprint });

			const begun = await challenge(certificate, { partial_factor_token: first.data.partial_factor_token });
			const { status } = await answer(certificate, solved(begun.data.encrypted_key, certificate));

			expect(status).toBe(200);
		});

		it('is not enough alone', async () => {
			const certificate = seeded('valid');
			const { login, password } = application.seed;

			const alone = await answer(certificate, solved((await challenge(certificate)).data.encrypted_key, certificate));
			const both = await application.token({
				grant_type: 'password',
				scope: 'extern.api',
				username: login,
				password,
				partial_factor_token: alone.data.partial_factor_token,
			});

			expect(alone.data.required_factors).toEqual([{ grant_type: 'password', identity: login }]);
			expect(both.status).toBe(200);
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
	const begin = ({ content }: KeyPair, query: Record<string, string> = {}) => call('authenticate-by-cert', inPem(content), query);
	const approve = ({ thumbprint }: KeyPair, key: Buffer) => call('approve-cert', key, { thumbprint });

	it('gives an auth.sid in two steps', async () => {
		const certificate = seeded('valid');

		const quest = await begin(certificate);
		const { status, data } = await approve(certificate, solved(quest.data.EncryptedKey, certificate));

		expect(quest.status).toBe(200);
		expect(judgeAnswer('legacy-auth-by-certificate', 200, quest.data)).toEqual([]);
		expect(status).toBe(200);
		expect(judgeAnswer('legacy-auth-approve-certificate', status, data)).toEqual([]);
		expect(data).toEqual({ Sid: expect.stringMatching(/^[0-9a-f]{64}$/), RefreshToken: expect.any(String) });
	});

	it('answers 406 when the certificate is expired, unless the check is waived', async () => {
		expect((await begin(seeded('expired'))).status).toBe(406);
		expect((await begin(seeded('expired'), { free: 'true' })).status).toBe(200);
	});

	it('tells what is wrong by a code', async () => {
		const certificate = seeded('another-person');
		const stranger = givenStranger();

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

function inPem(base64: string): string {
	return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}

import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosResponse } from 'axios';
import { generatePrivateKey, issueCertificate, publicKeyOf, signDetached, streebog } from '../../../gost';
import { judgeAnswer } from '../../reference/judge';
import { givenApplication } from './application';

const LINKED = 'partner-user-7';

const application = givenApplication();

function givenPartnerWith(key: string): Promise<AxiosResponse> {
	const { clientId, login } = application.seed;
	return axios.post(`${application.identity}/_sandbox/partners`, { clientId, key, users: { [LINKED]: login } });
}

const now = () => Math.floor(Date.now() / 1000);

describe('a token that a partner signed', () => {
	const OPERATION = 'openid-token-trusted';
	const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

	beforeAll(() => givenPartnerWith(publicKey.export({ type: 'spki', format: 'pem' }).toString()));

	const claims = (more: Record<string, unknown> = {}) => ({ sub: LINKED, jti: randomUUID(), iss: application.seed.clientId, exp: now() + 300, ...more });
	const present = (token: string) => application.token({ grant_type: 'trusted', scope: 'openid extern.api', token });

	it('signs the linked user in', async () => {
		const { status, data } = await present(jwt(claims(), privateKey));

		expect(status).toBe(200);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect((await application.userinfo(data.access_token)).status).toBe(200);
	});

	it('is good for one sign-in', async () => {
		const token = jwt(claims(), privateKey);

		const [first, second] = [await present(token), await present(token)];

		expect(first.status).toBe(200);
		expect(second.status).toBe(400);
		expect(judgeAnswer(OPERATION, 400, second.data)).toEqual([]);
		expect(second.data).toMatchObject({ error: 'invalid_grant', error_description: 'jti was already used' });
	});

	it.each([
		['an unlinked user', { sub: 'somebody-else' }, 'sub is not linked to a user of Kontur'],
		['another issuer', { iss: 'another-application' }, 'iss must be the client_id'],
		['a time that is over', { exp: now() - 1 }, 'the token is expired'],
		['a life of more than a day', { exp: now() + 25 * 3600 }, 'the token must not live longer than 24 hours'],
		['a jti that is too long', { jti: 'j'.repeat(37) }, 'jti must not be longer than 36 bytes'],
		['no subject', { sub: undefined }, 'sub is missing'],
	])('is refused with %s', async (_what, more, description) => {
		const { status, data } = await present(jwt(claims(more), privateKey));

		expect(status).toBe(400);
		expect(data).toMatchObject({ error: 'invalid_grant', error_description: description });
	});

	it('is refused when another key signed it, and when none did', async () => {
		const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
		const unsigned = `${part({ alg: 'none' })}.${part(claims())}.`;

		expect((await present(jwt(claims(), stranger))).data.error_description).toBe('the signature of the token is wrong');
		expect((await present(unsigned)).data.error_description).toBe('the token must be signed with RS256');
	});
});

describe('auth.sid through a partner', () => {
	const timestamp = (moment = new Date()) => {
		const [year, month, day] = moment.toISOString().slice(0, 10).split('-');
		return `${day}.${month}.${year} ${moment.toISOString().slice(11, 19)}`;
	};
	const thumbprint = () => application.seed.accounts[0]?.certificates[0]?.thumbprint ?? '';
	const signedText = (time: string) => `apikey=${application.seed.apiKey.toLowerCase()}\r\nid=${thumbprint()}\r\ntimestamp=${time}\r\n`;

	function begin(signature: Uint8Array, query: Record<string, string> = {}): Promise<AxiosResponse> {
		return axios.post(`${application.identity}/auth/v5.16/authenticate-by-truster`, Buffer.from(signature), {
			params: { apiKey: application.seed.apiKey, serviceUserId: LINKED, thumbprint: thumbprint(), ...query },
			headers: { 'content-type': 'application/octet-stream' },
			validateStatus: () => true,
		});
	}
	const approve = (key: string) =>
		axios.post(`${application.identity}/auth/v5.16/approve-truster`, undefined, {
			params: { key, id: thumbprint(), apiKey: application.seed.apiKey },
			validateStatus: () => true,
		});

	describe('with a GOST certificate', () => {
		const key = generatePrivateKey('TC26-256-A');
		const day = 24 * 3600 * 1000;
		const certificate = issueCertificate({
			subject: { commonName: 'Партнёр' },
			publicKey: publicKeyOf(key),
			issuer: { key },
			notBefore: new Date(Date.now() - day),
			notAfter: new Date(Date.now() + day),
		});
		const signed = (text: string) => signDetached({ digest: streebog(256, Buffer.from(text)), key, certificate });

		beforeAll(() => givenPartnerWith(Buffer.from(certificate.der).toString('base64')));

		it('takes two steps', async () => {
			const time = timestamp();
			const quest = await begin(signed(signedText(time)), { timestamp: time });

			expect(quest.status).toBe(200);
			expect(judgeAnswer('legacy-auth-by-truster', 200, quest.data)).toEqual([]);
			const session = await approve(quest.data.Key);
			expect(session.status).toBe(200);
			expect(judgeAnswer('legacy-auth-approve-truster', 200, session.data)).toEqual([]);
			expect(session.data).toEqual({ Sid: expect.stringMatching(/^[0-9a-f]{64}$/) });
			expect((await approve(quest.data.Key)).data).toEqual({ Code: 'RndBytesNotFound' });
		});

		it.each([
			['another user', { serviceUserId: 'somebody-else' }, 403, { Code: 'UserNotFound' }],
			['a phone that is not ten digits', { thumbprint: '', phone: '123' }, 400, ''],
			['another api-key', { apiKey: randomUUID() }, 403, { Code: 'InvalidApiKey' }],
			['another time than the signed one', { timestamp: timestamp(new Date(Date.now() - 60_000)) }, 403, { Code: 'WrongKey' }],
			['an old time', { timestamp: '01.02.2020 10:00:00' }, 403, { Code: 'UnknownError' }],
			['a malformed time', { timestamp: '2026-02-01T10:00:00Z' }, 400, ''],
		])('is refused with %s', async (_what, query, status, body) => {
			const time = timestamp();

			const answer = await begin(signed(signedText(time)), { timestamp: time, ...query });

			expect(answer.status).toBe(status);
			expect(judgeAnswer('legacy-auth-by-truster', status, answer.data)).toEqual([]);
			expect(answer.data).toEqual(body);
		});

		it('is refused when the body is no signature', async () => {
			expect((await begin(Buffer.from('nothing'), { timestamp: timestamp() })).status).toBe(400);
		});
	});

	describe('with an RSA certificate, signed by OpenSSL', () => {
		const folder = mkdtempSync(join(tmpdir(), 'partner-'));
		const file = (name: string) => join(folder, name);
		afterAll(() => rmSync(folder, { recursive: true }));

		beforeAll(() => {
			const subject = ['-subj', '/CN=Partner', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
			execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', file('key.pem'), '-out', file('cert.pem')], { stdio: 'ignore' });
			return givenPartnerWith(readFileSync(file('cert.pem'), 'utf8'));
		});

		it.each([[[]], [['-noattr']]])('is given, openssl cms -sign %j', async (options: string[]) => {
			const time = timestamp();
			writeFileSync(file('text'), signedText(time));
			const signature = execFileSync('openssl', ['cms', '-sign', '-binary', '-outform', 'der', ...options, '-in', file('text'), '-signer', file('cert.pem'), '-inkey', file('key.pem')]);

			const quest = await begin(signature, { timestamp: time });

			expect(quest.status).toBe(200);
			expect((await approve(quest.data.Key)).data.Sid).toMatch(/^[0-9a-f]{64}$/);
		});
	});
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(payload: unknown, key: KeyObject): string {
	const content = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(payload)}`;
	return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

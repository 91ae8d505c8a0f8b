import { execFileSync } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxiosResponse } from 'axios';
import { readCertificate, signDetachedRsa } from '../../../gost';
import { makePartnerKey } from '../../keys/partnerKey';
import { judgeAnswer } from '../../reference/judge';
import { givenApplication } from './application';
import { seeded } from './certificates';
import { claimsFor, GostPartner, jwt, jwtPart, LINKED, nowInSeconds as now, pemOf, register, rsaKeys, textToSign, timestampOf } from './partner';

const application = givenApplication();

const skew = (seconds: number) => application.ask('/clock-skew', { seconds });

describe('a token that a partner signed', () => {
	const OPERATION = 'openid-token-trusted';
	const { publicKey, privateKey } = rsaKeys();

	beforeAll(() => register(application, pemOf(publicKey)));
	afterEach(() => skew(0));

	const claims = (more: Record<string, unknown> = {}) => claimsFor(application, more);
	const present = (token: string) => application.token({ grant_type: 'trusted', scope: 'openid extern.api', token });

	async function expectRefusal(token: string, description: string): Promise<void> {
		const { status, data } = await present(token);
		expect([status, judgeAnswer(OPERATION, status, data)]).toEqual([400, []]);
		expect(data).toEqual({ error: 'invalid_grant', error_description: description, error_status: null });
	}

	it('signs the linked user in', async () => {
		const { status, data } = await present(jwt(claims(), privateKey));

		expect(status).toBe(200);
		expect(judgeAnswer(OPERATION, status, data)).toEqual([]);
		expect((await application.userinfo(data.access_token)).status).toBe(200);
	});

	it('is good for one sign-in', async () => {
		const token = jwt(claims(), privateKey);

		expect((await present(token)).status).toBe(200);
		await expectRefusal(token, 'jti was already used');
	});

	it('is refused with a jti of an earlier token, whatever else it says', async () => {
		const jti = randomUUID();

		expect((await present(jwt(claims({ jti }), privateKey))).status).toBe(200);
		await expectRefusal(jwt(claims({ jti, exp: now() + 600 }), privateKey), 'jti was already used');
	});

	it('may have a jti of 36 bytes and live for 24 hours', async () => {
		const { status } = await present(jwt(claims({ jti: 'j'.repeat(36), iat: now(), exp: now() + 24 * 3600 }), privateKey));

		expect(status).toBe(200);
	});

	it.each([
		['an unlinked user', { sub: 'somebody-else' }, 'sub is not linked to a user of Kontur'],
		['another issuer', { iss: 'another-application' }, 'iss must be the client_id'],
		['a time that is over', { exp: now() - 1 }, 'the token is expired'],
		['a life of more than a day', { exp: now() + 25 * 3600 }, 'the token must not live longer than 24 hours'],
		['a life of more than a day that began earlier', { iat: now() - 23 * 3600, exp: now() + 2 * 3600 }, 'the token must not live longer than 24 hours'],
		['a jti that is too long', { jti: 'j'.repeat(37) }, 'jti must not be longer than 36 bytes'],
		['a jti that is too long in bytes', { jti: 'й'.repeat(19) }, 'jti must not be longer than 36 bytes'],
		['no sub', { sub: undefined }, 'sub is missing'],
		['no jti', { jti: undefined }, 'jti is missing'],
		['no iss', { iss: undefined }, 'iss must be the client_id'],
		['no exp', { exp: undefined }, 'exp is missing'],
		['a time as text', { exp: new Date(Date.now() + 60_000).toISOString() }, 'exp is missing'],
	])('is refused with %s', async (_what, more, description) => {
		await expectRefusal(jwt(claims(more), privateKey), description);
	});

	it('is refused when another key signed it', async () => {
		await expectRefusal(jwt(claims(), rsaKeys().privateKey), 'the signature of the token is wrong');
	});

	it('is refused when nobody signed it', async () => {
		await expectRefusal(`${jwtPart({ alg: 'none' })}.${jwtPart(claims())}.`, 'the token must be signed with RS256');
	});

	it('is refused when it is signed with the public key as a password', async () => {
		const content = `${jwtPart({ alg: 'HS256' })}.${jwtPart(claims())}`;

		await expectRefusal(`${content}.${createHmac('sha256', pemOf(publicKey)).update(content).digest('base64url')}`, 'the token must be signed with RS256');
	});

	it('is refused when its claims were changed after signing', async () => {
		const [header, , signature] = jwt(claims({ sub: 'somebody-else' }), privateKey).split('.');

		await expectRefusal([header, jwtPart(claims()), signature].join('.'), 'the signature of the token is wrong');
	});

	it.each([['nothing'], ['a.b.c'], [`${jwtPart(null)}.${jwtPart({})}.`]])('is refused when it is no JWT: %s', async (token) => {
		await expectRefusal(token, 'the token is not a JWT');
	});

	it('is refused by the provider’s watch, not by the partner’s', async () => {
		const token = jwt(claims({ exp: now() + 60 }), privateKey);

		await skew(120);
		await expectRefusal(token, 'the token is expired');
		await skew(0);
		expect((await present(token)).status).toBe(200);
	});

	it('lives on when the provider’s watch is late', async () => {
		await skew(-120);

		expect((await present(jwt(claims({ exp: now() - 60 }), privateKey))).status).toBe(200);
	});

	it('lives too long for a late watch when it uses the whole day', async () => {
		await skew(-120);

		await expectRefusal(jwt(claims({ exp: now() + 24 * 3600 }), privateKey), 'the token must not live longer than 24 hours');
	});

	it('is refused from an application that handed over no key', async () => {
		const { clientId, apiKey } = application.seed.neighbour;
		const token = jwt(claims({ iss: clientId }), privateKey);

		const { status, data } = await application.token({ client_id: clientId, client_secret: apiKey, grant_type: 'trusted', scope: 'extern.api', token });

		expect([status, data.error]).toEqual([400, 'unauthorized_client']);
	});
});

describe('auth.sid through a partner', () => {
	const thumbprint = () => application.seed.accounts[0]?.certificates[0]?.thumbprint ?? '';
	const signedText = (time: string) => textToSign(application, thumbprint(), time);

	function begin(signature: Buffer, query: Record<string, string> = {}): Promise<AxiosResponse> {
		const { apiKey } = application.seed;
		return application.older('POST', '/auth/v5.16/authenticate-by-truster', { apiKey, serviceUserId: LINKED, thumbprint: thumbprint(), ...query }, signature);
	}
	const approve = (key: string) =>
		application.older('POST', '/auth/v5.16/approve-truster', { key, id: thumbprint(), apiKey: application.seed.apiKey });

	describe('with a GOST certificate', () => {
		const partner = new GostPartner();

		beforeAll(() => register(application, partner.certificateBase64));
		afterEach(() => skew(0));

		const beginAt = (time: string) => begin(partner.signed(signedText(time)), { timestamp: time });

		it('takes two steps', async () => {
			const quest = await beginAt(timestampOf());

			expect(quest.status).toBe(200);
			expect(judgeAnswer('legacy-auth-by-truster', 200, quest.data)).toEqual([]);
			const session = await approve(quest.data.Key);
			expect(session.status).toBe(200);
			expect(judgeAnswer('legacy-auth-approve-truster', 200, session.data)).toEqual([]);
			expect(session.data).toEqual({ Sid: expect.stringMatching(/^[0-9a-f]{64}$/) });
			expect((await approve(quest.data.Key)).data).toEqual({ Code: 'RndBytesNotFound' });
		});

		it.each([
			['phone', () => '9000000001'],
			['snils', () => readCertificate(seeded(application.seed, 'valid').content).subject.snils ?? ''],
		])('takes the %s of the user, too', async (name, valueOf) => {
			const value = valueOf();
			const time = timestampOf();

			const quest = await begin(partner.signed(textToSign(application, value, time)), { timestamp: time, thumbprint: '', [name]: value });

			expect(quest.status).toBe(200);
			const { apiKey } = application.seed;
			expect((await application.older('POST', '/auth/v5.16/approve-truster', { key: quest.data.Key, id: value, apiKey })).data.Sid).toBeTruthy();
		});

		it.each([
			['another user', { serviceUserId: 'somebody-else' }, 403, { Code: 'UserNotFound' }],
			['a phone that is not ten digits', { thumbprint: '', phone: '123' }, 400, ''],
			['two credentials', { phone: '9000000001' }, 400, ''],
			['no credential', { thumbprint: '' }, 400, ''],
			['another api-key', { apiKey: randomUUID() }, 403, { Code: 'InvalidApiKey' }],
			['another time than the signed one', { timestamp: timestampOf(new Date(Date.now() - 60_000)) }, 403, { Code: 'WrongKey' }],
			['an old time', { timestamp: '01.02.2020 10:00:00' }, 403, { Code: 'UnknownError' }],
			['a malformed time', { timestamp: '2026-02-01T10:00:00Z' }, 400, ''],
		])('is refused with %s', async (_what, query, status, body) => {
			const time = timestampOf();

			const answer = await begin(partner.signed(signedText(time)), { timestamp: time, ...query });

			expect(answer.status).toBe(status);
			expect(judgeAnswer('legacy-auth-by-truster', status, answer.data)).toEqual([]);
			expect(answer.data).toEqual(body);
		});

		it('compares the signed time with the provider’s watch', async () => {
			const hour = 3600;

			await skew(hour);
			expect((await beginAt(timestampOf())).data).toEqual({ Code: 'UnknownError' });
			expect((await beginAt(timestampOf(new Date(Date.now() + hour * 1000)))).status).toBe(200);
			await skew(-hour);
			expect((await beginAt(timestampOf())).data).toEqual({ Code: 'UnknownError' });
			expect((await beginAt(timestampOf(new Date(Date.now() - hour * 1000)))).status).toBe(200);
		});

		it('is refused when the body is no signature', async () => {
			expect((await begin(Buffer.from('nothing'), { timestamp: timestampOf() })).status).toBe(400);
		});
	});

	it('with an RSA certificate, signed by us, is given', async () => {
		const partner = makePartnerKey();
		await register(application, partner.certificate);
		const time = timestampOf();

		const quest = await begin(Buffer.from(signDetachedRsa({ content: Buffer.from(signedText(time)), ...partner })), { timestamp: time });

		expect(quest.status).toBe(200);
		expect((await approve(quest.data.Key)).data.Sid).toMatch(/^[0-9a-f]{64}$/);
	});

	describe('with an RSA certificate, signed by OpenSSL', () => {
		const folder = mkdtempSync(join(tmpdir(), 'partner-'));
		const file = (name: string) => join(folder, name);
		afterAll(() => rmSync(folder, { recursive: true }));

		beforeAll(() => {
			const subject = ['-subj', '/CN=Partner', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
			execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', file('key.pem'), '-out', file('cert.pem')], { stdio: 'ignore' });
			return register(application, readFileSync(file('cert.pem'), 'utf8'));
		});

		it.each([[[]], [['-noattr']]])('is given, openssl cms -sign %j', async (options: string[]) => {
			const time = timestampOf();
			writeFileSync(file('text'), signedText(time));
			const signature = execFileSync('openssl', ['cms', '-sign', '-binary', '-outform', 'der', ...options, '-in', file('text'), '-signer', file('cert.pem'), '-inkey', file('key.pem')]);

			const quest = await begin(signature, { timestamp: time });

			expect(quest.status).toBe(200);
			expect((await approve(quest.data.Key)).data.Sid).toMatch(/^[0-9a-f]{64}$/);
		});
	});
});

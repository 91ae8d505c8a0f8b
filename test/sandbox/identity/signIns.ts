/** Every operation of signing in, once done well and once refused although the request is well formed. */

import { randomUUID } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';
import type { Application } from './application';
import { Browser } from './browser';
import { inPem, ofAnotherAuthority, seeded, solved } from './certificates';
import { claimsFor, GostPartner, jwt, LINKED, pemOf, register, rsaKeys, textToSign, timestampOf } from './partner';

export interface SignIn {
	done: () => Promise<AxiosResponse>;
	/** Absent where nothing can be refused. */
	refused?: () => Promise<AxiosResponse>;
}

const UNKNOWN = 'f'.repeat(64);
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const OTHER_KEYS = rsaKeys();
const PARTNER_KEYS = rsaKeys();
const PARTNER = new GostPartner();

// As in the seed.
const CLERK_PHONE = '9000000002';

/** By the ids of operations.json. */
export function signInsOf(application: Application): Record<string, SignIn> {
	return { ...openId(application), ...byCertificate(application), ...trusted(application), ...older(application), ...olderTrusted(application) };
}

function openId(application: Application): Record<string, SignIn> {
	const { login, password } = application.seed;
	const person = { grant_type: 'password', scope: 'extern.api', username: login };
	const device = (fields = {}) => application.post('/connect/deviceauthorization', { ...application.credentials, scope: 'extern.api', ...fields });
	const poll = (deviceCode: string) => application.token({ grant_type: DEVICE_CODE, scope: 'extern.api', device_code: deviceCode });
	return {
		'openid-authorize': {
			done: async () => {
				const browser = new Browser(application.identity);
				await browser.submit(await browser.open(application.authorizeUrl()), { login, password });
				return browser.open(application.authorizeUrl({ state: randomUUID(), nonce: randomUUID() }));
			},
			refused: () => axios.get(application.authorizeUrl({ client_id: 'stranger' }), { maxRedirects: 0, validateStatus: () => true }),
		},
		'openid-token-authorization-code': {
			done: async () => application.exchange(await application.codeFromPage({ state: randomUUID() })),
			refused: () => application.exchange(UNKNOWN),
		},
		'openid-token-refresh': {
			done: async () => application.refresh((await application.exchange(await application.codeFromPage())).data.refresh_token),
			refused: () => application.refresh(UNKNOWN),
		},
		'openid-device-authorization': { done: () => device(), refused: () => device({ client_secret: 'wrong-api-key' }) },
		'openid-token-device-code': {
			done: async () => {
				const { data } = await device();
				const browser = new Browser(application.identity);
				const confirmation = await browser.submit(await browser.open(data.verification_uri_complete), {});
				await browser.submit(await browser.submit(confirmation, {}), { login, password });
				return poll(data.device_code);
			},
			refused: async () => poll((await device()).data.device_code),
		},
		'openid-token-password': {
			done: () => application.token({ ...person, password }),
			refused: () => application.token({ ...person, password: 'wrong-password' }),
		},
		'openid-jwks': { done: () => axios.get(`${application.identity}/.well-known/openid-configuration/jwks`) },
	};
}

function byCertificate(application: Application): Record<string, SignIn> {
	const certificate = seeded(application.seed, 'valid');
	const challenge = (publicKey: string) => application.post('/authentication/certificate', { ...application.credentials, public_key: publicKey, free: 'false' });
	const answer = (key: Buffer) =>
		application.token({ grant_type: 'certificate', scope: 'extern.api', thumbprint: certificate.thumbprint, decrypted_key: key.toString('base64') });
	return {
		'openid-certificate-challenge': { done: () => challenge(certificate.content), refused: () => challenge(ofAnotherAuthority().content) },
		'openid-token-certificate': {
			done: async () => answer(solved((await challenge(certificate.content)).data.encrypted_key, certificate)),
			refused: () => answer(Buffer.alloc(48)),
		},
	};
}

function trusted(application: Application): Record<string, SignIn> {
	const present = async (key = PARTNER_KEYS.privateKey) => {
		await register(application, pemOf(PARTNER_KEYS.publicKey));
		return application.token({ grant_type: 'trusted', scope: 'extern.api', token: jwt(claimsFor(application), key) });
	};
	return { 'openid-token-trusted': { done: () => present(), refused: () => present(OTHER_KEYS.privateKey) } };
}

function older(application: Application): Record<string, SignIn> {
	const { apiKey, login, password } = application.seed;
	const certificate = seeded(application.seed, 'valid');
	const byPassword = (text = password) => application.older('POST', '/auth/v5.12/authenticate-by-pass', { login, apiKey }, text);
	const quest = (body: string) => application.older('POST', '/auth/v5.13/authenticate-by-cert', { free: 'false', apiKey }, body);
	const approve = (key: Buffer) => application.older('POST', '/auth/v5.13/approve-cert', { thumbprint: certificate.thumbprint, apiKey }, key);
	const refresh = (sid: string, refreshToken: string) =>
		application.older('POST', '/sessions/v5.13/sessions/refresh', { 'auth.sid': sid, 'refresh-token': refreshToken, 'api-key': apiKey });
	return {
		'legacy-auth-by-password': { done: () => byPassword(), refused: () => byPassword('wrong-password') },
		'legacy-auth-by-certificate': { done: () => quest(inPem(certificate)), refused: () => quest('nothing') },
		'legacy-auth-approve-certificate': {
			done: async () => approve(solved((await quest(inPem(certificate))).data.EncryptedKey, certificate)),
			refused: () => approve(Buffer.alloc(48)),
		},
		'legacy-session-refresh': {
			done: async () => {
				const { data } = await byPassword();
				return refresh(data.Sid, data.RefreshToken);
			},
			refused: async () => refresh((await byPassword()).data.Sid, (await byPassword()).data.RefreshToken),
		},
	};
}

function olderTrusted(application: Application): Record<string, SignIn> {
	const { apiKey } = application.seed;
	const { thumbprint } = seeded(application.seed, 'valid');
	const begin = async (serviceUserId = LINKED) => {
		await register(application, PARTNER.certificateBase64);
		const timestamp = timestampOf();
		const signature = PARTNER.signed(textToSign(application, thumbprint, timestamp));
		return application.older('POST', '/auth/v5.16/authenticate-by-truster', { apiKey, thumbprint, timestamp, serviceUserId }, signature);
	};
	const approve = (key: string) => application.older('POST', '/auth/v5.16/approve-truster', { key, id: thumbprint, apiKey });
	const link = (phone: string) =>
		application.older('PUT', '/auth/v5.16/register-external-service-id', { 'api-key': apiKey, serviceUserId: randomUUID(), phone });
	return {
		'legacy-auth-by-truster': { done: () => begin(), refused: () => begin('somebody-else') },
		'legacy-auth-approve-truster': { done: async () => approve((await begin()).data.Key), refused: () => approve(UNKNOWN) },
		'legacy-auth-register-external-service-id': { done: () => link(CLERK_PHONE), refused: () => link('9990000000') },
	};
}

import { generateKeyPairSync, randomUUID } from 'node:crypto';

import { givenSession, givenTokens } from './givenSessions.mjs';

/**
 * What somebody has been given for each way of signing in, by the names of the fields of the credential "Kontur Extern
 * API", and what of it has to be got beforehand.
 * @type {Record<string, (workplace: import('../../scripts/workplace.mjs').Workplace) => Promise<object> | object>}
 */
export const everyWay = {
	accessToken: async (workplace) => ({ accessToken: (await givenTokens(workplace)).accessToken }),
	authSid: givenSession,
	certificate: ownKey,
	clientCredentials: () => ({}),
	deviceCode: ({ seed: { login } }) => ({ login }),
	password: ({ seed: { login, password } }) => ({ login, password }),
	refreshToken: async (workplace) => ({ refreshToken: (await givenTokens(workplace)).refreshToken }),
	sessionByCertificate: ownKey,
	sessionByPassword: ({ seed: { login, password } }) => ({ login, password }),
	sessionByTrust: async (workplace) => {
		const { publicCertificate, privateKey } = ownKey(workplace);
		await registerPartner(workplace, pemOf(publicCertificate));
		return { partnerPrivateKey: privateKey, partnerPublicCertificate: publicCertificate, serviceUserId, phone: workplace.seed.clerk.phone };
	},
	trusted: async (workplace) => {
		const { partnerPrivateKey, partnerKeyPassword, publicKey } = lockedKey();
		await registerPartner(workplace, publicKey);
		return { partnerPrivateKey, partnerKeyPassword, serviceUserId };
	},
};

/** By what the partner knows the clerk. */
const serviceUserId = '48213';

/** An RSA key with a password of its own. */
export function lockedKey() {
	const partnerKeyPassword = `Ключ «${randomUUID()}»`;
	const { privateKey, publicKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: partnerKeyPassword },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	});
	return { partnerPrivateKey: privateKey, partnerKeyPassword, publicKey };
}

/** Certificate and GOST key of somebody who may sign for the account. */
export function ownKey({ account }) {
	const { content, privateKey } = account.certificates.find(({ note }) => note === 'valid');
	return { publicCertificate: content, privateKey };
}

async function registerPartner({ sandbox, seed: { clientId, clerk } }, key) {
	const answer = await fetch(`${sandbox.identity}/_sandbox/partners`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ clientId, key, users: { [serviceUserId]: clerk.login } }),
	});
	if (!answer.ok) throw new Error(`The partner was not registered: ${await answer.text()}`);
}

function pemOf(base64) {
	return ['-----BEGIN CERTIFICATE-----', ...base64.match(/.{1,64}/g), '-----END CERTIFICATE-----', ''].join('\n');
}

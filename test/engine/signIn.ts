import axios from 'axios';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { makePartnerKey } from '../keys/partnerKey';
import { Browser } from '../sandbox/identity/browser';
import type { CredentialData } from './credentials';
import { testCredential } from './credentialTest';
import { certificateOf } from './filing';
import type { Sandbox, Seed } from './sandbox';

/** The ways of the credential `konturExternApi` to sign in. */
export type SignIn =
	| 'accessToken'
	| 'authSid'
	| 'certificate'
	| 'clientCredentials'
	| 'deviceCode'
	| 'password'
	| 'refreshToken'
	| 'sessionByCertificate'
	| 'sessionByPassword'
	| 'sessionByTrust'
	| 'trusted';

/**
 * A filled-in credential `konturExternApi` for the sandbox, as the operator would type it. The package
 * remembers in memory who is signed in, and a reset makes the sandbox forget it: so each reset has an
 * address that is written in a way of its own.
 */
export function externCredential(
	{ addresses, resets }: Pick<Sandbox, 'addresses' | 'resets'>,
	{ clientId, apiKey, login, password, sid }: Seed,
	signIn: SignIn = 'clientCredentials',
	accessToken = '',
): CredentialData {
	return {
		konturExternApi: {
			environment: 'own',
			apiUrl: addresses.api,
			identityUrl: addresses.identity + '/'.repeat(resets),
			signIn,
			clientId,
			apiKey,
			login,
			password,
			sessionSecret: sid,
			accessToken,
		},
	};
}

/** What somebody who signs in has been given, and what of it has to be got beforehand. */
export const WAYS: Record<SignIn, (sandbox: Sandbox, seed: Seed) => Promise<ICredentialDataDecryptedObject>> = {
	accessToken: async (sandbox, seed) => ({ accessToken: (await tokensOf(sandbox, seed)).access_token }),
	authSid: async (sandbox, seed) => {
		const { Sid, RefreshToken } = await sessionOf(sandbox, seed);
		return { sessionSecret: Sid, sessionRefreshToken: RefreshToken };
	},
	certificate: async (_, { accounts: [account] }) => ownKey(account),
	clientCredentials: async () => ({}),
	deviceCode: async () => ({}),
	password: async () => ({}),
	refreshToken: async (sandbox, seed) => ({ refreshToken: (await tokensOf(sandbox, seed)).refresh_token }),
	sessionByCertificate: async (_, { accounts: [account] }) => ownKey(account),
	sessionByPassword: async () => ({}),
	sessionByTrust: async (sandbox, seed) => {
		const { certificate, ...key } = await givenPartner(sandbox, seed);
		return { ...key, partnerPublicCertificate: certificate, phone: seed.clerk.phone };
	},
	trusted: async (sandbox, seed) => {
		const { certificate: _, ...key } = await givenPartner(sandbox, seed);
		return key;
	},
};

/** A credential that signs in that way; where a person is needed, he has done his part. */
export async function signedInBy(sandbox: Sandbox, seed: Seed, signIn: SignIn, changes: ICredentialDataDecryptedObject = {}): Promise<CredentialData> {
	const { konturExternApi } = externCredential(sandbox, seed, signIn);
	const credential = { konturExternApi: { ...konturExternApi, ...(await WAYS[signIn](sandbox, seed)), ...changes } };
	if (signIn !== 'deviceCode' || Object.keys(changes).length > 0) return credential;
	const { message } = await testCredential('konturExternApi', credential);
	await confirmDevice(sandbox, seed, linkIn(message));
	return credential;
}

/** The link that the test of a credential shows. */
export function linkIn(message: string): string {
	return /https?:\/\/\S+/.exec(message)?.[0] ?? '';
}

/** A person opens the link, confirms the code and signs in. */
export async function confirmDevice({ addresses }: Sandbox, { login, password }: Seed, link: string): Promise<void> {
	const browser = new Browser(addresses.identity);
	const confirmed = await browser.submit(await browser.submit(await browser.open(link), {}), {});
	const { data } = await browser.submit(confirmed, { login, password });
	if (!data.includes('Вход выполнен')) throw new Error(`The device was not confirmed: ${data}`);
}

/** The person says no. */
export async function refuseDevice({ addresses }: Sandbox, link: string): Promise<void> {
	const browser = new Browser(addresses.identity);
	await browser.submit(await browser.submit(await browser.open(link), {}), { abort: 'yes' });
}

/** A partner whose key Kontur knows, with its users by their logins; 48213 is the clerk. */
export async function givenPartner({ addresses }: Sandbox, { clientId, clerk }: Seed, users: Record<string, string> = { 48213: clerk.login }) {
	const partner = makePartnerKey();
	await axios.post(`${addresses.identity}/_sandbox/partners`, { clientId, key: partner.certificate, users });
	return { partnerPrivateKey: partner.privateKey, certificate: partner.certificate, serviceUserId: '48213' };
}

function ownKey(account: Seed['accounts'][number]): ICredentialDataDecryptedObject {
	const { content, privateKey } = certificateOf(account);
	return { publicCertificate: content, privateKey };
}

async function tokensOf({ addresses }: Sandbox, { clientId, apiKey, login, password }: Seed): Promise<{ access_token: string; refresh_token: string }> {
	const form = { grant_type: 'password', username: login, password, client_id: clientId, client_secret: apiKey, scope: 'extern.api offline_access' };
	return (await axios.post(`${addresses.identity}/connect/token`, new URLSearchParams(form).toString())).data;
}

async function sessionOf({ addresses }: Sandbox, { apiKey, login, password }: Seed): Promise<{ Sid: string; RefreshToken: string }> {
	const query = new URLSearchParams({ login, apiKey });
	return (await axios.post(`${addresses.identity}/auth/v5.12/authenticate-by-pass?${query}`, password, { headers: { 'content-type': 'application/octet-stream' } })).data;
}

/** oidc-provider, configured to be Kontur's provider as far as its settings go; `dialect.ts` bends the rest. */

import { generateKeyPairSync } from 'node:crypto';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider' with { 'resolution-mode': 'import' };
import type { Directory } from '../directory';
import type { Lifetimes } from './lifetimes';
import { deviceConfirmationPage, deviceDonePage, deviceEntryPage, refusalPage } from './pages';
import { API_SCOPES, USER_SCOPES } from './requestRules';
import type { Storage } from './storage';
import { opaqueToken } from './opaqueToken';

const DAY = 24 * 60 * 60;

export interface ProviderParts {
	issuer: string;
	directory: Directory;
	storage: Storage;
	lifetimes: Lifetimes;
}

export async function createProvider({ issuer, directory, storage, lifetimes }: ProviderParts): Promise<Provider> {
	// The library is an ES module, which a CommonJS build can only load this way.
	const { Provider, interactionPolicy } = await import('oidc-provider');
	const policy = interactionPolicy.base();
	// An application of Kontur's is trusted by having an api-key: the person signs in and is not asked again.
	policy.remove('consent');

	const provider = new Provider(issuer, {
		...configuration(lifetimes, storage),
		interactions: { policy, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
		findAccount: (_ctx, userId) => account(directory, userId),
	});

	for (const kind of [provider.AccessToken, provider.ClientCredentials, provider.RefreshToken, provider.AuthorizationCode, provider.DeviceCode]) {
		Object.assign(kind.prototype, { generateTokenId: hexadecimalId });
	}
	provider.on('authorization.success', (ctx, response) => {
		// The vendor's redirect says what was granted.
		if (response && 'code' in response) response.scope = ctx.oidc.params?.scope;
	});
	provider.use(async (ctx, next) => {
		await next();
		// A client that was promised the issuer in the redirect refuses one without it.
		if (ctx.oidc?.route === 'discovery' && typeof ctx.body === 'object') ctx.body = { ...ctx.body, authorization_response_iss_parameter_supported: false };
	});
	provider.on('server_error', (_ctx, error) => console.error(error));
	provider.on('grant.error', (ctx, error) => {
		// The library keeps to itself why a grant failed; an integrator without support needs to know.
		if (error.error_detail !== undefined) ctx.body = { error: error.error, error_description: error.error_detail };
	});
	return provider;
}

/** Replaces the library's own alphabet; like the original it has to say which format the token is in. */
function hexadecimalId(this: { format?: string }): string {
	this.format = 'opaque';
	return opaqueToken();
}

function configuration(lifetimes: Lifetimes, storage: Storage): Configuration {
	return {
		adapter: (kind) => storage.adapter(kind),
		routes: {
			authorization: '/connect/authorize',
			token: '/connect/token',
			device_authorization: '/connect/deviceauthorization',
			userinfo: '/connect/userinfo',
			code_verification: '/device',
			jwks: '/.well-known/openid-configuration/jwks',
		},
		responseTypes: ['code'],
		scopes: [...API_SCOPES, ...USER_SCOPES],
		claims: { openid: ['sub'], profile: ['name'], email: ['email'], phone: ['phone_number'] },
		clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
		clockTolerance: 0,
		cookies: { keys: [opaqueToken()] },
		jwks: { keys: [signingKey()] },
		features: {
			claimsParameter: { enabled: false },
			clientCredentials: { enabled: true },
			devInteractions: { enabled: false },
			dPoP: { enabled: false },
			pushedAuthorizationRequests: { enabled: false },
			resourceIndicators: { enabled: false },
			rpInitiatedLogout: { enabled: false },
			deviceFlow: {
				enabled: true,
				charset: 'base-20',
				mask: '********',
				userCodeInputSource: (ctx, form, _out, error) => show(ctx, deviceEntryPage(form, error !== undefined)),
				userCodeConfirmSource: (ctx, form, client, _device, userCode) => show(ctx, deviceConfirmationPage(form, client.clientId, userCode)),
				successSource: (ctx) => show(ctx, deviceDonePage()),
			},
		},
		ttl: {
			AccessToken: () => lifetimes.get('accessToken'),
			ClientCredentials: () => lifetimes.get('accessToken'),
			AuthorizationCode: () => lifetimes.get('authorizationCode'),
			RefreshToken: () => lifetimes.get('refreshToken'),
			DeviceCode: () => lifetimes.get('deviceCode'),
			IdToken: 3600,
			Interaction: 3600,
			Session: 14 * DAY,
			Grant: 365 * DAY,
		},
		expiresWithSession: () => false,
		// Which scope yields a refresh token is not published; without one an integration would stop after an hour.
		issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
		rotateRefreshToken: true,
		loadExistingGrant: grantOfRequest,
		pkce: { required: () => false },
		renderError: (ctx, out) => {
			if (ctx.accepts('json', 'html') === 'html') show(ctx, refusalPage(out.error, out.error_description));
			else ctx.body = { error: out.error, error_description: out.error_description };
		},
	};
}

/** Whoever has signed in has agreed to what the application asks for. */
async function grantOfRequest(ctx: KoaContextWithOIDC) {
	const { provider, client, session, requestParamScopes } = ctx.oidc;
	const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
	grant.addOIDCScope(requestParamScopes);
	await grant.save();
	return grant;
}

function account(directory: Directory, userId: string) {
	const user = directory.user(userId);
	if (!user) return undefined;
	const { surname, name, patronymic } = user.fio;
	return {
		accountId: user.id,
		claims: () => ({ sub: user.id, name: [surname, name, patronymic].join(' '), email: user.login, phone_number: user.phone }),
	};
}

function show(ctx: KoaContextWithOIDC, page: string): void {
	ctx.type = 'html';
	ctx.body = page;
}

function signingKey() {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', use: 'sig', alg: 'RS256', kid: opaqueToken().slice(0, 16) };
}


/** Grants with which a person's proof is exchanged for a token at once, without a page: password and its kin. */

import type { Provider, TokenEndpointGrantContext } from 'oidc-provider' with { 'resolution-mode': 'import' };
import type { Directory, User } from '../directory';
import { isSame } from './clientSecrets';
import type { OpenIdError } from './openIdRefusal';
import { OpenIdRefusal } from './openIdRefusal';
import type { Factor, SecondFactor } from './secondFactor';

/** The fields of the request, checked by `requestRules.ts` before. */
export type GrantFields = Record<string, string | undefined>;

export interface UserGrant {
	name: string;
	/** Fields beyond scope and the application's credentials. */
	fields: string[];
	factor: Factor | undefined;
	/** Who proves to be who, and the token of an earlier factor; throws OpenIdRefusal when the proof is no good. */
	prove(fields: GrantFields, clientId: string): { user: User; partialFactorToken?: string };
}

export function passwordGrant(directory: Directory): UserGrant {
	return {
		name: 'password',
		fields: ['username', 'password', 'partial_factor_token'],
		factor: 'password',
		prove: ({ username = '', password = '', partial_factor_token: partialFactorToken }) => ({
			user: userWithPassword(directory, username, password),
			partialFactorToken,
		}),
	};
}

/** Throws the same refusal for an unknown login and for a wrong password. */
export function userWithPassword(directory: Directory, login: string, password: string): User {
	const user = directory.userByLogin(login);
	if (!user || !isSame(user.password, password)) throw new OpenIdRefusal('invalid_grant', 'wrong login or password');
	return user;
}

export function registerUserGrant(provider: Provider, grant: UserGrant, secondFactor: SecondFactor): void {
	provider.registerGrantType<GrantFields>(
		grant.name,
		async (ctx) => {
			try {
				const { user, partialFactorToken } = grant.prove(ctx.oidc.params, ctx.oidc.client.clientId);
				const needed = grant.factor && secondFactor.stillNeeded(user, grant.factor, partialFactorToken);
				if (needed) answer(ctx, 400, needed);
				else answer(ctx, 200, await issue(ctx, grant.name, user));
			} catch (error) {
				if (!(error instanceof OpenIdRefusal)) throw error;
				answer(ctx, 400, { error: error.error, error_description: error.description, error_status: null });
			}
		},
		['scope', ...grant.fields],
	);
}

function answer(ctx: TokenEndpointGrantContext<GrantFields>, status: number, body: OpenIdError | TokenAnswer): void {
	ctx.status = status;
	ctx.body = body;
}

interface TokenAnswer {
	access_token: string;
	expires_in: number;
	token_type: string;
	scope: string;
	refresh_token?: string;
}

/** The vendor's samples of these grants show no refresh token; it comes when asked for. */
async function issue(ctx: TokenEndpointGrantContext<GrantFields>, grantType: string, user: User): Promise<TokenAnswer> {
	const { provider, client, params, requestParamScopes } = ctx.oidc;
	const scope = params.scope ?? '';
	const grant = new provider.Grant({ clientId: client.clientId, accountId: user.id });
	grant.addOIDCScope(requestParamScopes);
	const source = { client, accountId: user.id, grantId: await grant.save(), gty: grantType, scope };

	const accessToken = new provider.AccessToken(source);
	const value = await accessToken.save();
	const answer = { access_token: value, expires_in: accessToken.expiration, token_type: 'Bearer', scope };
	return requestParamScopes.has('offline_access') ? { ...answer, refresh_token: await new provider.RefreshToken(source).save() } : answer;
}

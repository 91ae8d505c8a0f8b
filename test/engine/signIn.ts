import type { CredentialData } from './credentials';
import type { Sandbox, Seed } from './sandbox';

/** The ways of the credential `konturExternApi` to sign in. */
export type SignIn = 'clientCredentials' | 'password' | 'authSid' | 'accessToken';

/** A filled-in credential `konturExternApi` for the sandbox, as the operator would type it. */
export function externCredential(
	{ addresses }: Sandbox,
	{ clientId, apiKey, login, password, sid }: Seed,
	signIn: SignIn = 'clientCredentials',
	accessToken = '',
): CredentialData {
	return {
		konturExternApi: {
			environment: 'own',
			apiUrl: addresses.api,
			identityUrl: addresses.identity,
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

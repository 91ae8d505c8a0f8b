import axios from 'axios';
import type { IDataObject, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { Browser } from '../sandbox/identity/browser';
import type { CredentialData } from './credentials';
import { credentialDetails, StoredCredentials } from './credentials';
import { loadPackage } from './engine';
import type { Sandbox, Seed } from './sandbox';

const TYPE = 'konturExternOAuth2Api';
const CALLBACK = 'http://127.0.0.1:45678/rest/oauth2-credential/callback';

/** The OAuth2 credential as the operator fills it in, before it is connected. */
export function unconnected({ addresses }: Sandbox, { clientId, apiKey }: Seed): CredentialData {
	return { [TYPE]: { environment: 'own', apiUrl: addresses.api, identityUrl: addresses.identity, clientId, clientSecret: apiKey } };
}

/** The credential with its hidden fields and expressions resolved, as n8n reads it when it connects. */
export async function resolved(credentials: CredentialData): Promise<IDataObject> {
	const built = await loadPackage();
	const nobody: Partial<IWorkflowExecuteAdditionalData> = {};
	const fields = await new StoredCredentials(built.credentials, credentials).getDecrypted(nobody as IWorkflowExecuteAdditionalData, credentialDetails(TYPE), TYPE, 'internal');
	return { ...fields };
}

/** The operator presses Connect, signs in on the provider's page, and n8n keeps the tokens. */
export async function connected(sandbox: Sandbox, seed: Seed): Promise<CredentialData> {
	const credentials = unconnected(sandbox, seed);
	const { authUrl, accessTokenUrl, scope, clientId, clientSecret } = await resolved(credentials);
	const query = { response_type: 'code', client_id: String(clientId), scope: String(scope), redirect_uri: CALLBACK, state: 'state' };
	const browser = new Browser(sandbox.addresses.identity);
	const page = await browser.open(`${String(authUrl)}?${new URLSearchParams(query).toString()}`);
	const end = await browser.submit(page, { login: seed.login, password: seed.password });
	const code = new URL(String(end.headers.location)).searchParams.get('code') ?? '';
	const exchange = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id: String(clientId), client_secret: String(clientSecret) };
	const { data: oauthTokenData } = await axios.post<IDataObject>(String(accessTokenUrl), new URLSearchParams(exchange).toString());
	return { [TYPE]: { ...credentials[TYPE], oauthTokenData } };
}

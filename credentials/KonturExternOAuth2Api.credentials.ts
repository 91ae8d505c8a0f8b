import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { apiRootExpression, environmentFields, identityRootExpression } from './environment';

/** A user signs in on Kontur's own page (OpenID Connect, authorization code); n8n renews the token. */
export class KonturExternOAuth2Api implements ICredentialType {
	name = 'konturExternOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Kontur Extern OAuth2 API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern/blob/main/docs/sign-in.md#kontur-extern-oauth2-api';

	properties: INodeProperties[] = [
		...environmentFields(),
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{ displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: `${identityRootExpression('$self')}/connect/authorize`, required: true },
		{ displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: `${identityRootExpression('$self')}/connect/token`, required: true },
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '', required: true, placeholder: 'e.g. my-company.reports', description: 'Name of your application, from Kontur\'s letter or the integrator\'s cabinet' },
		// The editor calls this field so whatever it is called here.
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', required: true, description: 'The API key of your application; test stand and production have different ones' },
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: 'openid extern.api offline_access',
			description: 'Leave as it is, unless Kontur told you otherwise. Without offline_access you have to connect again when the token ends.',
		},
		{ displayName: 'Auth URI Query Parameters', name: 'authQueryParameters', type: 'hidden', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];

	test: ICredentialTestRequest = {
		request: { baseURL: apiRootExpression('$credentials'), url: '/v1', qs: { skip: 0, take: 1 } },
	};
}

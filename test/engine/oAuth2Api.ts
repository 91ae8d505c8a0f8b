import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const text = (name: string, fallback = ''): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: fallback,
});

/**
 * The fields of the credential type `oAuth2Api`, which OAuth2 credentials extend. The original lives
 * in n8n-nodes-base, which the engine tests do without.
 */
export const oAuth2Api: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [
		{ ...text('grantType', 'authorizationCode') },
		text('serverUrl'),
		text('authUrl'),
		text('accessTokenUrl'),
		text('clientId'),
		text('clientSecret'),
		text('scope'),
		text('authQueryParameters'),
		text('authentication', 'header'),
		{ ...text('sendAdditionalBodyProperties'), type: 'boolean', default: false },
		text('additionalBodyProperties'),
		{ ...text('ignoreSSLIssues'), type: 'boolean', default: false },
	],
};

import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { belongsTo, reasonOfRefusal, signInHeaders, signInRequest, tokenFrom } from '../extern/signin';
import { apiRootExpression, environmentFields } from './environment';

/** As n8n hands a whole answer over. */
interface SignInAnswer {
	readonly statusCode: number;
	readonly body: unknown;
}

/** Signs in with an api-key, in the newer generation (client credentials, login, given token) or the older one (auth.sid). */
export class KonturExternApi implements ICredentialType {
	name = 'konturExternApi';

	displayName = 'Kontur Extern API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern#credentials';

	properties: INodeProperties[] = [
		...environmentFields(),
		{
			displayName: 'Sign In With',
			name: 'signIn',
			type: 'options',
			options: [
				{ name: 'Access Token', value: 'accessToken', description: 'A token that you got elsewhere; it is not renewed' },
				{ name: 'API Key', value: 'clientCredentials', description: 'The application itself signs in; best for schedules' },
				{ name: 'Login and Password', value: 'password', description: 'A user signs in; how the test stand is used' },
				{ name: 'Session ID (Older auth.sid)', value: 'authSid', description: 'For integrations built before 2020' },
			],
			default: 'clientCredentials',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			placeholder: 'e.g. my-company.reports',
			description: 'Name of your application, from Kontur\'s letter or the integrator\'s cabinet',
			displayOptions: { show: { signIn: ['clientCredentials', 'password'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Key of your application; test stand and production have different ones',
			displayOptions: { show: { signIn: ['clientCredentials', 'password', 'authSid'] } },
		},
		{
			displayName: 'Login',
			name: 'login',
			type: 'string',
			default: '',
			placeholder: 'e.g. accountant@example.org',
			displayOptions: { show: { signIn: ['password'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { signIn: ['password'] } },
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { signIn: ['accessToken'] } },
		},
		{
			displayName: 'Session ID (auth.sid)',
			name: 'sessionSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { signIn: ['authSid'] } },
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	test: ICredentialTestRequest = {
		request: { baseURL: apiRootExpression('$credentials'), url: '/v1', qs: { skip: 0, take: 1 } },
	};

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const request = signInRequest(credentials);
		// A given token cannot be renewed; n8n only wants to see the session filled.
		if (!request) return { sessionToken: 'given' };
		const answer: SignInAnswer = await this.helpers.httpRequest({
			method: 'POST',
			url: request.url,
			headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
			body: request.body,
			disableFollowRedirect: true,
			// n8n would put a sentence of its own in place of the reason.
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		});
		const { statusCode, body } = answer;
		if (statusCode < 200 || statusCode >= 300) throw refused(statusCode, reasonOfRefusal(statusCode, body));
		const sessionToken = tokenFrom(body);
		if (!sessionToken) throw new UserError('The sign-in service answered without a token', { description: 'Check the identity address in the credential' });
		return { sessionToken };
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, requestOptions: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const { url, baseURL } = requestOptions;
		if (!belongsTo(credentials, new URL(url, baseURL).href)) {
			throw new UserError('This credential is only for Kontur.Extern', { description: `It was not used for ${new URL(url, baseURL).origin}` });
		}
		return { ...requestOptions, headers: { ...requestOptions.headers, ...signInHeaders(credentials) } };
	}
}

/** n8n hides the text of an error with a status; only who may try again needs the status more than the text. */
function refused(status: number, reason: string): Error {
	const isPassing = status === 429 || status >= 500;
	return Object.assign(new UserError(reason), isPassing && { httpCode: String(status) });
}

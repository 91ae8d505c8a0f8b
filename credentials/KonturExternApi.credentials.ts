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
import { belongsTo, freshSession, signInHeaders } from '../extern/signin';
import { apiRootExpression, environmentFields } from './environment';
import { signInFields } from './signInFields';
import { sendThrough } from './sending';
import { SignInError } from './signInError';

/** No answer chooses where a session and an API key go; each helper of n8n has its own word for it. */
const STAY = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false, maxRedirects: 0 };

/** Signs in with what Kontur gave for it, in the newer generation (OpenID Connect) or the older one (auth.sid). */
export class KonturExternApi implements ICredentialType {
	name = 'konturExternApi';

	displayName = 'Kontur Extern API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern/blob/main/docs/sign-in.md';

	properties: INodeProperties[] = [
		...environmentFields(),
		...signInFields(),
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Ended Session Token',
			name: 'endedSessionToken',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	test: ICredentialTestRequest = {
		request: { baseURL: apiRootExpression('$credentials'), url: '/v1', qs: { skip: 0, take: 1 } },
	};

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const signingIn = freshSession(credentials, sendThrough(this.helpers), () => Date.now());
		const { sessionToken, isStored } = await signingIn.catch(async (error: unknown) => await Promise.reject(new SignInError(error, credentials)));
		const renewal = { sessionToken, endedSessionToken: '' };
		if (isStored) return renewal;
		// What is returned n8n stores, older versions together with every expression of the credential as it
		// was for this one item: the next would be signed in as the user of this one. What is not returned
		// but written here is used and forgotten, and every process gets such a session for itself.
		Object.assign(credentials, renewal);
		return {};
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, requestOptions: IHttpRequestOptions & { uri?: string }): Promise<IHttpRequestOptions> {
		// The HTTP Request node still names the address as an older library of n8n's did.
		const { baseURL, uri, url = uri ?? '' } = requestOptions;
		const address = new URL(url, baseURL);
		if (!belongsTo(credentials, address.href)) {
			throw new UserError('This credential is only for Kontur.Extern', { description: `It was not used for ${address.origin}` });
		}
		return { ...requestOptions, ...STAY, headers: { ...requestOptions.headers, ...signInHeaders(credentials) } };
	}
}

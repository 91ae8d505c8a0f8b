import type { ICredentialDataDecryptedObject, ICredentialTestRequest, ICredentialType, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { isOwnService, ownServiceHeaders } from '../extern/signin';
import { signingServiceFields } from './signingServiceFields';

/** No answer chooses where a token goes; each helper of n8n has its own word for it. */
const STAY = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false, maxRedirects: 0 };

/** A service of the operator that signs and decrypts with a key that it holds. */
export class KonturExternSigningServiceApi implements ICredentialType {
	name = 'konturExternSigningServiceApi';

	displayName = 'Kontur Extern Signing Service API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern/blob/main/docs/signing.md#signing-service';

	properties: INodeProperties[] = signingServiceFields();

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.url.trim().replace(/\\/+$/, "") }}',
			url: '={{ $credentials.service === "other" ? ($credentials.testPath || "").trim().replace(/^(?=[^/])/, "/") : "/ready" }}',
		},
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: 'The service did not accept the token, password or header' } },
			{ type: 'responseCode', properties: { value: 404, message: 'The service is not at this address. Check Address, and Path for Tests of another service' } },
			{ type: 'responseCode', properties: { value: 405, message: 'Something answers there, but not to a test. Fill in Path for Tests, or go on without a test' } },
		],
	};

	async authenticate(credentials: ICredentialDataDecryptedObject, requestOptions: IHttpRequestOptions & { uri?: string }): Promise<IHttpRequestOptions> {
		// The HTTP Request node still names the address as an older library of n8n's did.
		const { baseURL, uri, url = uri ?? '' } = requestOptions;
		const address = new URL(url, baseURL);
		if (!isOwnService(credentials, address.href)) {
			throw new UserError('This credential is only for its own signing service', { description: `It was not used for ${address.origin}` });
		}
		return { ...requestOptions, ...STAY, headers: { ...requestOptions.headers, ...ownServiceHeaders(credentials) } };
	}
}

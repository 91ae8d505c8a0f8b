import type { ICredentialDataDecryptedObject, ICredentialTestRequest, ICredentialType, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { isOwnService, ownServiceHeaders } from '../extern/signin';
import { otherServiceFields } from './otherServiceFields';

/** No answer chooses where a token goes; each helper of n8n has its own word for it. */
const STAY = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false, maxRedirects: 0 };

/** A service of the operator that signs and decrypts with a key that it holds. */
export class KonturExternSigningServiceApi implements ICredentialType {
	name = 'konturExternSigningServiceApi';

	displayName = 'Kontur Extern Signing Service API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern/blob/main/docs/signing.md#signing-service';

	properties: INodeProperties[] = [
		{
			displayName: 'Address',
			name: 'url',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://signing.example.org',
			description: 'Where the service is. Files are sent there to be signed, so use https; plain http is accepted for this computer only.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Basic', value: 'basic', description: 'A user name and a password' },
				{ name: 'Bearer Token', value: 'bearer' },
				{ name: 'Header', value: 'header', description: 'A header of your own, such as X-Api-Key' },
				{ name: 'None', value: 'none', description: 'Anybody who reaches the service can sign' },
			],
			default: 'bearer',
		},
		{ displayName: 'Token', name: 'token', type: 'string', typeOptions: { password: true }, default: '', displayOptions: { show: { authentication: ['bearer'] } } },
		{ displayName: 'User', name: 'user', type: 'string', default: '', displayOptions: { show: { authentication: ['basic'] } } },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '', displayOptions: { show: { authentication: ['basic'] } } },
		{ displayName: 'Header Name', name: 'headerName', type: 'string', default: '', placeholder: 'e.g. X-Api-Key', displayOptions: { show: { authentication: ['header'] } } },
		{ displayName: 'Header Value', name: 'headerValue', type: 'string', typeOptions: { password: true }, default: '', displayOptions: { show: { authentication: ['header'] } } },
		{
			displayName: 'Certificate',
			name: 'publicCertificate',
			type: 'string',
			typeOptions: { rows: 5 },
			required: true,
			default: '',
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description: 'The certificate that the service signs with, as PEM or base64. It is public: drafts and replies name it before they are signed.',
		},
		{ displayName: 'PIN', name: 'pin', type: 'string', typeOptions: { password: true }, default: '', description: 'Password of the key. Leave it empty if the service knows it, which is safer.' },
		{
			displayName: 'Largest File (MB)',
			name: 'largestFile',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 100,
			description: 'A larger file is not sent. n8n holds the file in memory meanwhile, in JSON about three times.',
		},
		{
			displayName: 'Service',
			name: 'service',
			type: 'options',
			options: [
				{ name: 'Example Service of This Package', value: 'example', description: 'The one in the folder examples/signing-service, or one that speaks like it' },
				{ name: 'Other', value: 'other', description: 'Any service that takes a file by POST and answers with its signature' },
			],
			default: 'example',
		},
		...otherServiceFields(),
	];

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
		const address = new URL(`${baseURL ?? ''}${url}`);
		if (!isOwnService(credentials, address.href)) {
			throw new UserError('This credential is only for its own signing service', { description: `It was not used for ${address.origin}` });
		}
		return { ...requestOptions, ...STAY, headers: { ...requestOptions.headers, ...ownServiceHeaders(credentials) } };
	}
}

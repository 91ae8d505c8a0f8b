import type { ICredentialDataDecryptedObject, ICredentialTestRequest, ICredentialType, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { serviceRoot } from '../extern/signin';

const TOKEN_PATH = '/oauth/token';

/** The form by which DSS is asked for a token (resource owner password credentials); a program with a secret names itself in a header. */
const TOKEN_FORM = [
	"'grant_type=password&username=' + encodeURIComponent($credentials.login)",
	"'&password=' + encodeURIComponent($credentials.password)",
	"($credentials.clientSecret ? '' : '&client_id=' + encodeURIComponent($credentials.clientId))",
	"'&resource=urn:cryptopro:dss:signserver:' + encodeURIComponent($credentials.signServerName || 'SignServer')",
].join(' + ');

/** A CryptoPro DSS server that keeps the key. */
export class KonturExternDssApi implements ICredentialType {
	name = 'konturExternDssApi';

	displayName = 'Kontur Extern CryptoPro DSS API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern/blob/main/docs/signing.md';

	properties: INodeProperties[] = [
		{ displayName: 'Address', name: 'url', type: 'string', required: true, default: '', placeholder: 'e.g. https://dss.example.org', description: 'Where the DSS server is. Its administrator knows this and the next three fields.' },
		{ displayName: 'STS Name', name: 'stsName', type: 'string', default: 'STS', description: 'Name of the identity centre in the addresses of this server' },
		{ displayName: 'SignServer Name', name: 'signServerName', type: 'string', default: 'SignServer', description: 'Name of the signing service in the addresses of this server' },
		{ displayName: 'Client ID', name: 'clientId', type: 'string', required: true, default: '', description: 'Name under which this program is registered at the DSS server, with the right to sign in by password' },
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', typeOptions: { password: true }, default: '', description: 'Secret of that registration, if it has one' },
		{ displayName: 'Login', name: 'login', type: 'string', required: true, default: '', description: 'User whose key signs' },
		{ displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, required: true, default: '' },
		{ displayName: 'Certificate Thumbprint', name: 'thumbprint', type: 'string', default: '', placeholder: 'e.g. 0A1B2C3D4E5F60718293A4B5C6D7E8F901234567', description: 'Which certificate of the user signs. Leave empty for the default one.' },
		{ displayName: 'PIN Code', name: 'pinPassword', type: 'string', typeOptions: { password: true }, default: '', description: 'PIN code of the key, if it has one' },
	];

	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: "={{ $credentials.url.trim().replace(/\\/+$/, '') + '/' + ($credentials.stsName || 'STS') }}",
			url: TOKEN_PATH,
			headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
			body: `={{ ${TOKEN_FORM} }}`,
		},
	};

	/** The nodes sign their requests in themselves. Here is seen to it that nothing leaves for another server, and the test gets the client secret. */
	async authenticate(credentials: ICredentialDataDecryptedObject, requestOptions: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const { url, clientId, clientSecret } = credentials;
		const root = serviceRoot(String(url ?? ''));
		const address = new URL(requestOptions.url, requestOptions.baseURL);
		if (address.origin !== new URL(root).origin) {
			throw new UserError('This credential is only for its CryptoPro DSS server', { description: `It was not used for ${address.origin}` });
		}
		const isTest = requestOptions.headers?.authorization === undefined && address.pathname.endsWith(TOKEN_PATH);
		const program = `${String(clientId)}:${String(clientSecret)}`;
		const added = isTest && clientSecret ? { authorization: `Basic ${Buffer.from(program).toString('base64')}` } : {};
		return { ...requestOptions, disableFollowRedirect: true, headers: { ...requestOptions.headers, ...added } };
	}
}

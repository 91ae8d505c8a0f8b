import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A CryptoPro DSS server that keeps the key. */
export class KonturExternDssApi implements ICredentialType {
	name = 'konturExternDssApi';

	displayName = 'Kontur Extern CryptoPro DSS API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern/blob/main/docs/signing.md';

	properties: INodeProperties[] = [
		{ displayName: 'Address', name: 'url', type: 'string', default: '', placeholder: 'e.g. https://dss.example.org', description: 'Where the DSS server is' },
	];

	test: ICredentialTestRequest = { request: { baseURL: '={{ $credentials.url }}', url: '' } };
}

import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A service of the operator that signs and decrypts with a key that it holds. */
export class KonturExternSigningServiceApi implements ICredentialType {
	name = 'konturExternSigningServiceApi';

	displayName = 'Kontur Extern Signing Service API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern/blob/main/docs/signing.md';

	properties: INodeProperties[] = [
		{ displayName: 'Address', name: 'url', type: 'string', default: '', placeholder: 'e.g. https://signing.example.org/sign', description: 'Where files are sent to be signed' },
	];

	test: ICredentialTestRequest = { request: { baseURL: '={{ $credentials.url }}', url: '' } };
}

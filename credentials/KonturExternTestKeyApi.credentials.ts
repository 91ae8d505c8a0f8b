import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * A GOST key for trying things out. The nodes accept it only for the test stand and for this
 * computer: what it signs is right, but not a qualified signature in law.
 */
export class KonturExternTestKeyApi implements ICredentialType {
	name = 'konturExternTestKeyApi';

	displayName = 'Kontur Extern Test Key API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'For the test stand and the sandbox only. A signature made here is not a qualified one.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 5 },
			default: '',
			placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
			description: 'PKCS#8 text, without a password',
		},
		{
			displayName: 'Certificate',
			name: 'publicCertificate',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description: 'The certificate that belongs to the key, as PEM or base64',
		},
	];
}

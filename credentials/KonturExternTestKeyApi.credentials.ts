import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * A GOST key for trying things out. The nodes accept it only for the test stand and for this
 * computer, unless its owner says that he knows: what it signs is right, but not a qualified
 * signature in law.
 */
export class KonturExternTestKeyApi implements ICredentialType {
	name = 'konturExternTestKeyApi';

	displayName = 'Kontur Extern Test Key API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'For the test stand and the sandbox. A signature made here is not a qualified one in law.',
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
			description: 'PKCS#8 as PEM or base64, encrypted or not, or a whole key store (PKCS#12, .p12 or .pfx) as base64',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Of an encrypted key or a key store. Leave empty for a key without one.',
		},
		{
			displayName: 'Certificate',
			name: 'publicCertificate',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description: 'The certificate that belongs to the key, as PEM or base64. Leave empty to take the one of the key store.',
		},
		{
			displayName: 'I Understand: Not a Qualified Signature',
			name: 'allowAnywhere',
			type: 'boolean',
			default: false,
			description: 'Whether this key may also sign for other addresses than the test stand and this computer, such as a gateway or stand of your own. An authority does not accept such a signature.',
		},
	];
}

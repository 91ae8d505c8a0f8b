import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** The key of an employee at Gosuslugi, with which notifications to the police are sent in his name. */
export class KonturExternGosuslugiApi implements ICredentialType {
	name = 'konturExternGosuslugiApi';

	displayName = 'Kontur Extern Gosuslugi API';

	icon = { light: 'file:../icons/extern.svg', dark: 'file:../icons/extern.dark.svg' } as const;

	documentationUrl = 'https://github.com/n8n-nodes-kontur-extern/n8n-nodes-kontur-extern#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Employee API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Key of 32 characters that the organization\'s account at Gosuslugi gives the employee for the system of Kontur that sends to the police',
		},
	];
}

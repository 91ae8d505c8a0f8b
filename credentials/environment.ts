import type { INodeProperties } from 'n8n-workflow';

/** The fields that say where a credential belongs. */
export function environmentFields(): INodeProperties[] {
	return [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Production', value: 'production', description: 'Reports go to the authorities' },
				{ name: 'Test Stand', value: 'test', description: 'Kontur\'s stand with robots instead of authorities' },
				{ name: 'Own Address', value: 'own', description: 'A sandbox or a gateway of your own' },
			],
			default: 'production',
		},
		{
			displayName: 'API Address',
			name: 'apiUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. http://localhost:4100',
			displayOptions: { show: { environment: ['own'] } },
		},
		{
			displayName: 'Identity Address',
			name: 'identityUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. http://localhost:4101',
			description: 'Where tokens are issued',
			displayOptions: { show: { environment: ['own'] } },
		},
	];
}

/** Expression for the root of the API, for places where n8n evaluates the credential itself. */
export function apiRootExpression(credential: '$credentials' | '$self'): string {
	return rootExpression(credential, 'apiUrl', 'extern-api');
}

/** Expression for the root of the identity provider. */
export function identityRootExpression(credential: '$credentials' | '$self'): string {
	return rootExpression(credential, 'identityUrl', 'identity');
}

function rootExpression(credential: string, field: string, host: string): string {
	const own = `(${credential}["${field}"] || "").trim().replace(/\\/+$/, "")`;
	const known = `(${credential}["environment"] === "test" ? "https://${host}.testkontur.ru" : "https://${host}.kontur.ru")`;
	return `={{ ${credential}["environment"] === "own" ? ${own} : ${known} }}`;
}

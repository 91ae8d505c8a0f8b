import type { INodeProperties } from 'n8n-workflow';

const secret = { type: 'string', typeOptions: { password: true }, default: '' } as const;

type Question = Omit<INodeProperties, 'type' | 'default'> & Partial<Pick<INodeProperties, 'type' | 'default'>>;

/** How to talk to a service that is not the example; every default is a common habit. */
const QUESTIONS: readonly Question[] = [
	{
		displayName: 'Send File As',
		name: 'sendFileAs',
		type: 'options',
		options: [
			{ name: 'Base64 in JSON', value: 'json', description: 'The usual way of small services' },
			{ name: 'File in a Form', value: 'multipart', description: 'As a web page sends it (multipart/form-data)' },
			{ name: 'File Itself', value: 'raw', description: 'The body of the request is the file' },
			{ name: 'Text in JSON', value: 'jsonText', description: 'Only for files in UTF-8' },
		],
		default: 'json',
	},
	{
		displayName: 'File Field',
		name: 'fileField',
		default: 'content',
		description: 'Name of the field that holds the file. A dot leads into JSON: document.content, and a number into a list: contents.0.',
		displayOptions: { show: { sendFileAs: ['json', 'jsonText', 'multipart'] } },
	},
	{
		displayName: 'Answer Path',
		name: 'answerPath',
		default: 'signature',
		placeholder: 'e.g. data.0.sign',
		description: 'Where in the JSON of the answer the signature is, in base64. Leave empty if the answer itself is the signature.',
	},
	{
		displayName: 'Send PIN As',
		name: 'pinIn',
		type: 'options',
		options: [
			{ name: 'Field', value: 'field', description: 'In the JSON or the form. With the file itself, in the address, where proxies may log it.' },
			{ name: 'Header', value: 'header' },
		],
		default: 'field',
	},
	{ displayName: 'PIN Name', name: 'pinName', default: 'pin', description: 'Name of that field or header, such as pin, certificateInfo.pin or X-Pin' },
	{ displayName: 'Thumbprint Field', name: 'thumbprintField', default: '', placeholder: 'e.g. thumbprint', description: 'Name of the field that gets the thumbprint of the certificate. Leave empty if the service has one key only.' },
	{ displayName: 'Task Field', name: 'taskField', default: '', placeholder: 'e.g. type', description: 'Name of the field that gets detached, enclosed, raw, digest or decrypt, if one address does all of it. Otherwise leave empty.' },
	{ displayName: 'More Fields', name: 'moreFields', type: 'json', default: '{}', placeholder: 'e.g. {"detached": true}', description: 'Whatever else the service wants with each file, as JSON. No secrets: everybody who opens the credential sees them.' },
	{ displayName: 'Path for Detached Signatures', name: 'detachedPath', default: '', placeholder: 'e.g. sign?detached=true', description: 'What follows the address for the usual signature. Leave empty if nothing does.' },
	{ displayName: 'Path for Enclosing Signatures', name: 'enclosedPath', default: '', placeholder: 'e.g. sign?detached=false', description: 'For signatures with the file inside. Leave empty if the service does not make them.' },
	{ displayName: 'Path for Raw Signatures', name: 'rawPath', default: '', placeholder: 'e.g. sign-raw', description: 'For the raw value, which some authorities want. Leave empty if the service does not make them.' },
	{ displayName: 'Path for Signatures of Digests', name: 'digestPath', default: '', placeholder: 'e.g. sign-hash', description: 'For the raw value over a digest that was computed already. Leave empty if the service does not make them.' },
	{ displayName: 'Path for Decryption', name: 'decryptPath', default: '', placeholder: 'e.g. decrypt', description: 'Leave empty if the service does not decrypt' },
	{ displayName: 'Path for Tests', name: 'testPath', default: '', placeholder: 'e.g. health', description: 'Where the Test button asks with GET whether the service is there. It changes nothing else.' },
];

/** The questions about the service, whoever made it. */
function usualFields(): INodeProperties[] {
	return [
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
		{ displayName: 'Token', name: 'token', ...secret, displayOptions: { show: { authentication: ['bearer'] } } },
		{ displayName: 'User', name: 'user', type: 'string', default: '', displayOptions: { show: { authentication: ['basic'] } } },
		{ displayName: 'Password', name: 'password', ...secret, displayOptions: { show: { authentication: ['basic'] } } },
		{ displayName: 'Header Name', name: 'headerName', type: 'string', default: '', placeholder: 'e.g. X-Api-Key', displayOptions: { show: { authentication: ['header'] } } },
		{ displayName: 'Header Value', name: 'headerValue', ...secret, displayOptions: { show: { authentication: ['header'] } } },
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
		{ displayName: 'PIN', name: 'pin', ...secret, description: 'Password of the key. Leave it empty if the service knows it, which is safer.' },
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
	];
}

/** What the credential asks: where the service is and how to talk to it. */
export function signingServiceFields(): INodeProperties[] {
	return [...usualFields(), ...QUESTIONS.map((question) => ({ type: 'string' as const, default: '', ...question, displayOptions: { show: { ...question.displayOptions?.show, service: ['other'] } } }))];
}

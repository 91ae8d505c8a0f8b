import type { INodeProperties } from 'n8n-workflow';

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
	{ displayName: 'Path for Bare Signatures', name: 'rawPath', default: '', placeholder: 'e.g. sign-raw', description: 'For the bare value, which some authorities want. Leave empty if the service does not make them.' },
	{ displayName: 'Path for Signatures of Digests', name: 'digestPath', default: '', placeholder: 'e.g. sign-hash', description: 'For the bare value over a digest that was computed already. Leave empty if the service does not make them.' },
	{ displayName: 'Path for Decryption', name: 'decryptPath', default: '', placeholder: 'e.g. decrypt', description: 'Leave empty if the service does not decrypt' },
	{ displayName: 'Path for Tests', name: 'testPath', default: '', placeholder: 'e.g. health', description: 'Where the Test button asks with GET whether the service is there. It changes nothing else.' },
];

/** The questions about another service than the example. */
export function otherServiceFields(): INodeProperties[] {
	return QUESTIONS.map((question) => ({ type: 'string', default: '', ...question, displayOptions: { show: { ...question.displayOptions?.show, service: ['other'] } } }));
}

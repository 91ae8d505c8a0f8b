import { inputFile } from '../fields';
import type { Ask } from '../form';

/** The signature file of the item, attached as it is. */
export const signatureFile: Ask = {
	...inputFile,
	displayName: 'Signature Binary Field',
	name: 'signature',
	default: 'signature',
	hint: 'The name of the input binary field that holds the signature',
	description: 'Which file of the item is the signature',
};

/** The request that a code confirms. */
export const signRequest: Ask = {
	displayName: 'Request ID',
	name: 'requestId',
	type: 'string',
	required: true,
	default: '={{ $json.requestId }}',
	description: 'Request of the signature. Usually comes from Sign in the Cloud.',
};

export const confirmationCode: Ask = {
	displayName: 'Confirmation Code',
	name: 'code',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 123456',
	description: 'Code that came by SMS, for example from a form that the workflow waits for',
};

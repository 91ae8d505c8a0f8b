import { certificateContent } from '../../../extern';
import type { RawSigner } from '../../run/signers';
import type { Step } from '../../run/step';
import { inputFile } from '../fields';
import type { Ask } from '../form';

/** Whose raw signatures the item holds; a docflow does not tell. */
export const rawCertificate: Ask = {
	displayName: 'Certificate of Raw Signatures',
	name: 'rawCertificate',
	type: 'string',
	default: '',
	placeholder: 'e.g. MIIJdDCCCSGgAwIBAgIQ',
	description: 'Certificate that ready raw signatures were made with, as base64, PEM or its thumbprint. Files of the usual kind (.sig) name theirs. Leave empty to take the certificate of the step before.',
};

/** The certificate of {@link rawCertificate}, else that of the step before. */
export function rawSignerOf(step: Step, accountId: string): RawSigner {
	return async () => {
		const given = step.text(rawCertificate.name) || step.item.json.certificate;
		return typeof given === 'string' && given !== '' ? await certificateContent(step.extern, accountId, given) : undefined;
	};
}

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

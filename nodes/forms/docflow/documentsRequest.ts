import type { WireDocumentsRequest } from '../../../extern';
import { documentsRequests } from '../../../extern/operations';
import { form } from '../catalogueForm';
import { certificate, docflow, powerOfAttorney, sameAccount } from '../fields';
import type { Ask, Form } from '../form';
import { filesForm, generateForm, type HeldFile } from './filesForm';
import { signatureFile } from './signing';

const RESOURCE = 'documentsRequest';

const request: Ask = {
	displayName: 'Request ID',
	name: 'requestId',
	type: 'string',
	required: true,
	default: '={{ $json.requestId }}',
	placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	description: 'Request that was generated before',
};

/** Docflows of the social fund arrive without documents, which come once they are asked for. */
export const documentsRequestForms: Form[] = [
	generateForm(documentsRequests.documentsRequestGenerate, {
		resource: RESOURCE,
		operation: 'generate',
		name: 'Generate',
		action: 'Generate a documents request',
		description: 'Make the request for the documents of a docflow that came empty from the social fund, to sign it elsewhere',
		fields: [sameAccount, docflow, certificate],
		more: [{ ...powerOfAttorney, description: 'ID of the machine-readable power of attorney, where a representative signs' }],
		files: filesOf,
	}),
	filesForm(documentsRequests.documentsRequestGet, {
		resource: RESOURCE,
		operation: 'get',
		name: 'Get',
		action: 'Get a documents request',
		description: 'Fetch a documents request that was generated before, and what is to be signed of it',
		fields: [sameAccount, docflow, request],
		files: filesOf,
	}),
	form(documentsRequests.documentsRequestSignaturePut, {
		resource: RESOURCE,
		operation: 'attachSignature',
		name: 'Attach Signature',
		action: 'Attach the signature of a documents request without verifying it',
		description: 'Attach the raw signature over the data to sign as it is; a .sig file of the usual kind does not do here',
		fields: [sameAccount, docflow, request, signatureFile],
	}),
	form(documentsRequests.documentsRequestSend, {
		resource: RESOURCE,
		operation: 'send',
		name: 'Send',
		action: 'Send a documents request',
		description: 'Send a signed documents request; the documents come to the docflow within minutes',
		fields: [sameAccount, docflow, request],
	}),
];

/** The files of a request: its own, and the bytes that are signed instead of it. */
function filesOf(wire: WireDocumentsRequest): HeldFile[] {
	return [
		{ property: 'data', content: wire.content, name: `${wire.id}.xml`, mimeType: 'application/xml' },
		{ property: 'dataToSign', content: wire['data-to-sign'], name: `${wire.id}.bin`, mimeType: 'application/octet-stream' },
		{ property: 'signature', content: wire.signature, name: `${wire.id}.sig`, mimeType: 'application/octet-stream' },
	];
}

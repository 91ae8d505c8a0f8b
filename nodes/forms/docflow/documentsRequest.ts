import { requestDocuments, signRequest, type WireDocumentsRequest } from '../../../extern';
import { docflowIds, docflows, documentsRequests, guid, optional, type Outline, urn, words, yesNo } from '../../../extern/operations';
import { form, wouldDo } from '../catalogueForm';
import { certificate, docflow, powerOfAttorney, sameAccount, signatureFields, signWith } from '../fields';
import type { Ask, Form } from '../form';
import { dssStepForms } from './dssSteps';
import { filesForm, generateForm, type HeldFile } from './filesForm';
import { rawCertificate, rawSignerOf, signatureFile } from './signing';

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

const ofRepresentative: Ask = { ...powerOfAttorney, description: 'ID of the machine-readable power of attorney, where a representative signs' };

const requested: Outline<never> = {
	docflowId: words('Id of the docflow whose documents are asked for'),
	requestId: words('Id of the request'),
};

const signedRequest: Outline<never> = {
	...requested,
	isSigned: yesNo('Whether a signature is attached'),
};

const askedFor: Outline<never> = {
	...requested,
	docflowType: urn('Kind of docflow'),
	status: urn('Stage of the exchange'),
	state: urn('Outcome so far'),
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
		more: [ofRepresentative],
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
	{
		resource: RESOURCE,
		operation: 'sign',
		name: 'Sign',
		action: 'Sign a documents request',
		description: 'Sign a documents request that was generated before',
		fields: [sameAccount, docflow, request, signWith, signatureFields],
		more: [rawCertificate],
		uses: [documentsRequests.documentsRequestSignaturePut.id, documentsRequests.documentsRequestGet.id],
		signsRaw: true,
		output: signedRequest,
		async run(step) {
			const { requestId, ...ref } = step.input(documentsRequests.documentsRequestGet.input);
			const signer = await step.signer(rawSignerOf(step, ref.accountId));
			await signRequest(step.extern, ref, await step.extern.call(documentsRequests.documentsRequestGet, { ...ref, requestId }), signer);
			return [step.result({ ...ref, requestId, isSigned: true })];
		},
	},
	...dssStepForms({
		resource: RESOURCE,
		what: 'a documents request',
		named: [sameAccount, docflow, request],
		get: documentsRequests.documentsRequestGet,
		signaturePut: documentsRequests.documentsRequestSignaturePut.id,
		attach: async (step, ids, signature) => await step.extern.call(documentsRequests.documentsRequestSignaturePut, { ...ids, signature }),
		output: requested,
	}),
	{
		resource: RESOURCE,
		operation: 'ask',
		name: 'Generate, Sign and Send',
		action: 'Ask for the documents of a docflow',
		description: 'Ask for the documents of a docflow that came empty from the social fund, in one step; they come within minutes',
		fields: [sameAccount, docflow, signWith, signatureFields],
		more: [ofRepresentative],
		uses: [documentsRequests.documentsRequestSend.id, documentsRequests.documentsRequestGenerate.id, documentsRequests.documentsRequestSignaturePut.id],
		irreversible: true,
		signsRaw: true,
		output: askedFor,
		async run(step) {
			const { powerOfAttorneyId, ...ref } = step.input({ ...docflowIds, powerOfAttorneyId: optional(guid('Account: Organization: Get')) });
			if (step.isDryRun) return wouldDo(step, `Ask for the documents of the docflow ${ref.docflowId}`, ref);
			const { requestId, docflow: wire } = await requestDocuments(step.extern, ref, await step.signer(), powerOfAttorneyId);
			return [step.result({ ...ref, requestId, ...docflows.summariseDocflow(wire, step.view) })];
		},
	},
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

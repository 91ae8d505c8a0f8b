import type { Extern } from '../client';
import { documentsRequestGenerate, documentsRequestSend, documentsRequestSignaturePut } from '../operations/documentsRequests';
import type { Signer } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import type { WireDocumentsRequest } from '../wire/reply';
import type { DocflowRef } from './readDocflow';
import { signatureFor } from './signReply';

/** A request for documents that was sent. */
export interface SentRequest {
	readonly requestId: string;
	readonly docflow: WireDocflow;
}

/**
 * Asks for the documents of a docflow that arrived empty from the social fund: generates the request,
 * signs what it gives to be signed, and sends it (scenarios i.4). A docflow that has its documents, or
 * was asked for them, is refused by the service.
 * @param powerOfAttorneyId machine-readable power of attorney, where a representative asks
 */
export async function requestDocuments(extern: Extern, docflow: DocflowRef, signer: Signer, powerOfAttorneyId?: string): Promise<SentRequest> {
	const request = await extern.call(documentsRequestGenerate, { ...docflow, certificate: signer.certificate, powerOfAttorneyId });
	await signRequest(extern, docflow, request, signer);
	return { requestId: request.id, docflow: await extern.call(documentsRequestSend, { ...docflow, requestId: request.id }) };
}

/** Signs the data to sign of a request and attaches the signature. */
export async function signRequest(extern: Extern, docflow: DocflowRef, request: WireDocumentsRequest, signer: Signer): Promise<void> {
	await extern.call(documentsRequestSignaturePut, { ...docflow, requestId: request.id, signature: await signatureFor(request, signer) });
}

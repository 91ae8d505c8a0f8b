import type { WireDocflow } from '../wire/docflow';
import type { WireDocumentsRequest } from '../wire/reply';
import { textOf } from '../wire/tolerant';
import { docflowOutline } from './docflows';
import { base64, bytes, guid, optional } from './fields';
import { docflowIds } from './ids';
import { bytesBody, get, jsonBody, object, operation, post, put } from './operation';
import { words, yesNo, type Outline } from './outline';

const SOURCE = 'dc, "запрос на получение входящих документов СФР"';

const requestIds = { ...docflowIds, requestId: guid('Docflow: Documents Request: Generate') };

const documentsRequest: Outline<WireDocumentsRequest> = {
	requestId: words('Id of the request', (wire) => wire.id),
	docflowId: words('Id of the docflow whose documents are asked for', (wire) => wire['docflow-id']),
	isSigned: yesNo('Whether a signature is attached', (wire) => textOf(wire.signature) !== undefined),
};

/** Makes the request for the documents of a docflow that arrived empty. Making it again makes another one; only sending counts. */
export const documentsRequestGenerate = operation({
	id: 'documents-request-generate',
	request: post('/v1/{accountId}/docflows/{docflowId}/generate-documents-request'),
	input: { ...docflowIds, certificate: base64('Account: Certificate: Get Many'), powerOfAttorneyId: optional(guid('Account: Organization: Get')) },
	payload: ({ certificate, powerOfAttorneyId }) => jsonBody({ 'certificate-base64': certificate, 'machine-readable-warrant-id': powerOfAttorneyId }),
	answer: object<WireDocumentsRequest>(),
	outline: documentsRequest,
	repeat: 'safe',
	inferred: true,
	source: SOURCE,
});

export const documentsRequestGet = operation({
	id: 'documents-request-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents-requests/{requestId}'),
	input: requestIds,
	answer: object<WireDocumentsRequest>(),
	outline: documentsRequest,
	source: SOURCE,
});

/** Attaches the raw signature over the data to sign: the raw value, no CMS around it (signing.md §4). */
export const documentsRequestSignaturePut = operation({
	id: 'documents-request-signature-put',
	request: put('/v1/{accountId}/docflows/{docflowId}/documents-requests/{requestId}/signature'),
	input: { ...requestIds, signature: bytes('a raw signature') },
	payload: ({ signature }) => bytesBody(signature, 'application/octet-stream'),
	answer: object<WireDocumentsRequest>(),
	outline: documentsRequest,
	source: SOURCE,
});

/** Sends the request; the documents come to the docflow by themselves then. */
export const documentsRequestSend = operation({
	id: 'documents-request-send',
	request: post('/v1/{accountId}/docflows/{docflowId}/documents-requests/{requestId}/send'),
	input: requestIds,
	answer: object<WireDocflow>(),
	outline: docflowOutline,
	irreversible: true,
	source: SOURCE,
});

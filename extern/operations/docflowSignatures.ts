import type { WireSignature } from '../wire/core';
import { guid } from './fields';
import { docflowDocumentIds } from './ids';
import { array, base64Text, get, object, operation } from './operation';
import { urn, words, type Outline } from './outline';

const signatureIds = { ...docflowDocumentIds, signatureId: guid('Docflow: Document: Get') };

const signature: Outline<WireSignature> = {
	signatureId: words('Id of the signature', (wire) => wire.id),
	title: words('Title of the signature', (wire) => wire.title),
	thumbprint: words('Thumbprint of the certificate that signed', (wire) => wire['signature-certificate-thumbprint']),
	signerType: urn('Who signed', (wire) => wire['signer-type']),
};

export const docflowDocumentSignaturesList = operation({
	id: 'docflow-document-signatures-list',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/signatures'),
	input: docflowDocumentIds,
	answer: array<readonly WireSignature[]>(),
	outline: signature,
	source: 'dc, "методы API для документов ДО"',
});

export const docflowDocumentSignatureGet = operation({
	id: 'docflow-document-signature-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/signatures/{signatureId}'),
	input: signatureIds,
	answer: object<WireSignature>(),
	outline: signature,
	source: 'dc, "методы API для документов ДО"',
});

export const docflowDocumentSignatureContentGet = operation({
	id: 'docflow-document-signature-content-get',
	request: get('/v1/{accountId}/docflows/{docflowId}/documents/{documentId}/signatures/{signatureId}/content'),
	input: signatureIds,
	answer: base64Text(),
	source: 'dc, "методы API для документов ДО"',
});

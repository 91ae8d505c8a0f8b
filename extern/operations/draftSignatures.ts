import type { WireSignature } from '../wire/core';
import { base64, flag, guid, optional } from './fields';
import { draftDocumentIds } from './ids';
import { base64Text, get, jsonBody, nothing, object, operation, post, put, remove } from './operation';
import { words, type Outline } from './outline';

const signature: Outline<WireSignature> = {
	signatureId: words('Id of the signature', (wire) => wire.id),
	signer: words('Who signed, as the certificate names him', (wire) => wire.title),
	thumbprint: words('Thumbprint of the certificate', (wire) => wire['signature-certificate-thumbprint']),
	signerType: words('Whose signature it is', (wire) => wire['signer-type']),
};

const signatureInput = { ...draftDocumentIds, signature: base64('a signature file'), isThirdParty: optional(flag()) };

const signatureBody = (content: string, isThirdParty = false) => jsonBody({ 'base64-content': content, 'is-third-party-signature': isThirdParty });

/** Attaches a signature: base64 in JSON, unlike a reply's (signing.md §3). */
export const draftSignatureCreate = operation({
	id: 'draft-signature-create',
	request: post('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures'),
	input: signatureInput,
	payload: ({ signature: content, isThirdParty }) => signatureBody(content, isThirdParty),
	answer: object<WireSignature>(),
	outline: signature,
	source: 'drafts, "подпись в черновике"',
});

/** Creates or replaces the signature of an id that the caller chose: a repeat attaches no second one. */
export const draftSignaturePut = operation({
	id: 'draft-signature-put',
	request: put('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}'),
	input: { ...signatureInput, signatureId: guid('Sign') },
	payload: ({ signature: content, isThirdParty }) => signatureBody(content, isThirdParty),
	answer: object<WireSignature>(),
	outline: signature,
	source: 'drafts, "подпись в черновике"',
});

export const draftSignatureGet = operation({
	id: 'draft-signature-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}'),
	input: { ...draftDocumentIds, signatureId: guid('Sign') },
	answer: object<WireSignature>(),
	outline: signature,
	source: 'drafts, "подпись в черновике"',
});

export const draftSignatureDelete = operation({
	id: 'draft-signature-delete',
	request: remove('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}'),
	input: { ...draftDocumentIds, signatureId: guid('Sign') },
	answer: nothing(),
	irreversible: true,
	source: 'drafts, "подпись в черновике"',
});

export const draftSignatureContentGet = operation({
	id: 'draft-signature-content-get',
	request: get('/v1/{accountId}/drafts/{draftId}/documents/{documentId}/signatures/{signatureId}/content'),
	input: { ...draftDocumentIds, signatureId: guid('Sign') },
	answer: base64Text(),
	source: 'drafts, "подпись в черновике"',
});

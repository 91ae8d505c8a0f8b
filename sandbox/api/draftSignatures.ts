/** Signatures of draft documents: any bytes are taken, judged at prepare. */

import { randomUUID } from 'node:crypto';
import { readSignature, type Certificate } from '../../gost';
import type { Draft, DraftDocument, DraftSignature } from '../world/drafts';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { changeableDocument, draftDocumentOf } from './draftDocumentOfPath';
import { changeableDraft, draftOf, draftPath, touch } from './drafts';
import { badRequest, notFound } from './problems';
import { base64, filled } from './wire';

interface SignatureRequest {
	'base64-content': string;
	'is-third-party-signature'?: boolean;
}

export const draftSignatureHandlers: Handlers = {
	'draft-signature-create': (call) => ({ status: 201, body: putSignature(call, randomUUID()) }),
	'draft-signature-put': (call) => ({ status: 200, body: putSignature(call, call.param('signatureId')) }),
	'draft-signature-get': (call) => {
		const draft = draftOf(call);
		const document = draftDocumentOf(call, draft);
		return { status: 200, body: wireDraftSignature(call.world, draft, document, signatureOf(call, document)) };
	},
	'draft-signature-delete': (call) => {
		const draft = changeableDraft(call);
		const document = changeableDocument(call, draft);
		const signature = signatureOf(call, document);
		document.signatures = document.signatures.filter((other) => other !== signature);
		touch(draft);
		return { status: 204 };
	},
	'draft-signature-content-get': (call) => ({
		status: 200,
		body: base64(signatureOf(call, draftDocumentOf(call, draftOf(call))).content),
	}),
	'draft-document-signature-content-get': (call) => {
		const [first] = draftDocumentOf(call, draftOf(call)).signatures;
		if (!first) throw notFound('Подпись документа', call.param('documentId'));
		return { status: 200, body: base64(first.content) };
	},
	'draft-document-signature-put': async (call) => {
		const content = await call.bytes();
		if (content.length === 0) throw badRequest('Подпись пуста');
		const draft = changeableDraft(call);
		const document = changeableDocument(call, draft);
		document.signatures = [{ id: document.signatures[0]?.id ?? randomUUID(), content, thirdParty: false }];
		touch(draft);
		return { status: 200 };
	},
};

/** Adds a signature or replaces the one with the same id. */
export function addSignature(document: DraftDocument, signature: DraftSignature): void {
	const index = document.signatures.findIndex(({ id }) => id === signature.id);
	if (index < 0) document.signatures.push(signature);
	else document.signatures[index] = signature;
}

export function wireDraftSignature(
	world: World,
	draft: Draft,
	document: DraftDocument,
	{ id, content, thirdParty }: DraftSignature,
) {
	const certificate = certificateInside(content);
	const documentHref = world.href(`${draftPath(draft)}/documents/${document.id}`);
	return filled({
		id,
		title: certificate && titleOf(certificate),
		'signature-certificate-thumbprint': certificate?.thumbprint ?? '',
		'content-link': { rel: 'content', href: `${documentHref}/signatures/${id}/content` },
		links: [
			{ rel: 'self', href: `${documentHref}/signatures/${id}` },
			{ rel: 'document', href: documentHref },
			{ rel: 'draft', href: world.href(draftPath(draft)) },
		],
		'signer-type': thirdParty ? 'third-party-representative' : 'organization-representative',
	});
}

/** The signer's certificate that a CMS carries; undefined when the bytes are no such thing. */
export function certificateInside(signature: Uint8Array): Certificate | undefined {
	try {
		return readSignature(signature).certificates[0];
	} catch {
		return undefined;
	}
}

/** Organization and person of a certificate in one line. */
export function titleOf({ subject }: Certificate): string {
	const person = [subject.surname, subject.givenName].filter(Boolean).join(' ');
	const organization = subject.organization ?? subject.commonName ?? '';
	return person ? `${organization} (${person})` : organization;
}

function putSignature(call: Call, id: string) {
	const draft = changeableDraft(call);
	const document = changeableDocument(call, draft);
	const request = call.body<SignatureRequest>();
	const content = Buffer.from(request['base64-content'], 'base64');
	if (content.length === 0) throw badRequest('Подпись пуста', { 'base64-content': 'empty' });
	const signature = { id, content, thirdParty: request['is-third-party-signature'] ?? false };
	addSignature(document, signature);
	touch(draft);
	return wireDraftSignature(call.world, draft, document, signature);
}

function signatureOf(call: Call, document: DraftDocument): DraftSignature {
	const id = call.param('signatureId');
	const signature = document.signatures.find((candidate) => candidate.id === id);
	if (!signature) throw notFound('Подпись', id);
	return signature;
}

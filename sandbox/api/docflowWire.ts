/** Docflows and their documents as the API shows them. */

import { DEMAND, DEMAND_FILE, demandStanding } from '../authorities/demands';
import { isShown } from '../authorities/gosuslugi';
import { dueReplies } from '../authorities/exchange';
import { dataToSign } from '../authorities/rawSignature';
import type { Docflow, DocflowDocument, DocflowSignature, Reply } from '../world/docflows';
import type { World } from '../world/world';
import { certificateInside, titleOf } from './draftSignatures';
import { INVENTORY } from './docflowPlaces';
import { base64, filled, instant, moscowTime, type Link } from './wire';

/** Without documents, as in lists. */
export function wireDocflowItem(world: World, docflow: Docflow) {
	const { id, accountId, organizationId, type, status, successState, description, createdAt, changedAt } = docflow;
	const replies = docflow.documents.flatMap((document) => replyLinks(world, docflow, document));
	return {
		id,
		'organization-id': organizationId,
		type,
		status: `urn:docflow-common-status:${status}`,
		'success-state': `urn:docflow-state:${successState}`,
		description: type === DEMAND ? { ...description, ...demandStanding(world, docflow) } : description,
		links: [
			{ rel: 'self', href: world.href(docflowPath(docflow)) },
			{ rel: 'organization', href: world.href(`/${accountId}/organizations/${organizationId}`) },
			{ rel: 'web-docflow', href: `${world.origin}/_sandbox/#${id}` },
			...replies,
		],
		'send-date': moscowTime(createdAt),
		'last-change-date': instant(changedAt),
	};
}

export function wireDocflow(world: World, docflow: Docflow) {
	return {
		...wireDocflowItem(world, docflow),
		documents: newestFirst(world, docflow).map((document) => wireDocument(world, docflow, document)),
	};
}

/** Documents of a docflow come newest first. */
export function newestFirst(world: World, docflow: Docflow): DocflowDocument[] {
	return docflow.documents.filter((document) => isShown(world, docflow, document)).reverse();
}

export function wireDocument(world: World, docflow: Docflow, document: DocflowDocument) {
	const href = world.href(documentPath(docflow, document));
	const encrypted = document.contents.find((content) => content.encrypted);
	const plain = document.contents.find((content) => !content.encrypted);
	return {
		id: document.id,
		description: wireDocumentDescription(world, document),
		content: {
			...filled({
				decrypted: plain && { rel: 'decrypted-content', href: `${href}/decrypted-content` },
				encrypted: encrypted && { rel: 'encrypted-content', href: `${href}/encrypted-content` },
			}),
			'docflow-document-contents': document.contents.map(({ contentId, encrypted: sealed, compression }) => ({
				'content-id': contentId,
				encrypted: sealed,
				compressed: compression !== 'none',
				'compression-type': compression,
			})),
		},
		'send-date': instant(document.sentAt),
		signatures: document.signatures.map((signature) => wireDocumentSignature(world, docflow, { document, signature })),
		links: [
			{ rel: 'docflow', href: world.href(docflowPath(docflow)) },
			{ rel: 'self', href },
			{ rel: 'related-docflow', href: `${href}/related` },
			...(encrypted
				? [
						{ rel: 'encrypted-content', href: `${href}/encrypted-content` },
						{ rel: 'decrypt-content', href: `${href}/decrypt-content` },
					]
				: []),
			...(plain ? [{ rel: 'decrypted-content', href: `${href}/decrypted-content` }] : []),
			...replyLinks(world, docflow, document),
		],
	};
}

export function wireDocumentDescription(
	world: World,
	{ id, type, filename, contentType, contents, plainSize, encryptedSize, encryptedFor, requisites }: DocflowDocument,
) {
	return filled({
		type,
		filename,
		'content-type': contentType,
		'decrypted-content-size': plainSize,
		'encrypted-content-size': encryptedSize,
		compressed: contents.some(({ compression }) => compression !== 'none'),
		requisites,
		'related-docflows-count': world.docflows.all().filter(({ related }) => related?.documentId === id).length,
		'support-recognition': supportsRecognition({ type, contentType }),
		'encrypted-certificates': encryptedFor.map((serial) => ({ 'serial-number': serial })),
		'support-print': contentType === 'application/xml' ? 'yes' : 'no',
	});
}

export function supportsRecognition({ type, contentType }: Pick<DocflowDocument, 'type' | 'contentType'>): boolean {
	return type === DEMAND_FILE && contentType === 'application/pdf';
}

export function wireDocumentSignature(
	world: World,
	docflow: Docflow,
	{ document, signature }: { document: DocflowDocument; signature: DocflowSignature },
) {
	const certificate = certificateInside(signature.content);
	const contentHref = `${world.href(documentPath(docflow, document))}/signatures/${signature.id}/content`;
	return filled({
		id: signature.id,
		title: certificate && titleOf(certificate),
		'signature-certificate-thumbprint': certificate?.thumbprint,
		'content-link': { rel: 'content', href: contentHref },
		links: [
			{ rel: 'self', href: contentHref },
			{ rel: 'docflow', href: world.href(docflowPath(docflow)) },
		],
		'signer-type': signature.signerType,
	});
}

export function wireReply(world: World, docflow: Docflow, reply: Reply) {
	const href = world.href(replyPath(docflow, reply));
	return {
		id: reply.id,
		content: base64(reply.content),
		'print-content': base64(reply.printContent),
		...(reply.wantedSignature === 'raw over data-to-sign'
			? { 'data-to-sign': base64(dataToSign(reply.certificate, reply.content)) }
			: {}),
		filename: reply.filename,
		...(reply.signature ? { signature: base64(reply.signature) } : {}),
		links: [
			{ rel: 'self', href },
			{ rel: 'save-signature', href: `${href}/signature` },
			{ rel: 'save-content', href: `${href}/content` },
			{ rel: 'send', href: `${href}/send` },
			{ rel: 'docflow', href: world.href(docflowPath(docflow)) },
		],
		'docflow-id': docflow.id,
		'document-id': reply.documentId,
	};
}

/** Inventories have their place under the document that they answer. */
export function docflowPath({ accountId, id, type, related }: Docflow): string {
	if (type !== INVENTORY || !related) return `/${accountId}/docflows/${id}`;
	return `/${accountId}/docflows/${related.docflowId}/documents/${related.documentId}/inventories/${id}`;
}

export function documentPath(docflow: Docflow, { id }: DocflowDocument): string {
	return `${docflowPath(docflow)}/documents/${id}`;
}

export function replyPath(docflow: Docflow, { id, documentId, room }: Reply): string {
	return `${docflowPath(docflow)}/documents/${documentId}/${room}/${id}`;
}

function replyLinks(world: World, docflow: Docflow, document: DocflowDocument): Link[] {
	return dueReplies(world, docflow, document).map((name) => ({
		rel: 'reply',
		href: world.href(`${documentPath(docflow, document)}/generate-reply?documentType=${name}`),
		name,
	}));
}

/** Documents of a docflow, their signatures, their contents. */

import { unpacked } from '../authorities/packing';
import type { Content } from '../world/contents';
import type { DocflowDocument, DocflowSignature } from '../world/docflows';
import type { Call, Handlers } from './call';
import { docflowOf, placeOf, type Place } from './docflowPlaces';
import { documentPath, newestFirst, wireDocument, wireDocumentDescription, wireDocumentSignature } from './docflowWire';
import { ApiProblem, badRequest, notFound } from './problems';
import { base64 } from './wire';

/** 32 MB on the test stand; larger contents come from the contents service only. */
const LARGEST_ANSWER = 32 * 1024 * 1024;

export const docflowDocumentHandlers: Handlers = {
	'docflow-documents-list': (call) => {
		const docflow = docflowOf(call);
		return { status: 200, body: newestFirst(call.world, docflow).map((document) => wireDocument(call.world, docflow, document)) };
	},
	'docflow-document-get': (call) => {
		const { docflow, document } = placeOf(call);
		return { status: 200, body: wireDocument(call.world, docflow, document) };
	},
	'docflow-document-description-get': (call) => ({
		status: 200,
		body: wireDocumentDescription(call.world, placeOf(call).document),
	}),
	'docflow-document-signatures-list': (call) => {
		const { docflow, document } = placeOf(call);
		return {
			status: 200,
			body: document.signatures.map((signature) => wireDocumentSignature(call.world, docflow, { document, signature })),
		};
	},
	'docflow-document-signature-get': (call) => {
		const { docflow, document } = placeOf(call);
		return {
			status: 200,
			body: wireDocumentSignature(call.world, docflow, { document, signature: signatureOf(call, document) }),
		};
	},
	'docflow-document-signature-content-get': (call) => ({
		status: 200,
		body: base64(signatureOf(call, placeOf(call).document).content),
	}),
	'docflow-document-decrypted-content-get': (call) => ({ status: 200, body: base64(heldContent(call, false)) }),
	'docflow-document-encrypted-content-get': (call) => ({ status: 200, body: base64(heldContent(call, true)) }),
	'docflow-document-decrypted-content-put': (call) => {
		const { docflow, document } = placeOf(call);
		const { 'content-id': contentId } = call.body<{ 'content-id': string }>();
		const saved = keepPlain(call, { docflow, document }, uploadedContent(call, contentId));
		return {
			status: 200,
			body: { 'content-id': saved.id, links: [{ rel: 'document', href: call.world.href(documentPath(docflow, document)) }] },
		};
	},
};

/** A complete content of the account. Throws 404 and 400. */
export function uploadedContent(call: Call, id: string): Content {
	const content = call.world.contents.find(call.account().id, id);
	if (!content) throw notFound('Контент', id);
	if (!content.complete) throw badRequest('Контент загружен не полностью', { 'content-id': 'incomplete' });
	return content;
}

/** Saves the plain bytes that the subscriber decrypted; a zip is opened on the way. */
function keepPlain(call: Call, { docflow, document }: Place, uploaded: Content): Content {
	const { contents } = call.world;
	const bytes = contents.read(uploaded.id);
	const plain = unpacked(bytes);
	const saved = plain === bytes ? contents.copy(uploaded.id) : contents.put(docflow.accountId, plain);
	document.contents = [
		...document.contents.filter(({ encrypted }) => encrypted),
		{ contentId: saved.id, encrypted: false, compression: 'none' },
	];
	document.plainSize = plain.length;
	docflow.changedAt = call.world.clock.now();
	return saved;
}

function heldContent(call: Call, encrypted: boolean): Buffer {
	const { document } = placeOf(call);
	const held = document.contents.find((content) => content.encrypted === encrypted);
	if (!held) throw notFound(encrypted ? 'Зашифрованный контент документа' : 'Расшифрованный контент документа', document.id);
	if (call.world.contents.size(held.contentId) > LARGEST_ANSWER)
		throw new ApiProblem({
			status: 413,
			code: 'contentIsTooLarge',
			message: 'Контент больше 32 МБ: получите его по частям в сервисе контентов',
		});
	return call.world.contents.read(held.contentId);
}

function signatureOf(call: Call, document: DocflowDocument): DocflowSignature {
	const id = call.param('signatureId');
	const signature = document.signatures.find((candidate) => candidate.id === id);
	if (!signature) throw notFound('Подпись', id);
	return signature;
}

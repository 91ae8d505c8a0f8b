/** Documents requests: docflows of the social fund arrive empty until their documents are asked for. */

import { randomUUID } from 'node:crypto';
import { askForDocuments, documentsRequest } from '../authorities/exchange';
import { xmlOf } from '../authorities/papers';
import { dataToSign, isSignedRaw, rawSignature } from '../authorities/rawSignature';
import { sedoDelivers } from '../authorities/sedoRobot';
import { titles } from '../authorities/titles';
import type { Docflow, DocumentsRequest } from '../world/docflows';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { docflowOf } from './docflowPlaces';
import { docflowPath, wireDocflow } from './docflowWire';
import { badRequest, notFound } from './problems';
import { replyCertificate } from './replyCertificates';
import { filledBytes } from './replying';
import { base64, filled } from './wire';

/** What a request is like where the reference names no type for it. */
const REQUEST = 'urn:document:fss-sedo-request-message';

export const documentsRequestHandlers: Handlers = {
	'documents-request-generate': (call) => {
		const docflow = docflowOf(call);
		const order = call.body<{ 'certificate-base64': string; 'machine-readable-warrant-id'?: string }>();
		const { documentType = REQUEST } = requestOn(call, docflow);
		const type = documentType.replace('urn:document:', '');
		const certificate = replyCertificate(call, docflow, order['certificate-base64']);
		const warrant = order['machine-readable-warrant-id'];
		const { prefix, title } = titles(type);
		const text = warrant ? `Доверенность ${warrant}` : '';
		const request: DocumentsRequest = {
			id: randomUUID(),
			content: xmlOf(call.world, docflow, { type, prefix, title, text }).bytes,
			certificate: certificate.der,
			sent: false,
		};
		docflow.requests.set(request.id, request);
		return { status: 201, body: wireRequest(call.world, docflow, request) };
	},
	'documents-request-get': (call) => {
		const { docflow, request } = requestOf(call);
		return { status: 200, body: wireRequest(call.world, docflow, request) };
	},
	'documents-request-signature-put': async (call) => {
		const signature = await filledBytes(call, 'Подпись пуста');
		const { docflow, request } = unsentRequest(call);
		request.signature = rawSignature(signature);
		return { status: 200, body: wireRequest(call.world, docflow, request) };
	},
	'documents-request-send': (call) => {
		const { docflow, request } = unsentRequest(call);
		const { documentType: type } = requestOn(call, docflow);
		const { signature, content, certificate } = request;
		if (!signature) throw badRequest('Запрос документов не подписан');
		if (!isSignedRaw(call.world, { certificate, content, signature }))
			throw badRequest('Подпись не соответствует данным для подписания: нужна подпись без CMS над data-to-sign');
		request.sent = true;
		// The documents come encrypted to whoever asked for them.
		docflow.senderCertificate = certificate;
		const signatures = [{ id: randomUUID(), content: signature, signerType: 'organization-representative' as const }];
		const paper = type && { type, filename: `${request.id}.xml`, contentType: 'application/xml', bytes: content, signatures };
		askForDocuments(call.world, docflow, paper || undefined);
		sedoDelivers(call.world, docflow);
		return { status: 200, body: wireDocflow(call.world, docflow) };
	},
};

/** Throws 400 when the docflow has no documents that could be asked for. */
function requestOn({ world }: Call, docflow: Docflow): { documentType?: string } {
	const request = documentsRequest(world, docflow);
	if (!request) throw badRequest('Для документооборота в этом состоянии запрос документов не формируется');
	return request;
}

/** The request of the path. Throws 404. */
function requestOf(call: Call): { docflow: Docflow; request: DocumentsRequest } {
	const docflow = docflowOf(call);
	const request = docflow.requests.get(call.param('requestId'));
	if (!request) throw notFound('Запрос документов', call.param('requestId'));
	return { docflow, request };
}

/** The request of the path, for a change. Throws 400 after sending. */
function unsentRequest(call: Call): { docflow: Docflow; request: DocumentsRequest } {
	const found = requestOf(call);
	if (found.request.sent) throw badRequest('Запрос документов уже отправлен');
	return found;
}

function wireRequest(world: World, docflow: Docflow, { id, content, certificate, signature }: DocumentsRequest) {
	const docflowHref = world.href(docflowPath(docflow));
	const href = `${docflowHref}/documents-requests/${id}`;
	return filled({
		id,
		content: base64(content),
		'data-to-sign': base64(dataToSign(certificate, content)),
		signature: signature && base64(signature),
		links: [
			{ rel: 'self', href },
			{ rel: 'save-signature', href: `${href}/signature` },
			{ rel: 'send', href: `${href}/send` },
			{ rel: 'docflow', href: docflowHref },
		],
		'docflow-id': docflow.id,
	});
}

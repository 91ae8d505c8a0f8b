/** What is done with the decrypted documents of a demand: recognition and the check before it is accepted. */

import { declineCodes, type DecryptedDocument } from '../authorities/demandCheck';
import { isPdf, readDemandFile } from '../authorities/demandFile';
import { DEMAND, DEMAND_FILE } from '../authorities/demands';
import { unpacked } from '../authorities/packing';
import type { Docflow, DocflowDocument } from '../world/docflows';
import type { Call, Handlers } from './call';
import { uploadedContent } from './docflowDocuments';
import { docflowOf, placeOf } from './docflowPlaces';
import { documentPath, supportsRecognition } from './docflowWire';
import { badRequest } from './problems';
import { filled, midnight, type Link } from './wire';

interface CheckRequest {
	'decrypted-demand-content-id'?: string;
	'decrypted-attachments'?: Array<{ id: string; 'content-id': string }>;
}

export const demandHandlers: Handlers = {
	'docflow-document-recognize': (call) => {
		const { docflow, document } = placeOf(call);
		const { 'content-id': contentId } = call.body<{ 'content-id': string }>();
		const bytes = plainContent(call, contentId);
		if (!supportsRecognition(document)) throw badRequest('Распознавание документа этого вида не поддерживается');
		if (!isPdf(bytes)) throw badRequest('Распознать можно только файл PDF', { 'content-id': 'not a pdf' });
		const recognised = wireRecognised(bytes);
		document.requisites = { ...document.requisites, ...recognised };
		docflow.changedAt = call.world.clock.now();
		return { status: 200, body: recognised };
	},
	'docflow-check-demand': (call) => {
		const docflow = docflowOf(call);
		const request = call.body<CheckRequest>();
		if (docflow.type !== DEMAND) throw badRequest('Проверить можно только требование ФНС');
		const [main, ...attachments] = decryptedDocuments(call, docflow, request);
		const codes = main && declineCodes(docflow, main, attachments);
		if (!codes) throw badRequest('Основной документ требования не является корректным XML');
		return {
			status: 200,
			body: {
				'has-errors': codes.length > 0,
				'error-codes': codes,
				links: main ? [replyLink(call, docflow, { main, codes })] : [],
			},
		};
	},
};

function wireRecognised(bytes: Uint8Array) {
	const { number, knd, date, receiptDeadline, replyDeadline, inns } = readDemandFile(bytes);
	return filled({
		'demand-number': number,
		'demand-knd': knd,
		'demand-date': date && midnight(date),
		'receipt-deadline-date': receiptDeadline && midnight(receiptDeadline),
		'reply-deadline-date': replyDeadline && midnight(replyDeadline),
		'demand-inn-list': inns,
	});
}

/** The main document and the files, each with the content that was named or the one saved before. Throws 400. */
function decryptedDocuments(call: Call, { documents }: Docflow, request: CheckRequest): DecryptedDocument[] {
	const named = request['decrypted-attachments'] ?? [];
	const ids = named.map(({ id }) => id.toLowerCase());
	if (new Set(ids).size < ids.length)
		throw badRequest('Документы в запросе повторяются', { 'decrypted-attachments': 'duplicate' });
	const files = documents.filter(({ type }) => type === DEMAND_FILE);
	const stranger = ids.find((id) => !files.some((file) => file.id === id));
	if (stranger) throw badRequest(`В требовании нет приложения ${stranger}`, { 'decrypted-attachments': 'unknown' });
	const main = documents.filter(({ type }) => type === 'urn:document:fns534-demand');
	return [
		...main.map((document) => decrypted(call, document, request['decrypted-demand-content-id'])),
		...files.map((document) => decrypted(call, document, named[ids.indexOf(document.id)]?.['content-id'])),
	];
}

function decrypted(call: Call, document: DocflowDocument, contentId: string | undefined): DecryptedDocument {
	if (contentId !== undefined) return { document, plain: plainContent(call, contentId) };
	const saved = document.contents.find(({ encrypted }) => !encrypted);
	if (!saved) throw badRequest(`Нет расшифрованного контента документа ${document.id}`);
	return { document, plain: call.world.contents.read(saved.contentId) };
}

function plainContent(call: Call, contentId: string): Uint8Array {
	return unpacked(call.world.contents.read(uploadedContent(call, contentId).id));
}

/** The reply that the check advises. */
function replyLink({ world }: Call, docflow: Docflow, { main, codes }: { main: DecryptedDocument; codes: string[] }): Link {
	const name = `fns534-demand-acceptance-result-${codes.length > 0 ? 'negative' : 'positive'}`;
	const reasons = codes.map((code) => `&declineNoticeErrorCode=${code}`).join('');
	return {
		rel: 'reply',
		href: world.href(`${documentPath(docflow, main.document)}/generate-reply?documentType=${name}${reasons}`),
		name,
	};
}

/** Documents of a draft: what a file is gets recognised from its content. */

import { randomUUID } from 'node:crypto';
import { formByKnd } from '../authorities/forms';
import { periodOf } from '../authorities/periods';
import { makeDataToSign } from '../authorities/dataToSign';
import { holdContent } from '../authorities/recognition';
import type { ReportFile } from '../authorities/reportFile';
import { defaultDocumentType } from '../authorities/routing';
import { madeToSign, signingWay } from '../authorities/signingWays';
import type { Content } from '../world/contents';
import { travellingContent, type Draft, type DraftDocument } from '../world/drafts';
import type { World } from '../world/world';
import type { Call, Handlers } from './call';
import { addSignature, wireDraftSignature } from './draftSignatures';
import { changeableDocument, draftDocumentOf } from './draftDocumentOfPath';
import { alter, changeableDraft, draftOf, draftPath } from './drafts';
import { badRequest, notFound } from './problems';
import { base64, filled } from './wire';

interface DocumentRequest {
	'content-id'?: string | null;
	'base64-content'?: string | null;
	signature?: string | null;
	description?: {
		type?: string | null;
		filename?: string | null;
		'content-type'?: string | null;
		'svdreg-code'?: string | null;
		'original-filename'?: string | null;
	} | null;
}

export const draftDocumentHandlers: Handlers = {
	'draft-document-create': (call) => {
		const draft = changeableDraft(call);
		return { status: 201, body: wireDraftDocument(call.world, draft, addDocument(call, draft, randomUUID())) };
	},
	'draft-document-get': (call) => {
		const draft = draftOf(call);
		return { status: 200, body: wireDraftDocument(call.world, draft, draftDocumentOf(call, draft)) };
	},
	'draft-document-put': (call) => {
		const draft = changeableDraft(call);
		const known = draft.documents.find(({ id }) => id === call.param('documentId'));
		const document = known ? changeDocument(call, draft, known) : addDocument(call, draft, call.param('documentId'));
		return { status: 200, body: wireDraftDocument(call.world, draft, document) };
	},
	'draft-document-delete': (call) => {
		const draft = changeableDraft(call);
		const document = changeableDocument(call, draft);
		draft.documents = draft.documents.filter((other) => other !== document);
		alter(draft);
		return { status: 204 };
	},
	'draft-document-decrypted-content-get': (call) => {
		const contentId = travellingContent(draftDocumentOf(call, draftOf(call)));
		if (!contentId) throw notFound('Контент документа', call.param('documentId'));
		return { status: 200, body: base64(call.world.contents.read(contentId)) };
	},
	'draft-document-encrypted-content-get': (call) => {
		const { encryptedContentId } = draftDocumentOf(call, draftOf(call));
		if (!encryptedContentId) throw notFound('Зашифрованный контент документа', call.param('documentId'));
		return { status: 200, body: base64(call.world.contents.read(encryptedContentId)) };
	},
};

function addDocument(call: Call, draft: Draft, id: string): DraftDocument {
	const request = call.body<DocumentRequest>();
	const document: DraftDocument = { id, type: '', filename: '', contentType: 'application/octet-stream', signatures: [] };
	fill(call.world, draft, document, request, contentOf(call, draft, request));
	draft.documents.push(document);
	alter(draft);
	return document;
}

function changeDocument(call: Call, draft: Draft, known: DraftDocument): DraftDocument {
	const document = changeableDocument(call, draft);
	const request = call.body<DocumentRequest>();
	fill(call.world, draft, known, request, contentOf(call, draft, request));
	alter(draft);
	return document;
}

function contentOf(call: Call, draft: Draft, request: DocumentRequest): Content | undefined {
	const { contents } = call.world;
	if (request['base64-content']) return contents.put(draft.accountId, Buffer.from(request['base64-content'], 'base64'));
	return request['content-id'] ? uploadedCopy(call, request['content-id']) : undefined;
}

/** An uploaded content under an id of its own. Throws 404, 400 while parts are missing. */
export function uploadedCopy(call: Call, contentId: string): Content {
	const { contents } = call.world;
	const uploaded = contents.find(call.account().id, contentId);
	if (!uploaded) throw notFound('Контент', contentId);
	if (!uploaded.complete) throw badRequest('Контент загружен не полностью', { 'content-id': 'incomplete' });
	return contents.copy(uploaded.id);
}

function fill(
	world: World,
	draft: Draft,
	document: DraftDocument,
	{ description, signature }: DocumentRequest,
	content: Content | undefined,
): void {
	if (content) holdContent(world, document, content.id);
	document.filename = description?.filename ?? (document.filename || (description?.['original-filename'] ?? document.id));
	document.contentType = description?.['content-type'] ?? document.contentType;
	document.svdregCode = description?.['svdreg-code'] ?? document.svdregCode;
	document.originalFilename = description?.['original-filename'] ?? document.originalFilename;
	document.type = description?.type ?? (document.type || defaultDocumentType(draft, document));
	if (content && signingWay(document) === 'xmldsig' && madeToSign(document) === 'at once')
		makeDataToSign(world, draft.accountId, document);
	if (signature) addSignature(document, { id: randomUUID(), content: Buffer.from(signature, 'base64'), thirdParty: false });
}

export function wireDraftDocument(world: World, draft: Draft, document: DraftDocument) {
	const path = `${draftPath(draft)}/documents/${document.id}`;
	const link = (name: string) => ({ rel: '', href: world.href(`${path}/${name}`) });
	const { encryptedContentId, dataToSignContentId, builderFile } = document;
	const contentId = travellingContent(document);
	return filled({
		id: document.id,
		'decrypted-content-link': contentId && link('decrypted-content'),
		'encrypted-content-link': encryptedContentId && link('encrypted-content'),
		'signature-content-link': document.signatures.length > 0 ? link('signature') : undefined,
		signatures: document.signatures.map((signature) => wireDraftSignature(world, draft, document, signature)),
		description: {
			type: document.type,
			filename: document.filename,
			'content-type': document.contentType,
			properties: propertiesOf(document),
			...(builderFile
				? { 'original-drafts-builder': { 'file-id': builderFile.fileId, 'document-id': builderFile.documentId } }
				: {}),
		},
		contents: [
			...(contentId ? [{ 'content-id': contentId, encrypted: false }] : []),
			...(encryptedContentId ? [{ 'content-id': encryptedContentId, encrypted: true }] : []),
		],
		'data-to-sign-content-id': dataToSignContentId,
	});
}

function propertiesOf({ file, originalFilename, svdregCode }: DraftDocument): Record<string, string | null> {
	return { ...(file ? recognised(file) : {}), OriginalFilename: originalFilename ?? null, SvdregCode: svdregCode ?? null };
}

function recognised(file: ReportFile): Record<string, string | null> {
	const period = file.periodCode && file.year ? periodOf(file.periodCode, file.year) : undefined;
	return {
		Encoding: file.encoding,
		FormName: file.knd ? formByKnd(file.knd).full : null,
		КНД: file.knd ?? null,
		CorrectionNumber: file.correction ?? null,
		IsPrintable: file.knd ? 'True' : 'False',
		Period: period?.label ?? null,
		AccountingPeriodBegin: period ? monthFirst(period.begin) : null,
		AccountingPeriodEnd: period ? monthFirst(period.end) : null,
	};
}

/** The service writes these two as MM.dd.yyyy. */
function monthFirst(day: string): string {
	const [year, month, date] = day.split('-');
	return `${month}.${date}.${year}`;
}

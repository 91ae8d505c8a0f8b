/** Documents of drafts builders: what one thing is that consists of files. */

import { randomUUID } from 'node:crypto';
import { contradiction } from '../authorities/building/letter';
import type { BuilderDocument, BuilderDocumentData, BuilderFile, DraftsBuilder } from '../world/builders';
import { builderOf, changeableBuilder } from './builders';
import type { Call, Handlers } from './call';
import { badRequest, notFound } from './problems';
import { filled } from './wire';

export const builderDocumentHandlers: Handlers = {
	'drafts-builder-documents-list': (call) => {
		const builder = builderOf(call);
		return { status: 200, body: builder.documents.map((document) => wireBuilderDocument(builder, document)) };
	},
	'drafts-builder-document-create': (call) => {
		const builder = changeableBuilder(call);
		return { status: 201, body: wireBuilderDocument(builder, addDocument(call, builder, randomUUID())) };
	},
	'drafts-builder-document-get': (call) => {
		const builder = builderOf(call);
		return { status: 200, body: wireBuilderDocument(builder, builderDocumentOf(call, builder)) };
	},
	'drafts-builder-document-put': (call) => {
		const builder = changeableBuilder(call);
		const id = call.param('documentId');
		const known = builder.documents.some((document) => document.id === id);
		return {
			status: 200,
			body: wireBuilderDocument(builder, known ? changeData(call, builder) : addDocument(call, builder, id)),
		};
	},
	'drafts-builder-document-delete': (call) => {
		const builder = changeableBuilder(call);
		const document = builderDocumentOf(call, builder);
		builder.documents = builder.documents.filter((other) => other !== document);
		return { status: 204 };
	},
	'drafts-builder-document-meta-get': (call) => {
		const builder = builderOf(call);
		return { status: 200, body: wireMeta(builder, builderDocumentOf(call, builder)) };
	},
	'drafts-builder-document-meta-update': (call) => {
		const builder = changeableBuilder(call);
		return { status: 200, body: wireMeta(builder, changeData(call, builder)) };
	},
};

/** The document of the path. Throws 404. */
export function builderDocumentOf(call: Call, builder: DraftsBuilder): BuilderDocument {
	const id = call.param('documentId');
	const document = builder.documents.find((candidate) => candidate.id === id);
	if (!document) throw notFound('Документ', id);
	return document;
}

/** In a letter the type of a document has to agree with its file. Throws 400. */
export function assertAgrees({ meta }: DraftsBuilder, data: BuilderDocument['data'], files: BuilderFile[]): void {
	if (meta['builder-type'] !== 'urn:drafts-builder:fns534-letter') return;
	const problem = files.map((file) => contradiction(data, file)).find(Boolean);
	if (problem) throw badRequest(problem, { 'builder-data.type': 'contradicts the file' });
}

/** The fields of builder-data that a document has in each kind of builder, and whether they must be there. */
const FIELDS: Record<string, { known: Array<keyof BuilderDocumentData>; required: Array<keyof BuilderDocumentData> }> = {
	'urn:drafts-builder:fns534-inventory': {
		known: ['type', 'claim-item-number', 'label-for-grouping', 'scanned-document-name', 'background-processing'],
		required: ['claim-item-number'],
	},
	'urn:drafts-builder:fns534-letter': { known: ['type', 'background-processing'], required: [] },
	'urn:drafts-builder:business-registration': {
		known: ['svdreg-code', 'signers'],
		required: ['svdreg-code', 'signers'],
	},
};

const TYPES: Record<string, string[]> = {
	'urn:drafts-builder:fns534-inventory': ['formalized', 'scanned', 'warrant'],
	'urn:drafts-builder:fns534-letter': ['warrant', 'attachment', 'letter'],
};

function addDocument(call: Call, builder: DraftsBuilder, id: string): BuilderDocument {
	const document = { id, data: judgedData(call, builder), files: [] };
	builder.documents.push(document);
	return document;
}

function changeData(call: Call, builder: DraftsBuilder): BuilderDocument {
	const document = builderDocumentOf(call, builder);
	const data = judgedData(call, builder);
	assertAgrees(builder, data, document.files);
	document.data = data;
	return document;
}

function judgedData(call: Call, { meta }: DraftsBuilder): BuilderDocument['data'] {
	const data = call.body<{ 'builder-data'?: BuilderDocumentData | null }>()['builder-data'];
	const type = meta['builder-type'];
	const { known, required } = FIELDS[type] ?? { known: [], required: [] };
	const given: string[] = Object.keys(data ?? {});
	const foreign = given.find((name) => !known.some((field) => field === name));
	if (foreign)
		throw badRequest(`Поля «${foreign}» нет у документов конструктора ${type}`, { [`builder-data.${foreign}`]: 'unknown' });
	const missing = required.find((name) => !given.includes(name));
	if (missing)
		throw badRequest(`Не заполнено обязательное поле «${missing}» в «builder-data»`, { [`builder-data.${missing}`]: 'required' });
	if (data?.type && !TYPES[type]?.includes(data.type))
		throw badRequest(`Документ вида ${data.type} не подходит конструктору ${type}`, { 'builder-data.type': 'invalid' });
	return data;
}

function wireBuilderDocument(builder: DraftsBuilder, document: BuilderDocument) {
	return { id: document.id, 'drafts-builder-id': builder.id, meta: wireMeta(builder, document) };
}

function wireMeta({ meta }: DraftsBuilder, { data }: BuilderDocument) {
	return { 'builder-type': meta['builder-type'], ...filled({ 'builder-data': data && filled({ ...data }) }) };
}

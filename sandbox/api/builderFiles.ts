/** Files of a builder's documents. */

import { randomUUID } from 'node:crypto';
import type { BuilderDocument, BuilderFile, BuilderFileData, DraftsBuilder } from '../world/builders';
import type { World } from '../world/world';
import { assertAgrees, builderDocumentOf } from './builderDocuments';
import { builderOf, builderPath, changeableBuilder } from './builders';
import type { Call, Handlers } from './call';
import { uploadedCopy } from './draftDocuments';
import { badRequest, notFound } from './problems';
import { base64, filled } from './wire';

interface FileMetaRequest {
	'file-name': string;
	'builder-data'?: BuilderFileData | null;
}

interface FileRequest {
	'content-id'?: string | null;
	'base64-signature-content'?: string | null;
	meta: FileMetaRequest;
}

export interface FilePlace {
	builder: DraftsBuilder;
	document: BuilderDocument;
}

/** One document takes no more files. */
const MOST_FILES = 99;
/** 0270_{ИНН КПП}_{ИФНС}_{DocGUID}_{Date}_{FileGUID}: files of a bank guarantee (limits, §7). */
const GUARANTEE_FILE = /^0270_(\d{12}|\d{19})_\d{4}_[^_]+_[^_]+_[^_]+\.(pdf|tif|jpg|png)$/i;

export const builderFileHandlers: Handlers = {
	'drafts-builder-files-list': (call) => {
		const place = placeOf(call);
		return { status: 200, body: place.document.files.map((file) => wireFile(call.world, place, file)) };
	},
	'drafts-builder-file-create': (call) => {
		const place = changeablePlace(call);
		return { status: 201, body: wireFile(call.world, place, addFile(call, place, randomUUID())) };
	},
	'drafts-builder-file-get': (call) => {
		const place = placeOf(call);
		return { status: 200, body: wireFile(call.world, place, fileOf(call, place)) };
	},
	'drafts-builder-file-put': (call) => {
		const place = changeablePlace(call);
		const id = call.param('fileId');
		const known = place.document.files.find((file) => file.id === id);
		return { status: 200, body: wireFile(call.world, place, known ? changeFile(call, place, known) : addFile(call, place, id)) };
	},
	'drafts-builder-file-delete': (call) => {
		const place = changeablePlace(call);
		const file = fileOf(call, place);
		place.document.files = place.document.files.filter((other) => other !== file);
		return { status: 204 };
	},
	'drafts-builder-file-meta-get': (call) => {
		const place = placeOf(call);
		return { status: 200, body: wireMeta(place, fileOf(call, place)) };
	},
	'drafts-builder-file-meta-update': (call) => {
		const place = changeablePlace(call);
		const file = fileOf(call, place);
		name(place, file, call.body<FileMetaRequest>());
		return { status: 200, body: wireMeta(place, file) };
	},
	'drafts-builder-file-signature-get': (call) => {
		const { signature } = fileOf(call, placeOf(call));
		if (!signature) throw notFound('Подпись файла', call.param('fileId'));
		return { status: 200, body: base64(signature) };
	},
	'drafts-builder-file-content-get': (call) => {
		const { contentId } = fileOf(call, placeOf(call));
		if (!contentId) throw notFound('Контент файла', call.param('fileId'));
		return { status: 200, body: base64(call.world.contents.read(contentId)) };
	},
};

/** The document of the path, for a change of its files. Throws 404, 409, 400. */
export function changeablePlace(call: Call): FilePlace {
	const builder = changeableBuilder(call);
	return { builder, document: builderDocumentOf(call, builder) };
}

/** Throws 400 when the document is full. */
export function assertRoom({ files }: BuilderDocument): void {
	if (files.length >= MOST_FILES) throw badRequest(`В документ конструктора входит не больше ${MOST_FILES} файлов`);
}

export function wireFile(world: World, place: FilePlace, file: BuilderFile) {
	const { builder, document } = place;
	const href = world.href(`${builderPath(builder)}/documents/${document.id}/files/${file.id}`);
	return filled({
		id: file.id,
		'drafts-builder-id': builder.id,
		'drafts-builder-document-id': document.id,
		'content-link': file.contentId && { rel: 'content', href: `${href}/content` },
		'content-id': file.contentId,
		'signature-content-link': file.signature && { rel: 'signature', href: `${href}/signature` },
		meta: wireMeta(place, file),
	});
}

function placeOf(call: Call): FilePlace {
	const builder = builderOf(call);
	return { builder, document: builderDocumentOf(call, builder) };
}

function fileOf(call: Call, { document }: FilePlace): BuilderFile {
	const id = call.param('fileId');
	const file = document.files.find((candidate) => candidate.id === id);
	if (!file) throw notFound('Файл', id);
	return file;
}

function addFile(call: Call, place: FilePlace, id: string): BuilderFile {
	assertRoom(place.document);
	const file = changeFile(call, place, { id, name: '' });
	place.document.files.push(file);
	return file;
}

function changeFile(call: Call, place: FilePlace, file: BuilderFile): BuilderFile {
	const request = call.body<FileRequest>();
	const content = request['content-id'] ? uploadedCopy(call, request['content-id']) : undefined;
	name(place, file, request.meta);
	file.contentId = content?.id ?? file.contentId;
	const signature = request['base64-signature-content'];
	if (signature) file.signature = Buffer.from(signature, 'base64');
	return file;
}

function name({ builder, document }: FilePlace, file: BuilderFile, request: FileMetaRequest): void {
	const fileName = request['file-name'];
	if (document.data?.type === 'warrant' && fileName.startsWith('0270_') && !GUARANTEE_FILE.test(fileName))
		throw badRequest(`Имя файла доверенности к банковской гарантии «${fileName}» неверно`, { 'meta.file-name': 'invalid' });
	const data = judgedData(builder, request['builder-data']);
	assertAgrees(builder, document.data, [{ ...file, name: fileName }]);
	file.name = fileName;
	file.data = data;
}

const FIELDS: Record<string, Array<keyof BuilderFileData>> = {
	'urn:drafts-builder:fns534-inventory': ['scanned-file-order', 'is-file-encrypted'],
	'urn:drafts-builder:fns534-letter': ['attachment-file-order'],
};

function judgedData({ meta }: DraftsBuilder, data: BuilderFile['data']): BuilderFile['data'] {
	const known: string[] = FIELDS[meta['builder-type']] ?? [];
	const foreign = Object.keys(data ?? {}).find((field) => !known.includes(field));
	if (foreign)
		throw badRequest(`Поля «${foreign}» нет у файлов конструктора ${meta['builder-type']}`, {
			[`builder-data.${foreign}`]: 'unknown',
		});
	return data;
}

function wireMeta({ builder }: FilePlace, { name: fileName, data }: BuilderFile) {
	return {
		'file-name': fileName,
		'builder-type': builder.meta['builder-type'],
		...filled({ 'builder-data': data && inIntegers(data) }),
	};
}

/** Orders may come as text and are answered as numbers. */
function inIntegers(data: BuilderFileData) {
	const number = (order: number | string | undefined) => (order === undefined ? undefined : Number(order));
	return filled({
		...data,
		'scanned-file-order': number(data['scanned-file-order']),
		'attachment-file-order': number(data['attachment-file-order']),
	});
}

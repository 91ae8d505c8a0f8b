/** Building: from the documents of a builder to real drafts. */

import { randomUUID } from 'node:crypto';
import type { BuilderDocument, DraftsBuilder } from '../../world/builders';
import type { Draft, DraftDocument } from '../../world/drafts';
import type { World } from '../../world/world';
import { holdContent } from '../recognition';
import { kindOf } from './kinds';
import type { BuilderKind, BuiltFile } from './package';

export interface DocumentError {
	documentId: string;
	message: string;
}

export interface Readiness {
	good: BuilderDocument[];
	errors: DocumentError[];
}

const CONTENT_TYPES: Array<[RegExp, string]> = [
	[/\.pdf$/i, 'application/pdf'],
	[/\.jpe?g$/i, 'image/jpeg'],
	[/\.png$/i, 'image/png'],
	[/\.tiff?$/i, 'image/tiff'],
	[/\.txt$/i, 'text/plain'],
	[/\.xml$/i, 'application/xml'],
];

/** Which documents can be built, and what is wrong with the others. */
export function readinessOf(world: World, builder: DraftsBuilder): Readiness {
	const kind = knownKind(builder);
	const found = builder.documents.map((document) => ({ document, problem: problemOf(world, builder, { kind, document }) }));
	const errors = found.flatMap(({ document: { id }, problem }) => (problem ? [{ documentId: id, message: problem }] : []));
	const good = found.flatMap(({ document, problem }) => (problem ? [] : [document]));
	const missing = kind.packageProblem?.(builder, good);
	if (!missing) return { good, errors };
	return { good: [], errors: [...errors, ...good.map(({ id }) => ({ documentId: id, message: missing }))] };
}

/** Makes the drafts; documents with errors are left behind. */
export function buildDrafts(world: World, builder: DraftsBuilder): { drafts: Draft[]; errors: DocumentError[] } {
	const { good, errors } = readinessOf(world, builder);
	const packages = good.length > 0 ? knownKind(builder).pack(world, builder, good) : [];
	return { drafts: packages.map((files) => draftOf(world, builder, files)), errors };
}

function knownKind({ meta }: DraftsBuilder): BuilderKind {
	const kind = kindOf(meta['builder-type']);
	if (!kind) throw new Error(`no builder ${meta['builder-type']}`);
	return kind;
}

function problemOf(
	world: World,
	builder: DraftsBuilder,
	{ kind, document }: { kind: BuilderKind; document: BuilderDocument },
): string | undefined {
	const { files, data } = document;
	const awaited = data?.['background-processing']?.['total-file-count'];
	if (files.length === 0) return 'У документа нет файлов';
	if (awaited !== undefined && files.length !== awaited) return `Загружено файлов: ${files.length}, а должно быть: ${awaited}`;
	const empty = files.find(({ contentId }) => !contentId || world.contents.size(contentId) === 0);
	if (empty) return `Файл «${empty.name}» пуст`;
	return kind.documentProblem?.(world, builder, document) ?? tooLarge(world, document);
}

/** 60 MB are the limit of a whole draft. */
function tooLarge(world: World, { files }: BuilderDocument): string | undefined {
	const file = files.find(({ contentId }) => contentId && world.contents.size(contentId) > 60 * 1024 * 1024);
	return file && `Файл «${file.name}» больше 60 МБ`;
}

function draftOf(world: World, { id, accountId, userId, meta }: DraftsBuilder, files: BuiltFile[]): Draft {
	const { sender, payer, recipient, 'builder-data': data, 'draft-options': options } = meta;
	const certificates = data?.['additional-certificates'];
	return world.drafts.add({
		id: randomUUID(),
		accountId,
		userId,
		meta: {
			sender,
			payer,
			recipient,
			...(data?.['related-document'] ? { 'related-document': data['related-document'] } : {}),
			...(data?.subject || certificates
				? { 'additional-info': { subject: data?.subject, 'additional-certificates': certificates } }
				: {}),
			'draft-options': options,
		},
		status: 'new',
		documents: files.map((file) => documentOf(world, file)),
		builderId: id,
		createdAt: world.clock.now(),
	});
}

function documentOf(world: World, { type, name, contentId, origin, counterpartySignature, svdregCode, describes }: BuiltFile) {
	const document: DraftDocument = {
		id: randomUUID(),
		type,
		filename: '',
		contentType: '',
		signatures: [],
		svdregCode,
		describes,
	};
	holdContent(world, document, world.contents.copy(contentId).id);
	document.filename ||= name;
	document.contentType = CONTENT_TYPES.find(([pattern]) => pattern.test(name))?.[1] ?? document.contentType;
	if (origin) Object.assign(document, { builderFile: origin, originalFilename: name });
	if (counterpartySignature) document.signatures = [{ id: randomUUID(), content: counterpartySignature, thirdParty: true }];
	return document;
}

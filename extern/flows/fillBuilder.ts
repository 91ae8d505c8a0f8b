import type { Extern } from '../client';
import { upload } from '../contents';
import { builderDocumentPut, builderDocumentsList } from '../operations/builderDocuments';
import { builderFilePut, builderFilesList } from '../operations/builderFiles';
import type { WireBuilderData } from '../wire/builder';
import { membersOf, textOf } from '../wire/tolerant';
import { keyOf, type AnswerDocument, type AnswerFile } from './answerPlan';
import type { BuilderRef } from './buildDrafts';
import { derivedId } from './derivedId';

/**
 * Puts the documents of an answer and their files into a builder. All ids follow from what they stand for, so what an
 * earlier run put there is neither uploaded nor put again.
 */
export async function fillBuilder(extern: Extern, builder: BuilderRef, documents: readonly AnswerDocument[]): Promise<void> {
	const present = idsOf(await extern.call(builderDocumentsList, builder));
	for (const document of documents) {
		const documentId = derivedId('answer-document', builder.draftsBuilderId, keyOf(document));
		const place = { ...builder, documentId };
		const isThere = present.has(documentId);
		if (!isThere) await extern.call(builderDocumentPut, { ...place, meta: { 'builder-data': dataOf(document) } });
		const files = isThere ? idsOf(await extern.call(builderFilesList, place)) : new Set<string>();
		for (const [index, file] of document.files.entries()) {
			const fileId = derivedId('answer-file', documentId, String(index), file.fileName, file.sha256);
			if (!files.has(fileId)) await extern.call(builderFilePut, { ...place, fileId, file: await fileOf(extern, builder, file, index + 1) });
		}
	}
}

function dataOf({ claimItem, kind, name, group, files }: AnswerDocument): WireBuilderData {
	return {
		'claim-item-number': claimItem,
		type: kind,
		'scanned-document-name': kind === 'scanned' ? name : undefined,
		'label-for-grouping': group,
		'background-processing': { 'total-file-count': files.length },
	};
}

async function fileOf(extern: Extern, { accountId }: BuilderRef, { fileName, source, signature }: AnswerFile, order: number): Promise<object> {
	return {
		'content-id': await upload(extern, accountId, source),
		'base64-signature-content': signature && Buffer.from(signature).toString('base64'),
		meta: { 'file-name': fileName, 'builder-data': { 'scanned-file-order': order } },
	};
}

function idsOf(found: ReadonlyArray<{ readonly id: string }>): Set<string> {
	return new Set(membersOf(found).flatMap(({ id }) => textOf(id)?.toLowerCase() ?? []));
}

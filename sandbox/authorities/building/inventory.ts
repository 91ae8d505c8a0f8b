/** An answer to a demand: the service writes the inventory over the files of each draft. */

import type { BuilderDocument, DraftsBuilder } from '../../world/builders';
import type { World } from '../../world/world';
import { readReportFile } from '../reportFile';
import { taxFile } from '../taxFile';
import { element } from '../xml';
import { builtFiles, DRAFT_LIMITS, isImage, split, type BuilderKind, type BuiltFile } from './package';

export const inventoryKind: BuilderKind = {
	recipients: ['ifns-code'],
	documentProblem: (world, _builder, { data, files }) => {
		if (data?.type === 'formalized') return files.map(({ contentId }) => formalizedProblem(world, contentId)).find(Boolean);
		if (data?.type === 'warrant') return undefined;
		return files.every(isImage) ? undefined : 'Формат файла не поддерживается: нужен jpg, png, pdf, tif или tiff';
	},
	packageProblem: (_builder, good) =>
		good.length > 0 && good.every(isWarrant) ? 'Кроме доверенности в ответе нет ни одного документа' : undefined,
	pack: (world, builder, good) => {
		const flow = flowOf(builder);
		const warrants = good.filter(isWarrant).flatMap((document) => builtFiles(world, document, `${flow}-warrant`));
		const documents = good.filter((document) => !isWarrant(document));
		return groupedByLabel(documents)
			.flatMap((group) =>
				split(
					group.map((document) => builtFiles(world, document, `${flow}-attachment`)),
					limitsBeside(warrants),
				),
			)
			.map((files) => [message(world, builder, { flow, files }), ...files, ...warrants]);
	},
};

/** A report that went through another operator has no docflow here: its explanations are a submission. */
function flowOf({ meta }: DraftsBuilder): string {
	return meta['builder-data']?.['related-document'] ? 'urn:document:fns534-inventory' : 'urn:document:fns534-submission';
}

function isWarrant({ data }: BuilderDocument): boolean {
	return data?.type === 'warrant';
}

function limitsBeside(warrants: BuiltFile[]) {
	return {
		files: DRAFT_LIMITS.files - warrants.length,
		bytes: DRAFT_LIMITS.bytes - warrants.reduce((sum, { size }) => sum + size, 0),
	};
}

/** No label is a label too. */
function groupedByLabel(documents: BuilderDocument[]): BuilderDocument[][] {
	const labelOf = ({ data }: BuilderDocument) => data?.['label-for-grouping'] ?? null;
	const labels = new Set(documents.map(labelOf));
	return [...labels].map((label) => documents.filter((document) => labelOf(document) === label));
}

function formalizedProblem(world: World, contentId: string | undefined): string | undefined {
	const file = contentId && readReportFile(world.contents.read(contentId));
	if (!file) return 'Формализованный документ должен быть файлом XML';
	return file.malformed && `Файл не является корректным XML: строка ${file.malformed.line}: ${file.malformed.message}`;
}

function message(world: World, builder: DraftsBuilder, { flow, files }: { flow: string; files: BuiltFile[] }): BuiltFile {
	const { meta, documents } = builder;
	const items = files.map(({ name, origin }) => {
		const data = documents.find(({ id }) => id === origin?.documentId)?.data;
		return element('ДокПр', {
			ПунктТреб: data?.['claim-item-number'],
			НаимДок: data?.['scanned-document-name'],
			ИмяФайла: name,
		});
	});
	const { name, bytes } = taxFile(world, meta, {
		prefix: 'ON_OPISDOC',
		knd: '1184002',
		attributes: { ИдФайлОсн: meta['builder-data']?.['id-file-osn'] },
		content: [element('Опись', { КолДок: files.length }, ...items)],
	});
	const { id } = world.contents.put(builder.accountId, bytes);
	return { type: `${flow}-message`, name, contentId: id, size: bytes.length };
}

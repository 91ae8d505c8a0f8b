/** A letter to the tax office: its text and, in as many containers as they need, its attachments. */

import { encode } from 'iconv-lite';
import type { BuilderDocument, BuilderFile, DraftsBuilder } from '../../world/builders';
import type { World } from '../../world/world';
import { isUtf8Text } from '../reportFile';
import { builtFiles, isImage, MB, split, type BuilderKind, type BuiltFile } from './package';

export type LetterPart = 'letter' | 'attachment' | 'warrant';

/** Files of one container; with its text it holds 5 MB. */
const CONTAINER = { files: 98, bytes: 4 * MB };
/** A longer text travels alone. */
const LONGEST_TEXT = MB;
const LONGEST_NAME = 100;
const TYPE = 'urn:document:fns534-letter';

export const letterKind: BuilderKind = {
	recipients: ['ifns-code'],
	documentProblem: (world, _builder, document) => {
		if (partOf(document) === 'letter') return textProblem(world, document.files);
		if (partOf(document) === 'warrant') return undefined;
		const heavy = document.files.find((file) => !isImage(file) && sizeOf(world, file) > CONTAINER.bytes);
		return heavy && `Файл «${heavy.name}» больше 4 МБ, и разделить его нельзя`;
	},
	packageProblem: (_builder, good) => {
		const texts = good.filter((document) => partOf(document) === 'letter');
		if (texts.length === 0) return 'Нет документа с текстом письма: файла txt в кодировке windows-1251';
		return texts.length > 1 || (texts[0]?.files.length ?? 0) > 1 ? 'Текст письма может быть только один' : undefined;
	},
	pack: (world, builder, good) => {
		const of = (part: LetterPart, type: string) =>
			good.filter((document) => partOf(document) === part).map((document) => builtFiles(world, document, type));
		const warrants = of('warrant', `${TYPE}-warrant`).flat();
		const containers = split(
			of('attachment', `${TYPE}-attachment`).map((files) => files.flatMap((file) => inParts(world, builder, named(file)))),
			CONTAINER,
		);
		const [text] = of('letter', TYPE).flat();
		if (!text) return [];
		const [first = []] = text.size > LONGEST_TEXT ? [] : containers.splice(0, 1);
		const further = containers.map((files, index) => [continuation(world, builder, index + 2), ...files, ...warrants]);
		return [[named(text), ...first, ...warrants], ...further];
	},
};

/** What a document of a letter is: what it says, or what its file looks like. */
export function partOf({ data, files }: Pick<BuilderDocument, 'data' | 'files'>): LetterPart {
	const said = data?.type;
	if (said === 'letter' || said === 'warrant' || said === 'attachment') return said;
	return files[0] ? looksLike(files[0]) : 'attachment';
}

/** What is wrong between the type that a document says and the file that it is given. */
export function contradiction(data: BuilderDocument['data'], file: BuilderFile): string | undefined {
	if (data?.type === 'letter' && looksLike(file) !== 'letter') return `Файл «${file.name}» не текст письма: нужен файл txt`;
	if (data?.type === 'warrant' && looksLike(file) !== 'warrant')
		return `Файл «${file.name}» не доверенность: нужен файл ON_DOV….xml`;
	if (data?.type === 'attachment' && looksLike(file) === 'warrant') return `Файл «${file.name}» — доверенность, а не приложение`;
	return undefined;
}

function looksLike({ name }: BuilderFile): LetterPart {
	if (/^ON_DOV.*\.xml$/i.test(name)) return 'warrant';
	return /\.txt$/i.test(name) ? 'letter' : 'attachment';
}

function textProblem(world: World, files: BuilderFile[]): string | undefined {
	const unreadable = files.some(({ contentId }) => contentId && isUtf8Text(world.contents.read(contentId)));
	return unreadable ? 'Текст письма должен быть в кодировке windows-1251' : undefined;
}

function sizeOf(world: World, { contentId }: BuilderFile): number {
	return contentId ? world.contents.size(contentId) : 0;
}

function named(file: BuiltFile): BuiltFile {
	const extension = /\.[^.]{1,10}$/.exec(file.name)?.[0] ?? '';
	const cut = `${file.name.slice(0, LONGEST_NAME - extension.length)}${extension}`;
	return file.name.length > LONGEST_NAME ? { ...file, name: cut } : file;
}

/** The service divides a large scan by pages; here the bytes are cut, so that sizes and counts are right. */
function inParts(world: World, { accountId }: DraftsBuilder, file: BuiltFile): BuiltFile[] {
	const count = Math.ceil(file.size / CONTAINER.bytes);
	if (count < 2) return [file];
	const bytes = world.contents.read(file.contentId);
	return Array.from({ length: count }, (_, index) => {
		const part = bytes.subarray(index * CONTAINER.bytes, (index + 1) * CONTAINER.bytes);
		const name = file.name.replace(/(\.[^.]+)?$/, (extension: string) => `_${index + 1}${extension}`);
		return named({ ...file, name, contentId: world.contents.put(accountId, part).id, size: part.length });
	});
}

/** The text of a container that holds only attachments. */
function continuation(world: World, { accountId, meta }: DraftsBuilder, number: number): BuiltFile {
	const bytes = encode(`Приложения к письму «${meta['builder-data']?.subject ?? ''}», часть ${number}`, 'win1251');
	return { type: TYPE, name: `letter_${number}.txt`, contentId: world.contents.put(accountId, bytes).id, size: bytes.length };
}

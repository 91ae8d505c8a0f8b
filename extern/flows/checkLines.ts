import type { ProblemLine } from '../failure';
import type { WireCheckData, WireCheckError } from '../wire/draft';
import { membersOf, textOf } from '../wire/tolerant';

/**
 * A check result as flat lines: per finding one line that names the file, instead of lists under
 * document ids (models.md §7).
 * @param names document id → file name, as far as known
 */
export function linesOf(result: WireCheckData | null | undefined, names: ReadonlyMap<string, string>): ProblemLine[] {
	const common = membersOf(result?.['common-errors']).map((found) => line(found));
	const perDocument = Object.entries(result?.['documents-errors'] ?? {}).flatMap(([documentId, found]) =>
		membersOf(found).map((one) => ({ ...line(one), documentId, file: names.get(documentId.toLowerCase()) })),
	);
	return [...common, ...perDocument];
}

/** Whether any finding forbids sending. A level that is not known yet is taken for an error. */
export function hasErrors(lines: readonly ProblemLine[]): boolean {
	return lines.some(({ level }) => level === 'error');
}

function line(found: WireCheckError): ProblemLine {
	return {
		level: /^warn/i.test(found.level ?? '') ? 'warning' : 'error',
		text: textOf(found.description) ?? textOf(found.id) ?? 'No text was given',
		path: textOf(found.source),
		type: textOf(found.type),
	};
}

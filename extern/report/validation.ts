import { attachmentLines } from './attachments';
import { decoded, encodingOf, isAsDeclared, type TextEncoding } from './encoding';
import { formatOf, type FileFormat } from './fileFormat';
import { isWarrantName } from './fileId';
import type { FileLine } from './fileLine';
import { type Requisites, RequisitesReader } from './requisites';
import { readStrictly, type XmlMistake } from './strictXml';
import { type Expected, expectedLines, taxReportLines } from './taxReportRules';
import { innMistake } from './taxNumbers';

/** What a file is, and what is wrong with it. */
export interface ValidatedFile {
	readonly fileName: string;
	/** Bytes. */
	readonly size: number;
	readonly kind: 'report' | 'annex' | 'warrant' | 'attachment' | 'unknown';
	/** Whether there are no errors; warnings do not count. */
	readonly isValid: boolean;
	/** As the bytes are, when the file is text. */
	readonly encoding?: string;
	readonly requisites: Requisites;
	readonly lines: readonly FileLine[];
}

/** Larger files are not looked into: they would have to be held in memory as a whole. */
export const LARGEST_CHECKED = 64 * 1024 * 1024;

/** What is said about a file where nothing can be told from the inside. */
const NO_REPORT: Readonly<Record<Exclude<FileFormat, 'xml'>, string>> = {
	empty: 'The file is empty',
	archive: 'The file is an archive, not a report: unpack it first, for example with the Compression node',
	pdf: 'The file is a PDF document, not a report. Reports are XML files; a PDF may only go along with one',
	image: 'The file is a picture, not a report. Pictures go with answers to demands and letters (Draft: Builder)',
	signature: 'The file is a signature, not a report: name it under Signature Binary Fields where the report is signed',
	encrypted: 'The file is encrypted. Reports are sent as they are, Kontur.Extern encrypts them: take the file that the accounting program wrote',
	certificate: 'The file is a certificate, not a report',
	office: 'The file is an Office document, not a report. Reports are XML files, which the accounting program writes',
	'web page': 'The file is a web page, not a report. A download probably needed a login first',
	text: 'The file is a text, not a report. Reports are XML files, which the accounting program writes',
	other: 'The file is no report that can be read. Reports are XML files, which the accounting program writes',
};

const LARGE_DOCUMENT = /\.(docx?|xlsx?|pptx?|odt|ods)$/i;

/**
 * Looks at a file before it is sent: what it is, how it is written, whether it is whole, and whether name and inside
 * agree. Works without the service; what only the authority knows, such as its schemas, is left to the check of a draft.
 * @param file with all its bytes, at most {@link LARGEST_CHECKED}
 * @param expected what it should be for; `mayAccompany`: whether a report is there that it may go along with
 */
export function validateReportFile(file: { readonly fileName: string; readonly bytes: Uint8Array }, expected: Expected & { readonly mayAccompany: boolean }): ValidatedFile {
	const { fileName, bytes } = file;
	const format = formatOf(bytes);
	const told = (kind: ValidatedFile['kind'], lines: readonly FileLine[], more: { encoding?: string; requisites?: Requisites } = {}) => verdict({ fileName, size: bytes.length }, kind, lines, more);
	if (format === 'xml') return xmlFile(file, expected, told);
	if (expected.mayAccompany && (format === 'pdf' || format === 'image' || format === 'text')) return told('attachment', attachmentLines(file, format));
	const text = format === 'archive' && LARGE_DOCUMENT.test(fileName) ? NO_REPORT.office : NO_REPORT[format];
	return told('unknown', [{ level: 'error', text }]);
}

/** The verdict on a file that is too large to be looked into. */
export function tooLarge(fileName: string, size: number): ValidatedFile {
	const text = `The file has ${inMegabytes(size)} MB; files above ${inMegabytes(LARGEST_CHECKED)} MB are not looked into. Send it with Stop After: Checked, so that Kontur.Extern checks it`;
	return verdict({ fileName, size }, 'unknown', [{ level: 'error', text }], {});
}

type Told = (kind: ValidatedFile['kind'], lines: readonly FileLine[], more?: { encoding?: string; requisites?: Requisites }) => ValidatedFile;

function xmlFile({ fileName, bytes }: { readonly fileName: string; readonly bytes: Uint8Array }, expected: Expected, told: Told): ValidatedFile {
	const encoding = encodingOf(bytes);
	const text = decoded(bytes, encoding.real);
	const reader = new RequisitesReader();
	const mistake = readStrictly(text, {
		element: ({ name, attributes, path }) => reader.element({ name, attribute: (key) => attributes.find((one) => one.name === key)?.value, path }),
		words: (words, path) => reader.words(words, path),
	});
	const { requisites } = reader;
	const lines = [...encodingLines(encoding, requisites, bytes), ...mistakeLines(mistake), ...nameLines(fileName, requisites), ...expectedLines(requisites, expected)];
	const kind = kindOf(fileName, requisites);
	if (requisites.authority === 'fns') lines.push(...taxReportLines(fileName, requisites, { isAnnex: kind === 'annex', isWhole: !mistake }));
	if (requisites.authority === 'rosstat' || requisites.authority === 'sfr') lines.push(...otherReportLines(requisites));
	return told(kind, lines, { encoding: encoding.real === 'ascii' ? (encoding.declared ?? 'utf-8') : encoding.real, requisites });
}

function encodingLines({ hasMark, ...encoding }: TextEncoding, { authority }: Requisites, bytes: Uint8Array): FileLine[] {
	const { declared, real } = encoding;
	const older = authority === undefined ? olderEncodingOf(bytes, real) : undefined;
	if (older) return [{ level: 'error', text: `The file is written in ${older}. Reports are written in windows-1251: let the accounting program write it anew` }];
	const isWide = real.startsWith('utf-16');
	if (authority === 'fns' && isWide) return [{ level: 'error', text: 'The file is written in UTF-16; the tax service takes windows-1251 only' }];
	if (!isAsDeclared({ ...encoding, hasMark })) return [{ level: 'error', text: `The file declares ${declared ?? 'no encoding, which means utf-8'}, but is written in ${real}. It was probably saved by a text editor: let the accounting program write it anew` }];
	const lines: FileLine[] = [];
	if (authority === 'fns' && !/^(windows-?1251|cp-?1251)$/.test(declared ?? '')) lines.push({ level: 'error', text: `The file declares ${declared ?? 'no encoding'}; the tax service takes windows-1251 only`, line: 1 });
	if (authority === 'fns' && hasMark) lines.push({ level: 'error', text: 'A byte order mark (BOM) stands before the text, which windows-1251 does not have', line: 1 });
	return lines;
}

/** Letters of DOS and of Unix before 2000 come out as other letters: a root element that is a word in one of them tells. */
function olderEncodingOf(bytes: Uint8Array, real: TextEncoding['real']): string | undefined {
	if (real !== 'windows-1251') return undefined;
	const head = bytes.subarray(0, 2_000);
	return ['ibm866', 'koi8-r'].find((label) => /<Файл[\s>]/.test(new TextDecoder(label).decode(head)));
}

function mistakeLines(mistake: XmlMistake | undefined): FileLine[] {
	if (!mistake) return [];
	const { line, column, text } = mistake;
	return [{ level: 'error', text: `The file is no well-formed XML: ${text}`, path: `line ${line}, column ${column}`, line, column }];
}

function nameLines(fileName: string, { authority }: Requisites): FileLine[] {
	const lines: FileLine[] = [];
	if (!/\.xml$/i.test(fileName)) lines.push({ level: 'error', text: `The name of the file should end in .xml` });
	if (authority === undefined) lines.push({ level: 'warning', text: 'The format of the file is not known here: only its encoding and its XML were looked at' });
	return lines;
}

function kindOf(fileName: string, { authority, payer, knd, fileId = '' }: Requisites): ValidatedFile['kind'] {
	if (authority === undefined) return 'unknown';
	if (isWarrantName(fileName) || isWarrantName(fileId)) return 'warrant';
	// Books of a VAT declaration name no taxpayer: the declaration that they go with does.
	if (authority === 'fns' && !payer && (knd === undefined || /^[A-Z]+_[A-Z]+\.\d/i.test(fileId))) return 'annex';
	return 'report';
}

function otherReportLines({ authority, payer, okpo, okud, sfrNumber }: Requisites): FileLine[] {
	const lines: FileLine[] = [];
	const mistake = payer && innMistake(payer.inn);
	if (mistake) lines.push({ level: 'error', text: mistake });
	if (authority === 'rosstat' && !okud) lines.push({ level: 'warning', text: 'The file does not say which form it is (attribute shifr of report)', path: '/report/@shifr' });
	if (authority === 'rosstat' && !okpo) lines.push({ level: 'warning', text: 'The file does not give the OKPO of the respondent: fill in Payer OKPO when it is sent' });
	if (authority === 'rosstat' && okpo && !/^(\d{8}|\d{10}|\d{14})$/.test(okpo)) lines.push({ level: 'error', text: `The OKPO ${okpo} has not 8, 10 or 14 digits` });
	if (authority === 'sfr' && !sfrNumber) lines.push({ level: 'warning', text: 'The file does not give the registration number at the social fund: fill in Payer SFR Number when it is sent' });
	return lines;
}

function verdict(file: { fileName: string; size: number }, kind: ValidatedFile['kind'], lines: readonly FileLine[], { encoding, requisites = {} }: { encoding?: string; requisites?: Requisites }): ValidatedFile {
	const named = lines.map((line) => ({ ...line, file: file.fileName }));
	return { ...file, kind, isValid: !named.some(({ level }) => level === 'error'), encoding, requisites, lines: named };
}

function inMegabytes(size: number): number {
	return Math.round(size / (1024 * 1024));
}

import { createHash } from 'node:crypto';
import type { Source } from '../contents';
import type { ProblemLine } from '../failure';

/** What a document is that answers a demand (enums: drafts_builder_document_types). */
export type AnswerKind = 'scanned' | 'formalized' | 'warrant';

/** A file that goes to the tax office. */
export interface AnswerFile {
	readonly fileName: string;
	readonly source: Source;
	/** SHA-256 of its bytes, hex. */
	readonly sha256: string;
	/** Signature of a counterparty that came with it, CMS in DER. */
	readonly signature?: Uint8Array;
}

/** What answers one item of a demand, such as the pages of one contract. */
export interface AnswerDocument {
	readonly files: readonly AnswerFile[];
	/** Item of the demand: 1.01 and on for documents, 2.01 and on for information. */
	readonly claimItem: string;
	readonly kind: AnswerKind;
	/** Name of a scan, as the inspector reads it. */
	readonly name?: string;
	/** Documents with different labels go into different drafts. */
	readonly group?: string;
}

/** A file of an answer, its digest read from it in pieces. */
export async function answerFile(fileName: string, source: Source, signature: Uint8Array | undefined): Promise<AnswerFile> {
	const hash = createHash('sha256');
	for await (const chunk of source.chunks()) hash.update(chunk);
	return { fileName, source, sha256: hash.digest('hex'), signature };
}

const MOST_FILES = 99; // of one document and of one draft (limits §2)
const LARGEST_FILE = 60 * 1024 * 1024; // of one draft (limits §2)
const CLAIM_ITEM = /^[12]\.\d\d$/;
const SCANS = /\.(jpe?g|pdf|png|tiff?)$/i;
const XML = /\.xml$/i;
const WARRANT = /^ON_DOV.*\.xml$/i;

/** What a file looks like. */
export function kindOf(fileName: string): AnswerKind {
	if (WARRANT.test(fileName)) return 'warrant';
	return XML.test(fileName) ? 'formalized' : 'scanned';
}

/** The item of the demand that a file name begins with, such as `1.01 Договор.pdf`. */
export function claimItemIn(fileName: string): string | undefined {
	return /^([12]\.\d\d)(?!\d)/.exec(fileName)?.[1];
}

/** The name of a document by that of its file: without the item of the demand before it and the ending behind it. */
export function documentNameIn(fileName: string): string {
	// A point behind the item may be that of the ending: 1.01.pdf has no other name.
	return fileName.replace(/^[12]\.\d\d(?:[\s_-][\s._-]*|\.[\s._-]*(?=.*\.))/, '').replace(/\.[^.]+$/, '') || fileName;
}

/** What is wrong with an answer, before anything of it leaves; one line for each file or document. */
export function problemsOf(documents: readonly AnswerDocument[]): ProblemLine[] {
	const lines: ProblemLine[] = documents.flatMap((document) => [...problemsOfDocument(document), ...document.files.flatMap((file) => problemsOfFile(document, file))]);
	const keys = documents.map(keyOf);
	const twice = documents.filter((_, index) => keys.indexOf(keys[index]) < index).map((document) => error(nameOf(document), 'It is there twice'));
	if (documents.length > 0 && documents.every(({ kind }) => kind === 'warrant')) twice.push(error(nameOf(documents[0]), 'Besides a power of attorney the answer has no document'));
	return [...lines, ...twice];
}

/** A digest of all that an answer consists of, in whatever order it is given: the same answer is never sent twice. */
export function identityOf(documents: readonly AnswerDocument[]): string {
	return createHash('sha256').update(JSON.stringify(documents.map(keyOf).sort())).digest('hex');
}

/** What tells one document of an answer from another. */
export function keyOf({ files, claimItem, kind, name, group }: AnswerDocument): string {
	const signed = ({ signature }: AnswerFile) => (signature ? createHash('sha256').update(signature).digest('hex') : '');
	return JSON.stringify([claimItem, kind, name ?? '', group ?? '', files.map((file) => [file.fileName, file.sha256, signed(file)])]);
}

/** A document as an operator knows it. */
export function nameOf({ files, name }: AnswerDocument): string {
	return files.map(({ fileName }) => fileName).join(', ') || name || 'A document without files';
}

function problemsOfDocument(document: AnswerDocument): ProblemLine[] {
	const { files, claimItem } = document;
	const lines: ProblemLine[] = [];
	if (files.length === 0) lines.push(error(nameOf(document), 'It has no file'));
	if (files.length > MOST_FILES) lines.push(error(nameOf(document), `It has ${files.length} files, and a document takes ${MOST_FILES}: divide it`));
	if (!CLAIM_ITEM.test(claimItem)) lines.push(error(nameOf(document), claimItem === '' ? 'The item of the demand is missing that it answers, such as 1.01' : `"${claimItem}" is no item of a demand: write 1.01 for a document, 2.01 for information`));
	return lines;
}

function problemsOfFile({ kind }: AnswerDocument, { fileName, source }: AnswerFile): ProblemLine[] {
	const lines: ProblemLine[] = [];
	if (kind === 'scanned' && !SCANS.test(fileName)) lines.push(error(fileName, 'A scan is a file of type jpg, pdf, png or tiff'));
	if (kind === 'formalized' && !XML.test(fileName)) lines.push(error(fileName, 'A document in a format of the tax service is an XML file'));
	if (source.length === 0) lines.push(error(fileName, 'The file is empty'));
	if (source.length > LARGEST_FILE) lines.push(error(fileName, `The file is larger than ${LARGEST_FILE / 1024 / 1024} MB, which fits into no draft: scan it in black and white, or divide it`));
	return lines;
}

function error(file: string, text: string): ProblemLine {
	return { level: 'error', file, text };
}

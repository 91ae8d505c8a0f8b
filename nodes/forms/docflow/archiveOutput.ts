import type { IBinaryKeyData } from 'n8n-workflow';
import { type Archive, type ArchivedFile, type ArchiveIndex, type Language, type NewFile, packZip, safeName, sourceOf, tableOf, type ToArchive, type ToPack } from '../../../extern';
import { createHash } from 'node:crypto';
import { forStore } from '../../run/download';
import type { Result, Step } from '../../run/step';
import { withoutIds } from '../../run/withoutIds';

/** An archive about to be made, and whatever its files go through. */
export interface Archiving {
	readonly archive: Archive;
	readonly steps: readonly Step[];
	/** The docflows of the steps, in their order. */
	readonly wanted: readonly ToArchive[];
	readonly withTable: boolean;
	readonly language: Language;
}

const FIELD = 'data';
const INDEX_FIELD = 'index';
/** Most problems that the text names; the list has them all. */
const MOST_TOLD = 10;

/** One item for each new file, so that the next node writes each as it comes; the index is the last one. */
export async function asFiles(archiving: Archiving): Promise<Result[]> {
	const { archive, steps, wanted } = archiving;
	const results: Result[] = [];
	for await (const file of archive.filesOf(wanted)) {
		const at = wanted.indexOf(file.of);
		const binary = await steps[at].store(FIELD, await forStore(steps[at].context, file.chunks()), nameIn(file.path), file.mimeType);
		results.push({ json: { accountId: file.of.accountId, docflowId: file.docflowId, ...placeOf(file.path), ...file.facts() }, binary, madeOf: [at] });
	}
	if (archive.newFiles === 0) return [nothingNew(archive)];
	for (const { path, mimeType, bytes, kind } of indexFiles(archiving)) {
		const binary = await steps[0].store(FIELD, bytes, path, mimeType);
		results.push({ json: { ...placeOf(path), kind, size: bytes.length, sha256: digestOf(bytes), ...totalsOf(archive) }, binary });
	}
	return results.map(({ json, ...rest }) => ({ json: { newFiles: archive.newFiles, ...json }, ...rest }));
}

/** One item with everything in a ZIP; the index is in it, and beside it for the next time. */
export async function asZip({ zipName, ...archiving }: Archiving & { readonly zipName: string }): Promise<Result[]> {
	const { archive, steps, wanted } = archiving;
	const [step] = steps;
	// By id, so that the order of the input does not matter.
	const inOrder = [...wanted].sort((a, b) => (a.docflowId < b.docflowId ? -1 : 1));
	const files = archive.filesOf(inOrder);
	const first = await files.next();
	if (first.done) return [nothingNew(archive)];
	const measured = { size: 0, hash: createHash('sha256') };
	const fileName = safeName(zipName, { characters: 150, bytes: 250 }, 'archive.zip');
	const packed = measuring(packZip(toPack(archiving, first.value, files)), measured);
	const zip = await step.store(FIELD, await forStore(step.context, packed), fileName, 'application/zip');
	const [{ bytes, path, mimeType }] = indexFiles(archiving);
	const index: IBinaryKeyData = await step.store(INDEX_FIELD, bytes, path, mimeType);
	return [{ json: { fileName, kind: 'archive', size: measured.size, sha256: measured.hash.digest('hex'), ...totalsOf(archive) }, binary: { ...zip, ...index } }];
}

async function* toPack(archiving: Archiving, first: NewFile, rest: AsyncIterable<NewFile>): AsyncGenerator<ToPack> {
	yield first;
	yield* rest;
	for (const { path, bytes } of indexFiles(archiving)) yield { path, modifiedAt: lastChange(archiving.archive.index), ...sourceOf(bytes) };
}

async function* measuring(chunks: AsyncIterable<Uint8Array>, measured: { size: number; hash: ReturnType<typeof createHash> }): AsyncGenerator<Uint8Array> {
	for await (const chunk of chunks) {
		measured.size += chunk.length;
		measured.hash.update(chunk);
		yield chunk;
	}
}

interface IndexFile {
	readonly kind: 'index' | 'table';
	readonly path: string;
	readonly mimeType: string;
	readonly bytes: Buffer;
}

function indexFiles({ archive, withTable, language }: Archiving): [IndexFile, ...IndexFile[]] {
	const { index } = archive;
	const json: IndexFile = { kind: 'index', path: 'index.json', mimeType: 'application/json', bytes: Buffer.from(JSON.stringify(index, undefined, 2)) };
	return withTable ? [json, { kind: 'table', path: 'index.csv', mimeType: 'text/csv', bytes: Buffer.from(tableOf(index, language)) }] : [json];
}

/** An archive is as old as the last change in it: a clock would make another file every time. */
function lastChange({ docflows }: ArchiveIndex): Date {
	const moments = docflows.map(({ changedAt }) => Date.parse(String(changedAt))).filter((moment) => !Number.isNaN(moment));
	return new Date(moments.reduce((a, b) => Math.max(a, b), 0));
}

function nothingNew(archive: Archive): Result {
	return { json: totalsOf(archive) };
}

function totalsOf({ newFiles, index: { docflows } }: Archive) {
	const problems = docflows.flatMap(({ docflowId, problem, files }) => [
		...(problem === undefined ? [] : [{ docflowId, problem: withoutIds(problem) }]),
		...files.flatMap(({ documentId, kind, path, problem }) => (problem === undefined ? [] : [{ docflowId, documentId, kind, path, problem: withoutIds(problem) }])),
	]);
	return { newFiles, docflows: docflows.length, ...(problems.length > 0 && { problem: withoutIds(inWords(docflows.flatMap(problemsOf))), problems }) };
}

function problemsOf({ folder, problem, files }: ArchiveIndex['docflows'][number]): string[] {
	const own = problem === undefined ? [] : [`${folder ?? ''}: ${problem}`];
	return [...own, ...files.filter((file) => file.problem !== undefined).map((file) => `${nameOf(file) || (folder ?? '')}: ${file.problem ?? ''}`)].map((text) => text.replace(/^: /, ''));
}

function nameOf({ path, documentTypeLabel, kind }: ArchivedFile): string {
	return path ? nameIn(path) : [documentTypeLabel, kind === 'document' ? undefined : kind].filter(Boolean).join(', ');
}

function inWords(problems: readonly string[]): string {
	const more = problems.length - MOST_TOLD;
	return [...problems.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function placeOf(path: string) {
	const end = path.lastIndexOf('/');
	return { path, directory: path.slice(0, Math.max(0, end)), fileName: path.slice(end + 1) };
}

function nameIn(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

function digestOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

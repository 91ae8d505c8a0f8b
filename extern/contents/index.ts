import type { Extern } from '../client';
import { ExternError, inputError } from '../failure';
import { contentDownload, contentUploadChunk, contentUploadStart } from '../operations/contents';
import { inParts, planRanges, USUAL_PART } from './parts';

/** A file to upload: its exact size, and its bytes as often as asked. */
export interface Source {
	readonly length: number;
	chunks(): AsyncIterable<Uint8Array>;
}

/** A file that is in memory already. */
export function sourceOf(bytes: Uint8Array): Source {
	return {
		length: bytes.length,
		async *chunks() {
			yield bytes;
		},
	};
}

/**
 * Uploads a file in parts (http-behaviour §7): the first part opens the content and names the
 * whole size, the others follow in order. Memory stays at one part.
 * @returns the id of the content
 * @throws ExternError `input` for an empty file or one whose size changed meanwhile; else as {@link Extern.call}
 */
export async function upload(extern: Extern, accountId: string, source: Source): Promise<string> {
	if (source.length === 0) throw inputError('The file is empty', 'Check the node that provides the file');
	const ranges = planRanges(source.length);
	let contentId: string | undefined;
	let done = 0;
	for await (const part of inParts(source.chunks(), USUAL_PART)) {
		const range = ranges[done];
		if (!range || part.length !== range.to - range.from + 1) throw changedMeanwhile(source.length);
		const headers = { 'content-range': `bytes ${range.from}-${range.to}/${source.length}` };
		if (contentId === undefined) contentId = idOf(await extern.answerTo(contentUploadStart, { accountId, part }, { headers }));
		else await extern.answerTo(contentUploadChunk, { accountId, id: contentId, part }, { headers });
		done += 1;
	}
	if (contentId === undefined || done !== ranges.length) throw changedMeanwhile(source.length);
	return contentId;
}

/** The first piece of a download, and how large the whole is. */
export interface FirstPart {
	readonly total: number;
	readonly bytes: Uint8Array;
}

/**
 * Reads a content in ranges; the first request also tells the size, so a small content takes one.
 * @returns its parts in order, each at most 8 MiB
 * @throws ExternError `malformed` when fewer bytes came than announced; else as {@link Extern.call}
 */
export async function* download(extern: Extern, accountId: string, contentId: string): AsyncGenerator<Uint8Array> {
	const first = await openDownload(extern, accountId, contentId);
	yield* restOf(extern, accountId, contentId, first);
}

/** Reads the first part of a content. */
export async function openDownload(extern: Extern, accountId: string, contentId: string): Promise<FirstPart> {
	return await readPart(extern, accountId, contentId, { from: 0, to: USUAL_PART - 1 });
}

/** The bytes that a content has; costs one byte of it. */
export async function sizeOf(extern: Extern, accountId: string, contentId: string): Promise<number> {
	return (await readPart(extern, accountId, contentId, { from: 0, to: 0 })).total;
}

/** The parts of a content whose first one was read already, that one included. */
export async function* restOf(extern: Extern, accountId: string, contentId: string, first: FirstPart): AsyncGenerator<Uint8Array> {
	yield first.bytes;
	for (let from = first.bytes.length; from < first.total; ) {
		const { bytes, total } = await readPart(extern, accountId, contentId, { from, to: Math.min(from + USUAL_PART, first.total) - 1 });
		if (total !== first.total) throw incomplete(contentId);
		yield bytes;
		from += bytes.length;
	}
}

/** Reads a whole content into memory; for reports and signatures, not for archives. */
export async function downloadWhole(extern: Extern, accountId: string, contentId: string): Promise<Uint8Array> {
	const kept: Uint8Array[] = [];
	for await (const part of download(extern, accountId, contentId)) kept.push(part);
	return Buffer.concat(kept);
}

async function readPart(extern: Extern, accountId: string, contentId: string, range: { from: number; to: number }): Promise<FirstPart> {
	const headers = { accept: '*/*', range: `bytes=${range.from}-${range.to}` };
	const answer = await extern.answerTo(contentDownload, { accountId, id: contentId }, { headers, expect: 'bytes' });
	const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body, 'latin1') : answer.body;
	// A 200 is the whole content, whatever was asked for.
	if (answer.status === 200 && range.from === 0) return { total: bytes.length, bytes };
	// Some samples write `bytes=0-20/100` (http-behaviour §3).
	const bounds = /bytes[ =](\d+)-(\d+)\/(\d+)/.exec(answer.headers['content-range'] ?? '');
	const [from, to, total] = (bounds ?? []).slice(1).map(Number);
	if (from !== range.from || to - from + 1 !== bytes.length || bytes.length === 0 || to >= total) throw incomplete(contentId);
	return { total, bytes };
}

function idOf({ body }: { body: string | Uint8Array }): string {
	const id = /"id"\s*:\s*"([0-9a-f-]{36})"/i.exec(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'))?.[1];
	if (!id) throw new ExternError({ kind: 'malformed', problem: { message: 'The answer to the upload holds no content id' } }, contentUploadStart.id);
	return id;
}

function changedMeanwhile(expected: number): ExternError {
	return inputError(`The file does not have the ${expected} bytes that it announced`, 'Run the node that provides the file again');
}

function incomplete(contentId: string): ExternError {
	return new ExternError({ kind: 'malformed', problem: { message: `Content ${contentId} came incompletely` } }, contentDownload.id);
}

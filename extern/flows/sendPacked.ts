import type { Extern } from '../client';
import { sourceOf, upload } from '../contents';
import { stop } from '../failure';
import { builderDocumentPut } from '../operations/builderDocuments';
import { builderFileGet, builderFilePut } from '../operations/builderFiles';
import { draftsBuilderPut } from '../operations/builders';
import type { Signer } from '../signing';
import type { WireBuilderData, WireBuilderMetaRequest } from '../wire/builder';
import { buildDrafts, findBuilder, type BuilderRef } from './buildDrafts';
import { derivedId } from './derivedId';
import { findDraft, isSent } from './draftState';
import { inSentence, sendOnce, type SentOnce } from './sendOnce';
import { firstOfSeries } from './series';

/** A document of a builder with its files. */
export interface PackedDocument {
	readonly data: WireBuilderData;
	readonly files: ReadonlyArray<{ readonly name: string; readonly bytes: Uint8Array; readonly data?: WireBuilderData }>;
}

/** What a builder packs into drafts, all of which are sent. */
export interface Packed {
	readonly accountId: string;
	/** Names the ids that are derived for it, such as `letter`. */
	readonly kind: string;
	/** What it is in messages, such as "The letter". */
	readonly what: string;
	/** What distinguishes it from others of its kind. */
	readonly identity: readonly string[];
	/** Requisites of the builder; asked for when there is none yet. */
	readonly meta: () => Promise<WireBuilderMetaRequest>;
	/** In their order, which their ids follow from. */
	readonly documents: readonly PackedDocument[];
	/** Sends it although the same was sent before. */
	readonly sendAgain?: boolean;
	/** How long to wait for background tasks, in milliseconds. */
	readonly patienceMs: number;
}

/** What came of it: every docflow that it was divided into. */
export type SentPacked =
	| { readonly kind: 'sent'; readonly parts: readonly SentOnce[] }
	/** The service still packs it; running the same again goes on from there. */
	| { readonly kind: 'packing'; readonly draftsBuilderId: string; readonly taskId: string };

/**
 * Sends files through a builder, which divides what is too large for one draft, and sends every draft that comes of it.
 * The ids of builder, documents and files follow from what they hold, and a builder that was built yields its drafts, so
 * the same is sent once, whatever became of earlier runs.
 * @throws ExternError as {@link buildDrafts} and {@link sendOnce}; `stopped` also when a file was left out: half of it is not sent
 */
export async function sendPacked(extern: Extern, packed: Packed, signer: Signer): Promise<SentPacked> {
	const until = extern.port.now() + packed.patienceMs;
	return await firstOfSeries(
		async (again) => await sendBy(extern, again, { packed, signer, until }),
		(times) => stop(`${packed.what} was sent ${times} times already`, 'Switch off Send Again'),
	);
}

interface Attempt {
	readonly packed: Packed;
	readonly signer: Signer;
	/** Until when to wait for the service's background tasks, milliseconds since 1970. */
	readonly until: number;
}

/** Sends by the builder of so many repetitions; undefined when that was done before and it is to be sent once more. */
async function sendBy(extern: Extern, again: number, { packed, signer, until }: Attempt): Promise<SentPacked | undefined> {
	const { accountId, kind, what, identity } = packed;
	const builder = { accountId, draftsBuilderId: derivedId(kind, ...identity, String(again)) };
	const found = await findBuilder(extern, builder);
	if (found?.status !== 'finished') await fill(extern, builder, packed, found !== undefined);
	const built = await buildDrafts(extern, builder, Math.max(0, until - extern.port.now()));
	if (built.kind === 'waiting') return { kind: 'packing', draftsBuilderId: builder.draftsBuilderId, taskId: built.taskId };
	if (built.lines.length > 0 || built.draftIds.length === 0) throw stop(`Files of ${inSentence(what)} could not be packed`, 'Nothing was sent. Correct what the lines below name', built.lines);
	if (packed.sendAgain && found?.status === 'finished' && (await areAllSent(extern, accountId, built.draftIds))) return undefined;
	const parts: SentOnce[] = [];
	for (const draftId of built.draftIds) parts.push(await sendOnce(extern, { draft: { accountId, draftId }, what, until }, signer));
	return { kind: 'sent', parts };
}

async function areAllSent(extern: Extern, accountId: string, draftIds: readonly string[]): Promise<boolean> {
	for (const draftId of draftIds) {
		const found = await findDraft(extern, { accountId, draftId });
		if (!found || !isSent(found)) return false;
	}
	return true;
}

/** Opens the builder and puts the files into it that are not there yet. */
async function fill(extern: Extern, builder: BuilderRef, { kind, meta, documents }: Packed, isBegun: boolean): Promise<void> {
	if (!isBegun) await extern.call(draftsBuilderPut, { ...builder, meta: await meta() });
	for (const [place, { data, files }] of documents.entries()) {
		const document = { ...builder, documentId: derivedId(`${kind} document`, builder.draftsBuilderId, String(place)) };
		for (const [index, file] of files.entries()) {
			const ref = { ...document, fileId: derivedId(`${kind} file`, document.documentId, ...(index > 0 ? [String(index)] : [])) };
			if (isBegun && (await extern.attempt(builderFileGet, ref)).ok) continue;
			if (index === 0) await extern.call(builderDocumentPut, { ...document, meta: { 'builder-data': data } });
			const contentId = await upload(extern, builder.accountId, sourceOf(file.bytes));
			await extern.call(builderFilePut, { ...ref, file: { 'content-id': contentId, meta: { 'file-name': file.name, 'builder-data': file.data } } });
		}
	}
}

import type { Outcome } from '../client';
import { openDownload, restOf, type Source, sourceOf } from '../contents';
import { contentsToRead, type DocumentContent } from '../documentContent';
import { ExternError } from '../failure';
import { split } from '../archiving';
import type { Opener } from '../signing';
import type { WireDocflowDocument } from '../wire/docflow';
import type { ArchivePlace } from './archivePlaces';
import { decryptDocument } from './decryptDocument';
import { settled } from './settled';

/** A document as the archive keeps it. */
export interface KeptDocument {
	readonly isKept: true;
	readonly source: Source;
	/** What its name gets at the end: `.enc` of what stays encrypted, `.zip` or `.gz` of what could not be unpacked. */
	readonly ending: string;
	readonly isEncrypted: boolean;
	/** The plain content at the service, which can be printed. */
	readonly plainContentId?: string;
	/** Its plain bytes, when they had to be made here. */
	readonly plainBytes?: Uint8Array;
	/** The archive that they came out of, which may be what was signed. */
	readonly packedBytes?: Uint8Array;
	/** Why it is not kept in the best way. */
	readonly problem?: string;
}

/** Nothing to keep: nothing could be had, or nothing that the archive does not have. */
export interface NothingKept {
	readonly isKept: false;
	readonly problem?: string;
}

/** How documents are opened. */
export interface Opening {
	/** Whoever decrypts; what is encrypted stays so without. */
	readonly opener?: () => Promise<Opener>;
	/** Gives what was decrypted back to the service. */
	readonly save: boolean;
	/** The archive has it encrypted already: it is not fetched so again. */
	readonly isKeptEncrypted: boolean;
}

/**
 * The best that can be had of a document: its plain file, else what can be decrypted, else the encrypted original.
 * @returns why there is nothing, where there is nothing, or nothing that the archive does not have
 * @throws ExternError of whatever may pass by itself, so that the work is better repeated later
 */
export async function keptDocument(place: ArchivePlace, document: WireDocflowDocument, opening: Opening): Promise<KeptDocument | NothingKept> {
	const contents = contentsToRead(document);
	const problems: string[] = [];
	for (const content of contents) {
		if (content.isEncrypted && !opening.opener) continue;
		const kept = await told(async () => (content.isEncrypted || content.compression !== 'none' ? await opened(place, document, content, opening) : await plain(place, document, content)));
		if (kept.ok) return kept.value;
		problems.push(kept.error.message);
	}
	const encrypted = opening.isKeptEncrypted ? undefined : contents.find(({ isEncrypted }) => isEncrypted);
	const original = encrypted && (await told(async () => await downloaded(place, encrypted.contentId)));
	const problem = [...problems, ...(original?.ok === false ? [original.error.message] : [])].filter((text, index, all) => all.indexOf(text) === index).join('. ') || undefined;
	if (original?.ok) return { isKept: true, source: original.value, ending: '.enc', isEncrypted: true, problem };
	return { isKept: false, problem: problem ?? (contents.length === 0 ? 'The document has no content yet' : undefined) };
}

/**
 * What came of a work, when its failure is one that stays: what the service refuses or has no more, what is damaged or
 * cannot be opened. Everything else goes on upwards.
 */
export async function told<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	const outcome = await settled(work);
	if (outcome.ok || STAYS.has(outcome.error.failure.kind)) return outcome;
	throw outcome.error;
}

const STAYS: ReadonlySet<ExternError['failure']['kind']> = new Set(['refused', 'locked', 'malformed', 'stopped', 'input']);

/** A content as it lies at the service, read while it is archived. */
export async function downloaded({ extern, accountId }: ArchivePlace, contentId: string): Promise<Source> {
	const first = await openDownload(extern, accountId, contentId);
	return { length: first.total, chunks: () => restOf(extern, accountId, contentId, first) };
}

async function plain(place: ArchivePlace, { description }: WireDocflowDocument, { contentId }: DocumentContent): Promise<KeptDocument> {
	// No range of an empty file can be asked for.
	const source = description?.['decrypted-content-size'] === 0 ? sourceOf(new Uint8Array(0)) : await downloaded(place, contentId);
	return { isKept: true, source, ending: '', isEncrypted: false, plainContentId: contentId };
}

async function opened(place: ArchivePlace, document: WireDocflowDocument, content: DocumentContent, { opener, save }: Opening): Promise<KeptDocument> {
	const only = onlyWith(document, content);
	const decrypted = await decryptDocument(place.extern, { ...place.document(document.id), read: async () => only }, opener ?? nobody, { unzip: true, save, again: true });
	if (!decrypted.bytes) throw new TypeError('What was opened has no bytes');
	const { bytes, packed: packedBytes, fileName, contentId } = decrypted;
	const { ending } = split(fileName);
	const own = split(document.description?.filename ?? '').ending;
	// Several files in one archive only belong together there.
	const packed = /^\.(zip|gz)$/i.test(ending) && ending.toLowerCase() !== own.toLowerCase() ? ending : '';
	return { isKept: true, source: sourceOf(bytes), ending: packed, isEncrypted: false, plainContentId: contentId, plainBytes: bytes, packedBytes };
}

/** The document as if it had one content. */
function onlyWith(document: WireDocflowDocument, { contentId }: DocumentContent): WireDocflowDocument {
	const contents = document.content?.['docflow-document-contents']?.filter((one) => one['content-id'] === contentId);
	return { ...document, content: { 'docflow-document-contents': contents } };
}

async function nobody(): Promise<Opener> {
	throw new TypeError('Nobody was asked to decrypt');
}

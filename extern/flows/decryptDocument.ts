import { leavePacked, unpack, type Unpacked } from '../archives';
import type { Extern } from '../client';
import { openDownload, restOf, sourceOf, upload } from '../contents';
import { contentsToRead, type DocumentContent } from '../documentContent';
import { ExternError, stop } from '../failure';
import { fileNameOf } from '../fileName';
import { contentDownload } from '../operations/contents';
import { belongsTo, type Opener } from '../signing';
import type { WireDocflowDocument } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import type { DocumentPlace } from './documentPlaces';

/** What is wanted of a document that may be encrypted. */
export interface Decryption {
	/** Takes the file out of the archive that it travelled in. */
	readonly unzip: boolean;
	/** Gives the plain file back to the service, which then prints, recognizes and checks it without a key. */
	readonly save: boolean;
	/** Decrypts even where the service has the plain file already. */
	readonly again: boolean;
}

/** A document that can be read now. */
export type Decrypted = Face & {
	/** Whether it was decrypted now. Otherwise the service had the plain file already. */
	readonly isNew: boolean;
} & (
		| {
				readonly bytes: Uint8Array;
				/** The archive that they came out of, if there was one. */
				readonly packed?: Uint8Array;
				/** The plain file at the service; absent when there is none. */
				readonly contentId?: string;
		  }
		/** The file is to be downloaded, since nothing had to be done to it. */
		| { readonly bytes?: undefined; readonly contentId: string }
	);

interface Face {
	readonly fileName: string;
	/** MIME type, where the service tells one that says something. */
	readonly contentType?: string;
}

/**
 * Largest encrypted file that is opened, 128 MiB: unlike everything else it lies in memory as a
 * whole, and beside it what comes out of it.
 */
export const LARGEST_ENVELOPE = 128 * 1024 * 1024;

/**
 * Makes a document readable, and saves its plain content in it (scenarios (l)). A document that has
 * a plain content is only read, so a second run changes nothing. What is damaged, cut off or does
 * not fit its signature is never saved.
 * @throws ExternError `stopped` when the document has no content yet or cannot be decrypted; else as {@link Extern.call}
 */
export async function decryptDocument(extern: Extern, place: DocumentPlace, opener: () => Promise<Opener>, wishes: Decryption): Promise<Decrypted> {
	const document = await place.read();
	const contents = contentsToRead(document);
	const encrypted = contents.find(({ isEncrypted }) => isEncrypted);
	const content = (wishes.again && encrypted) || contents[0];
	if (!content) {
		throw stop(`${nameOf(document)} has no content yet`, 'The service is still processing the document: run this again in some minutes. The documents of an empty SEDO docflow have to be requested first');
	}
	if (content.isEncrypted) return await decrypted(extern, place, document, content, await opener(), wishes);
	const { contentId, compression } = content;
	if (compression === 'none' || !wishes.unzip) return { ...faceOf(document, leavePacked(new Uint8Array(0), compression)), contentId, isNew: false };
	const packed = await wholeOf(extern, place, contentId, document);
	const file = await unpack(packed, compression);
	return { ...faceOf(document, file), contentId, bytes: file.bytes, ...(file.isUnpacked && { packed }), isNew: false };
}

async function decrypted(extern: Extern, place: DocumentPlace, document: WireDocflowDocument, { contentId, compression }: DocumentContent, opener: Opener, { unzip, save }: Decryption): Promise<Decrypted> {
	const opened = await opener.open(await wholeOf(extern, place, contentId, document));
	const asItCame = leavePacked(opened, compression);
	const file = unzip || save ? await unpack(opened, compression) : asItCame;
	// What was not zipped has no check sum: of most ciphers no damage would show.
	if (save && !file.isUnpacked && compression !== 'zip') await fitsItsSignatures(place, document, opened);
	// The service unpacks ZIP itself, once: a document that is a ZIP, such as .docx, has to stay in the one around it.
	const toSave = compression === 'gzip' ? file.bytes : opened;
	const saved = save ? await place.savePlain(await upload(extern, place.accountId, sourceOf(toSave))) : undefined;
	const delivered = unzip ? file : asItCame;
	return { ...faceOf(document, delivered), bytes: delivered.bytes, ...(delivered.isUnpacked && { packed: opened }), contentId: textOf(saved?.['content-id']), isNew: true };
}

/** A content, all of it in memory. */
async function wholeOf(extern: Extern, { accountId }: DocumentPlace, contentId: string, document: WireDocflowDocument): Promise<Uint8Array> {
	const first = await openDownload(extern, accountId, contentId);
	if (first.total > LARGEST_ENVELOPE) {
		throw stop(`${nameOf(document)} is too large to be decrypted here: ${first.total} bytes`, `At most ${LARGEST_ENVELOPE / 1024 / 1024} MB can be. Download it with Upload: Download, decrypt it with another program, upload the result and save it with Save Decrypted File`);
	}
	const parts: Uint8Array[] = [];
	for await (const part of restOf(extern, accountId, contentId, first)) parts.push(part);
	const bytes = Buffer.concat(parts);
	if (bytes.length === 0) throw new ExternError({ kind: 'malformed', problem: { message: `The content of ${nameOf(document)} is empty` } }, contentDownload.id);
	return bytes;
}

async function fitsItsSignatures(place: DocumentPlace, document: WireDocflowDocument, plain: Uint8Array): Promise<void> {
	const verdicts: boolean[] = [];
	for (const { id } of membersOf(document.signatures)) {
		const fits = textOf(id) ? await belongsTo(await place.signature(id), sourceOf(plain)) : undefined;
		if (fits !== undefined) verdicts.push(fits);
	}
	if (verdicts.length === 0 || verdicts.includes(true)) return;
	throw stop(`${nameOf(document)} does not fit its signature after decrypting, so it was not saved`, 'It was damaged on the way, or the sender signed something else. Run this again; to look at the file as it is, switch Save to Kontur.Extern off');
}

function faceOf({ id, description }: WireDocflowDocument, { name, ending }: Unpacked): Face {
	const told = textOf(description?.['content-type']);
	const contentType = told && !/octet-stream/i.test(told) ? told : undefined;
	const fileName = fileNameOf([textOf(description?.filename), name, textOf(id)], contentType);
	if (!ending) return { fileName, contentType };
	return { fileName: fileName.toLowerCase().endsWith(ending) ? fileName : fileName + ending };
}

function nameOf(document: WireDocflowDocument): string {
	return textOf(document.description?.filename) ?? textOf(document.id) ?? 'The document';
}

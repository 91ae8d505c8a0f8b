import type { Extern } from '../client';
import { download, sizeOf } from '../contents';
import { ExternError, stop } from '../failure';
import { draftDocumentDataToSign, draftDocumentGet, plainContentOf } from '../operations/draftDocuments';
import type { ToSign } from '../signing';
import type { WireDraft, WireDraftDocument } from '../wire/draft';
import { textOf } from '../wire/tolerant';
import type { DraftRef } from './draftStages';

/** A document of a draft and the signature that it wants. */
export interface Wanted {
	readonly document: WireDraftDocument;
	/** `none` where it is sent unsigned, or came signed inside. */
	readonly signature: 'detached' | 'raw' | 'none';
	/** What is to be signed; absent where nothing is. */
	readonly toSign?: ToSign;
}

/** Everything that the social fund, its SEDO and the police get is signed inside its XML (domain/signing.md §2). */
const SIGNED_INSIDE = /^urn:document:(sfr-report|pfr-ancillary|fss-sedo|fss-warrant-management|mvd-notification)-/;
/** Subscriptions to SEDO are sent without a signature (http-behaviour §13, scenarios i.3). */
const UNSIGNED = /^urn:document:fss-sedo-(provider|abonent)-subscription-/;
/** Numbered on request, which gives the bytes to sign (domain/signing.md §4.2, scenarios j). */
const NUMBERED = 'urn:document:mvd-notification-epgu-notification';
const SIGNATURE_VALUE = /<(?:[\w.-]+:)?SignatureValue[\s>]/;
/** `<SignatureValue` with a prefix of usual length, cut by the border of two chunks. */
const OVERLAP = 100;

/**
 * Which signature a document of a draft wants: what the service names decides, and its kind where it
 * names nothing. A notification for the police gets its number here, unless it has it still.
 * @throws ExternError `stopped` when only the check makes the bytes that are to be signed
 */
export async function wantedSignature(extern: Extern, ref: DraftRef, { status }: WireDraft, documentId: string): Promise<Wanted> {
	const document = await extern.call(draftDocumentGet, { ...ref, documentId });
	const type = textOf(document.description?.type) ?? '';
	const named = textOf(document['data-to-sign-content-id']);
	if (!named && UNSIGNED.test(type)) return { document, signature: 'none' };
	const file = bytesOf(extern, ref.accountId, document);
	if (!named && !SIGNED_INSIDE.test(type)) return { document, signature: 'detached', toSign: file };
	// Once prepared, the file holds the signature that is attached.
	const cameSigned = (document.signatures ?? []).length === 0 && (await isSignedInside(file));
	if (cameSigned) return { document, signature: 'none' };
	if (named) return { document, signature: 'raw', toSign: contentToSign(extern, ref.accountId, file.fileName, named) };
	if (!(await isXml(file))) return { document, signature: 'detached', toSign: file };
	if (status === 'new') {
		throw stop(`The draft must be checked before ${file.fileName} can be signed`, 'Run Send: Draft: Check first: only a check without errors makes the data that is to be signed');
	}
	return type === NUMBERED ? await numbered(extern, { ...ref, documentId }) : { document, signature: 'detached', toSign: file };
}

/** The plain bytes of a draft's document, as often as asked. */
export function bytesOf(extern: Extern, accountId: string, document: WireDraftDocument): ToSign {
	const fileName = textOf(document.description?.filename) ?? textOf(document.id) ?? 'The document';
	const contentId = plainContentOf(document);
	if (!contentId) throw stop(`${fileName} has no content yet`, 'Add the file to the draft first');
	return contentToSign(extern, accountId, fileName, contentId);
}

/** Numbers a notification, which takes off whatever signature it had. */
async function numbered(extern: Extern, ref: DraftRef & { documentId: string }): Promise<Wanted> {
	const answer = await extern.call(draftDocumentDataToSign, ref);
	const document = await extern.call(draftDocumentGet, ref);
	const contentId = textOf(answer['decrypted-content-id']) ?? textOf(document['data-to-sign-content-id']);
	if (!contentId) throw new ExternError({ kind: 'malformed', problem: { message: 'The service does not say where the data to sign lies' } }, draftDocumentDataToSign.id);
	return { document, signature: 'raw', toSign: contentToSign(extern, ref.accountId, bytesOf(extern, ref.accountId, document).fileName, contentId) };
}

function contentToSign(extern: Extern, accountId: string, fileName: string, contentId: string): ToSign {
	return { fileName, chunks: () => download(extern, accountId, contentId), size: async () => await sizeOf(extern, accountId, contentId) };
}

async function isXml(file: ToSign): Promise<boolean> {
	for await (const chunk of file.chunks()) return /^(\xef\xbb\xbf)?\s*</.test(Buffer.from(chunk).toString('latin1', 0, OVERLAP));
	return false;
}

async function isSignedInside(file: ToSign): Promise<boolean> {
	let before = '';
	for await (const chunk of file.chunks()) {
		const text = before + Buffer.from(chunk).toString('latin1');
		if (SIGNATURE_VALUE.test(text)) return true;
		before = text.slice(-OVERLAP);
	}
	return false;
}

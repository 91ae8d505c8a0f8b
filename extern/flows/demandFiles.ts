import type { Extern } from '../client';
import { ExternError } from '../failure';
import { nameIn } from '../docflows';
import { certificatesList } from '../operations/certificates';
import { docflowDocumentRecognize } from '../operations/docflowDocuments';
import { itemsOf } from '../paging';
import type { Opener } from '../signing';
import type { WireRecognized } from '../wire/demand';
import type { WireDocflow, WireDocflowDocument } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import { decryptDocument, type Decrypted } from './decryptDocument';
import { docflowPlace } from './documentPlaces';
import type { DocflowRef } from './readDocflow';
import { settled } from './settled';

/** A document of a demand that can be read now. */
export type DemandFile = Decrypted & {
	readonly documentId: string;
	/** The demand itself, of which the others are attachments. */
	readonly isMain: boolean;
};

/** The demand itself and its files, as far as the docflow has them. */
export function demandDocuments(wire: WireDocflow): { main?: WireDocflowDocument; attachments: WireDocflowDocument[] } {
	const documents = membersOf(wire.documents);
	const typeOf = (document: WireDocflowDocument) => nameIn(document.description?.type);
	return {
		main: documents.find((document) => typeOf(document) === 'fns534-demand'),
		attachments: documents.filter((document) => typeOf(document) === 'fns534-demand-attachment'),
	};
}

/** What opening a demand came to. */
export interface Opened {
	/** The plain content of each document that was opened, by the document's id. */
	readonly contents: ReadonlyMap<string, string>;
	/** Documents that none of the account's certificates can open, by their names. */
	readonly closed: readonly string[];
}

/**
 * Decrypts every document of a demand and saves it, so that the service can recognize and check it. What is plain
 * already is only fetched.
 * @param keep gets each file as soon as it can be read; none of them is held here
 * @throws ExternError `stopped` when a document cannot be opened though a certificate of the account could: then the key
 * is wrong, and not the demand
 */
export async function openDemand(extern: Extern, demand: DocflowRef, documents: readonly WireDocflowDocument[], opener: () => Promise<Opener>, keep: (file: DemandFile) => Promise<void>): Promise<Opened> {
	const contents = new Map<string, string>();
	const closed: string[] = [];
	for (const document of documents) {
		const place = docflowPlace(extern, { ...demand, documentId: document.id });
		const opened = await settled(async () => await decryptDocument(extern, place, opener, { unzip: true, save: true, again: false }));
		if (!opened.ok) {
			if (!(await isForOthers(extern, demand.accountId, document, opened.error))) throw opened.error;
			closed.push(textOf(document.description?.filename) ?? document.id);
			continue;
		}
		const { contentId } = opened.value;
		if (contentId) contents.set(document.id, contentId);
		await keep({ ...opened.value, documentId: document.id, isMain: nameIn(document.description?.type) === 'fns534-demand' });
	}
	return { contents, closed };
}

/**
 * What stands in the PDF files of a demand, by the document's id. What was recognized before is not asked for again.
 * A file that cannot be recognized is noted as a warning, since the demand can be accepted all the same.
 */
export async function recognizeDemand(extern: Extern, demand: DocflowRef, attachments: readonly WireDocflowDocument[], contents: ReadonlyMap<string, string>): Promise<Map<string, WireRecognized>> {
	const found = new Map<string, WireRecognized>();
	for (const document of attachments) {
		const known = knownOf(document);
		const contentId = contents.get(document.id);
		if (known) found.set(document.id, known);
		if (known || !contentId || !isPdf(document)) continue;
		const recognized = await extern.attempt(docflowDocumentRecognize, { ...demand, documentId: document.id, contentId });
		if (recognized.ok) found.set(document.id, recognized.value);
		else if (recognized.error.failure.kind !== 'refused') throw recognized.error;
		else extern.warn({ level: 'warning', file: textOf(document.description?.filename), text: `Number, date and deadline could not be read in it: ${recognized.error.message}` });
	}
	return found;
}

function knownOf({ description }: WireDocflowDocument): WireRecognized | undefined {
	const requisites: WireRecognized = description?.requisites ?? {};
	return textOf(requisites['demand-number']) ? requisites : undefined;
}

function isPdf({ description }: WireDocflowDocument): boolean {
	return description?.['support-recognition'] !== false && (/pdf/i.test(textOf(description?.['content-type']) ?? '') || /\.pdf$/i.test(textOf(description?.filename) ?? ''));
}

/** Whether a document was encrypted to none of the certificates that the account has: a ground to refuse the demand. */
async function isForOthers(extern: Extern, accountId: string, { description }: WireDocflowDocument, { failure }: ExternError): Promise<boolean> {
	if (failure.kind !== 'stopped' && failure.kind !== 'input') return false;
	const recipients = membersOf(description?.['encrypted-certificates']).flatMap((one) => serialOf(one['serial-number']) ?? []);
	if (recipients.length === 0) return false;
	for await (const own of itemsOf(extern, certificatesList, { accountId })) {
		const serial = serialOf(own['serial-number']);
		if (serial && recipients.includes(serial)) return false;
	}
	return true;
}

/** Serial numbers are written with and without leading zeros, blanks and colons. */
function serialOf(value: unknown): string | undefined {
	return textOf(value)?.replace(/[^0-9a-f]/gi, '').replace(/^0+/, '').toUpperCase();
}

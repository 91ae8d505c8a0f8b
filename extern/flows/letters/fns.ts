import type { Extern } from '../../client';
import { sourceOf, upload } from '../../contents';
import { stop, type ProblemLine } from '../../failure';
import { builderDocumentPut } from '../../operations/builderDocuments';
import { builderFileGet, builderFilePut } from '../../operations/builderFiles';
import { draftsBuilderGet, draftsBuilderPut } from '../../operations/builders';
import type { Signer } from '../../signing';
import type { WireBuilder } from '../../wire/builder';
import { buildDrafts, type BuilderRef } from '../buildDrafts';
import { derivedId } from '../derivedId';
import { isSent, findDraft } from '../draftState';
import { draftMetaOf } from '../parties';
import { sendOnce, type SentOnce } from '../sendOnce';
import { answeredLetter, identityOf, type Letter, type LetterFile, LONGEST_NAME, type SentLetter } from './letter';

/** A letter to a tax office. */
export interface FnsLetter extends Letter {
	/** Address of the sender by wire names; `region` is obligatory. */
	readonly address: Readonly<Record<string, string | undefined>> & { readonly region: string };
	/** Lets the service make the representation message from the payer's requisites. */
	readonly generateWarrant?: boolean;
}

const BUILDER_TYPE = 'urn:drafts-builder:fns534-letter';
const MB = 1024 * 1024;
/** Files of one container, beside its text (limits §2). */
const CONTAINER = { files: 98, bytes: 4 * MB };
const LONGEST_TEXT = MB;
/** The message about a paper power of attorney. */
const WARRANT = /^ON_DOV.*\.xml$/i;
/** Divided by the service where they are too large; other kinds are not (scenarios (f)). */
const DIVIDED = /\.(pdf|jpe?g|tiff?|png)$/i;
const MOST_LETTERS = 50;

/**
 * What becomes of the files of a letter to a tax office.
 * @returns what is done to them though it goes, such as a name that is shortened
 * @throws ExternError `stopped` with a line for each file that cannot go
 */
export function checkFnsLetter({ text, attachments }: Pick<Letter, 'text' | 'attachments'>): ProblemLine[] {
	const errors = attachments.flatMap(({ name, bytes }): ProblemLine[] => {
		if (bytes.length === 0) return [{ level: 'error', file: name, text: 'The file is empty' }];
		if (bytes.length <= CONTAINER.bytes || DIVIDED.test(name)) return [];
		return [{ level: 'error', file: name, text: `The file is larger than 4 MB (${(bytes.length / MB).toFixed(1)} MB), and only PDF, JPG, TIFF and PNG are divided` }];
	});
	if (errors.length > 0) throw stop('Attachments of the letter are too large or empty', 'Nothing was sent. Make them smaller, divide them, or turn them into PDF', errors);
	const shortened = attachments.filter(({ name }) => name.length > LONGEST_NAME).map(({ name }): ProblemLine => ({ level: 'warning', file: name, text: `The name is longer than ${LONGEST_NAME} characters and is shortened` }));
	const size = attachments.reduce((sum, { bytes }) => sum + bytes.length, 0);
	const isDivided = attachments.length > CONTAINER.files || size > CONTAINER.bytes || (attachments.length > 0 && text.bytes.length > LONGEST_TEXT);
	const divided: ProblemLine = { level: 'warning', text: 'The letter goes in several parts, since one takes 98 attachments, 4 MB of them and 1 MB of text' };
	return [...shortened, ...(isDivided ? [divided] : [])];
}

/**
 * Sends a letter to a tax office through a builder, which divides what is too large, and sends every draft that comes
 * of it (scenarios (f)). The ids of builder, documents and files follow from what the letter says, and a builder that
 * was built yields its drafts, so the same letter is sent once, whatever became of earlier runs.
 * @throws ExternError as {@link checkFnsLetter}, {@link buildDrafts} and {@link sendOnce}; `stopped` also when a file was left out: half a letter is not sent
 */
export async function sendFnsLetter(extern: Extern, letter: FnsLetter, signer: Signer): Promise<SentLetter> {
	const warnings = checkFnsLetter(letter);
	const until = extern.port.now() + letter.patienceMs;
	const left = () => Math.max(0, until - extern.port.now());
	for (let again = 0; again < MOST_LETTERS; again += 1) {
		const builder = { accountId: letter.accountId, draftsBuilderId: derivedId('letter', ...identityOf(letter), letter.address.region, String(again)) };
		const found = await findBuilder(extern, builder);
		if (found?.status !== 'finished') await fill(extern, builder, letter, signer, found !== undefined);
		const built = await buildDrafts(extern, builder, left());
		if (built.kind === 'waiting') return { kind: 'packing', draftsBuilderId: builder.draftsBuilderId, taskId: built.taskId };
		if (built.lines.length > 0 || built.draftIds.length === 0) throw stop('Files of the letter could not be packed', 'Nothing was sent. Correct what the lines below name', built.lines);
		if (letter.sendAgain && found?.status === 'finished' && (await areAllSent(extern, letter.accountId, built.draftIds))) continue;
		const parts: SentOnce[] = [];
		for (const draftId of built.draftIds) parts.push(await sendOnce(extern, { draft: { accountId: letter.accountId, draftId }, what: 'The letter', until }, signer));
		return { kind: 'sent', parts, warnings };
	}
	throw stop(`This letter was sent ${MOST_LETTERS} times already`, 'Switch off Send Again');
}

async function findBuilder(extern: Extern, builder: BuilderRef): Promise<WireBuilder | undefined> {
	const outcome = await extern.attempt(draftsBuilderGet, builder);
	if (outcome.ok) return outcome.value;
	const { failure } = outcome.error;
	if (failure.kind === 'refused' && failure.status === 404) return undefined;
	throw outcome.error;
}

async function areAllSent(extern: Extern, accountId: string, draftIds: readonly string[]): Promise<boolean> {
	for (const draftId of draftIds) {
		const found = await findDraft(extern, { accountId, draftId });
		if (!found || !isSent(found)) return false;
	}
	return true;
}

/** Opens the builder and puts the files into it that are not there yet. */
async function fill(extern: Extern, builder: BuilderRef, letter: FnsLetter, signer: Signer, isBegun: boolean): Promise<void> {
	if (!isBegun) await extern.call(draftsBuilderPut, { ...builder, meta: await metaOf(extern, letter, signer) });
	await addFile(extern, builder, letter.text, 'letter', 0, isBegun);
	for (const [index, file] of letter.attachments.entries()) await addFile(extern, builder, file, WARRANT.test(file.name) ? 'warrant' : 'attachment', index + 1, isBegun);
}

async function metaOf(extern: Extern, letter: FnsLetter, signer: Signer): Promise<object> {
	const { sender, payer, recipient } = draftMetaOf(letter, signer.certificate);
	const related = await answeredLetter(extern, letter);
	return { sender, payer, recipient, 'builder-type': BUILDER_TYPE, 'builder-data': { subject: letter.subject, address: letter.address, 'related-document': related }, 'draft-options': letter.generateWarrant ? { 'generate-warrant': true } : undefined };
}

async function addFile(extern: Extern, builder: BuilderRef, { name, bytes }: LetterFile, type: 'letter' | 'attachment' | 'warrant', place: number, isBegun: boolean): Promise<void> {
	const document = { ...builder, documentId: derivedId('letter document', builder.draftsBuilderId, String(place)) };
	const ref = { ...document, fileId: derivedId('letter file', document.documentId) };
	if (isBegun && (await extern.attempt(builderFileGet, ref)).ok) return;
	await extern.call(builderDocumentPut, { ...document, meta: { 'builder-data': { type } } });
	const contentId = await upload(extern, builder.accountId, sourceOf(bytes));
	await extern.call(builderFilePut, { ...ref, file: { 'content-id': contentId, meta: { 'file-name': name, 'builder-data': { 'attachment-file-order': place } } } });
}

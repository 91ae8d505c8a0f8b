import type { Extern } from '../../client';
import { stop, type ProblemLine } from '../../failure';
import type { Signer } from '../../signing';
import type { WireBuilderMetaRequest } from '../../wire/builder';
import { draftMetaOf } from '../parties';
import { sendPacked, type PackedDocument } from '../sendPacked';
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
 * Sends a letter to a tax office through a builder, and once (scenarios (f)).
 * @throws ExternError as {@link checkFnsLetter} and {@link sendPacked}
 */
export async function sendFnsLetter(extern: Extern, letter: FnsLetter, signer: Signer): Promise<SentLetter> {
	const warnings = checkFnsLetter(letter);
	const { accountId, text, attachments, address, sendAgain, patienceMs } = letter;
	const documents = [documentOf(text, 'letter', 0), ...attachments.map((file, index) => documentOf(file, WARRANT.test(file.name) ? 'warrant' : 'attachment', index + 1))];
	const identity = [...identityOf(letter), address.region];
	const sent = await sendPacked(extern, { accountId, kind: 'letter', what: 'The letter', identity, meta: async () => await metaOf(extern, letter, signer), documents, sendAgain, patienceMs }, signer);
	return sent.kind === 'sent' ? { ...sent, warnings } : sent;
}

async function metaOf(extern: Extern, letter: FnsLetter, signer: Signer): Promise<WireBuilderMetaRequest> {
	const { sender, payer, recipient } = draftMetaOf(letter, signer.certificate);
	const related = await answeredLetter(extern, letter);
	return { sender, payer, recipient, 'builder-type': BUILDER_TYPE, 'builder-data': { subject: letter.subject, address: letter.address, 'related-document': related }, 'draft-options': letter.generateWarrant ? { 'generate-warrant': true } : undefined };
}

function documentOf(file: LetterFile, type: 'letter' | 'attachment' | 'warrant', place: number): PackedDocument {
	return { data: { type }, files: [{ ...file, data: { 'attachment-file-order': place } }] };
}

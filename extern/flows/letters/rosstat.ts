import type { Extern } from '../../client';
import { sourceOf, upload } from '../../contents';
import { stop } from '../../failure';
import { draftDocumentPut } from '../../operations/draftDocuments';
import { documentsOf, draftGet } from '../../operations/drafts';
import type { Signer } from '../../signing';
import { derivedId } from '../derivedId';
import type { DraftRef } from '../draftStages';
import { firstUnsent } from '../draftState';
import { draftMetaOf } from '../parties';
import { sendOnce } from '../sendOnce';
import { answeredLetter, identityOf, type Letter, type LetterFile, LONGEST_NAME, type SentLetter } from './letter';

const MOST_FILES = 99;

/**
 * Stops a letter to the statistics service that cannot go.
 * @throws ExternError `stopped` with a line for each file
 */
export function checkRosstatLetter({ text, attachments }: Pick<Letter, 'text' | 'attachments'>): void {
	const files = [text, ...attachments];
	if (files.length > MOST_FILES) throw stop(`A letter takes ${MOST_FILES} files with its text, and this one has ${files.length}`, 'Nothing was sent. Divide the attachments among several letters');
	const lines = files.flatMap(({ name, bytes }) => {
		const line = (said: string) => ({ level: 'error' as const, file: name, text: said });
		return [...(name.length > LONGEST_NAME ? [line(`The name is longer than ${LONGEST_NAME} characters`)] : []), ...(bytes.length === 0 ? [line('The file is empty')] : [])];
	});
	if (lines.length > 0) throw stop('Files of the letter cannot be sent', 'Nothing was sent. Correct what the lines below name', lines);
}

/**
 * Sends a letter to the statistics service: an ordinary draft whose documents say what they are (scenarios (f)). The
 * same letter is sent once; its draft's id follows from what it says.
 * @throws ExternError as {@link checkRosstatLetter} and {@link sendOnce}
 */
export async function sendRosstatLetter(extern: Extern, letter: Letter, signer: Signer): Promise<SentLetter> {
	checkRosstatLetter(letter);
	const { accountId, sendAgain, subject } = letter;
	const draftOf = (again: number): DraftRef => ({ accountId, draftId: derivedId('letter', ...identityOf(letter), String(again)) });
	const draft = sendAgain ? await firstUnsent(extern, draftOf) : draftOf(0);
	const meta = draftMetaOf(letter, signer.certificate, { subject, 'related-document': await answeredLetter(extern, letter) });
	const until = extern.port.now() + letter.patienceMs;
	const sent = await sendOnce(extern, { draft, what: 'The letter', meta, fill: async () => await fill(extern, draft, letter), until }, signer);
	return { kind: 'sent', parts: [sent], warnings: [] };
}

async function fill(extern: Extern, draft: DraftRef, { text, attachments }: Letter): Promise<void> {
	const present = new Set(documentsOf(await extern.call(draftGet, draft)));
	const put = async (file: LetterFile, type: string, place: number) => {
		const documentId = derivedId('letter file', draft.draftId, String(place));
		if (present.has(documentId)) return;
		const contentId = await upload(extern, draft.accountId, sourceOf(file.bytes));
		await extern.call(draftDocumentPut, { ...draft, documentId, document: { 'content-id': contentId, description: { filename: file.name, type } } });
	};
	await put(text, 'urn:document:stat-letter', 0);
	for (const [index, file] of attachments.entries()) await put(file, 'urn:document:stat-letter-attachment', index + 1);
}

import { createHash } from 'node:crypto';
import type { Extern } from '../../client';
import { inputError, type ProblemLine } from '../../failure';
import { inWindows1251, notInWindows1251 } from '../../report';
import type { WireDraftMeta } from '../../wire/draft';
import { membersOf, textOf } from '../../wire/tolerant';
import type { Correspondence } from '../parties';
import { readDocflow } from '../readDocflow';
import type { SentOnce } from '../sendOnce';

/** A file of a letter. */
export interface LetterFile {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A letter to an authority. */
export interface Letter extends Correspondence {
	readonly subject?: string;
	/** Windows-1251; {@link letterText} makes it. */
	readonly text: LetterFile;
	readonly attachments: readonly LetterFile[];
	/** The docflow of the letter that this one answers, and its document where it is not the letter itself. */
	readonly answers?: { readonly docflowId: string; readonly documentId?: string };
	/** Sends it although the same letter was sent before. */
	readonly sendAgain?: boolean;
	/** How long to wait for background tasks, in milliseconds. */
	readonly patienceMs: number;
}

/** What came of a letter: every docflow that it was divided into. */
export type SentLetter =
	| { readonly kind: 'sent'; readonly parts: readonly SentOnce[]; readonly warnings: readonly ProblemLine[] }
	/** The service still packs it; running the same again goes on from there. */
	| { readonly kind: 'packing'; readonly draftsBuilderId: string; readonly taskId: string };

/** Longest name of a file (limits §7). */
export const LONGEST_NAME = 100;

/**
 * The text of a letter as its file.
 * @param text what was written, or the bytes of a text file: windows-1251 stays, UTF-8 is converted
 * @throws ExternError `input` that names the characters which the encoding does not have
 */
export function letterText(text: string | Uint8Array, fileName = 'letter.txt'): LetterFile {
	const name = /\.txt$/i.test(fileName) ? fileName : `${fileName.replace(/\.[^.]+$/, '')}.txt`;
	const written = typeof text === 'string' ? text : utf8In(text);
	if (written === undefined) return { name, bytes: Buffer.from(text) };
	if (written.trim() === '') throw inputError('The letter has no text', 'Write it, or choose the file that holds it');
	const missing = notInWindows1251(written);
	if (missing.length === 0) return { name, bytes: inWindows1251(written.replace(/\r?\n/g, '\r\n'), (character) => character) };
	throw inputError(`The text of the letter holds ${missing.slice(0, 10).join(' ')}, which the tax service cannot read`, 'Only letters and signs of windows-1251 are possible: leave emoji and other alphabets out, or attach them as a file');
}

/** What distinguishes a letter from others, for the id that follows from it. */
export function identityOf({ accountId, payer, recipient, subject, text, attachments, answers }: Letter): string[] {
	const files = [text, ...attachments].map(({ name, bytes }) => `${name} ${createHash('sha256').update(bytes).digest('hex')}`);
	return [accountId, payer.inn, payer.kpp ?? '', JSON.stringify(recipient), subject ?? '', answers?.docflowId ?? '', ...files];
}

/** The letter that is answered, as requisites name it; undefined when none is. */
export async function answeredLetter(extern: Extern, { accountId, answers }: Letter): Promise<WireDraftMeta['related-document'] | undefined> {
	if (!answers) return undefined;
	const { docflowId } = answers;
	const documentId = answers.documentId ?? (await mainDocumentOf(extern, accountId, docflowId));
	return { 'related-docflow-id': docflowId, 'related-document-id': documentId };
}

async function mainDocumentOf(extern: Extern, accountId: string, docflowId: string): Promise<string> {
	const { documents, type } = await readDocflow(extern, { accountId, docflowId });
	const wanted = type.replace('urn:docflow:', 'urn:document:');
	const main = membersOf(documents).find(({ description }) => textOf(description?.type) === wanted);
	if (!main) throw inputError('The docflow that is answered holds no letter', 'Fill in the document that is answered', 'answeredDocumentId');
	return main.id;
}

/** The text, where the bytes are UTF-8; undefined where they can only be windows-1251. */
function utf8In(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

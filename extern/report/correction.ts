import { createHash } from 'node:crypto';
import { inputError, stop } from '../failure';
import { derivedId } from '../flows/derivedId';
import { decoded, encodingOf, type TextEncoding } from './encoding';
import { fileIdParts, isWarrantName, withUnique } from './fileId';
import { type Requisites, RequisitesReader } from './requisites';
import type { Attribute } from './strictTag';
import { readStrictly } from './strictXml';

/** What happened to a report, and with it what is sent now. */
export interface Correction {
	/**
	 * `refused`: it was not taken, so the same report goes once more under a new name; `needsCorrection` (the authority
	 * asks for a clarification) and `accepted` (a mistake was found later): a correction with the next number.
	 */
	readonly reason: 'refused' | 'needsCorrection' | 'accepted';
	/** Docflow of the report, where it is known: a file that is refused twice gets two new names. */
	readonly docflowId?: string;
}

/** A report under its new identity. */
export interface CorrectedReport {
	readonly fileName: string;
	readonly bytes: Uint8Array;
	/** ИдФайл of before and now. */
	readonly previousFileId: string;
	readonly fileId: string;
	/** НомКорр of before and now; absent where the file has none. */
	readonly previousCorrection?: string;
	readonly correction?: string;
	/** Files that the report names, such as the books of a VAT declaration: a new name of theirs has to be put in. */
	readonly named: readonly string[];
}

/** N(3) in all formats of the tax service. */
const HIGHEST_NUMBER = 999;
/** What a VAT declaration calls its books. */
const OTHER_FILE = /^[A-Z]{2}_[A-Z]+\.\d+_\d{4}_\d{4}_/i;

/**
 * Gives a report of the tax service a new identity: a new last part of ИдФайл and of the file name, and after an
 * acceptance the next correction number. Every other byte and the encoding stay. The new name follows from the file,
 * the reason and the docflow, so a repeated run makes the same file, which is filed once.
 * @throws ExternError `input` when it is no report of the tax service, `stopped` when it cannot be read or has no correction number
 */
export function correctedReport(file: { readonly fileName: string; readonly bytes: Uint8Array }, { reason, docflowId = '' }: Correction): CorrectedReport {
	const { fileName, bytes } = file;
	const read = readForChange(fileName, bytes);
	const { requisites, fileId, number, named } = read;
	requireTaxReport(fileName, requisites);
	if (!fileId) throw inputError(`${fileName} has no file ID (attribute ИдФайл of Файл)`, 'Take the report file as the accounting program made it');
	const parts = fileIdParts(fileId.value);
	if (!parts) throw inputError(`The file ID ${fileId.value} is not written as the tax service wants it`, 'It should be FORM_office_office_INN+KPP_yyyymmdd_GUID; make the file again in the accounting program');
	const correction = reason === 'refused' ? number?.value : nextNumber(fileName, number?.value);
	const newId = withUnique(fileId.value, parts, inCaseOf(parts.unique, derivedId('correction', fileId.value, createHash('sha256').update(bytes).digest('hex'), reason, docflowId)));
	const changes = [{ at: fileId, value: newId }, ...(number && correction && correction !== number.value ? [{ at: number, value: correction }] : [])];
	return {
		fileName: `${newId}${endingOf(fileName)}`,
		bytes: changed(bytes, read, changes),
		previousFileId: fileId.value,
		fileId: newId,
		previousCorrection: number?.value,
		correction,
		named,
	};
}

interface ReadForChange {
	readonly text: string;
	readonly encoding: TextEncoding;
	readonly requisites: Requisites;
	readonly fileId?: Attribute;
	readonly number?: Attribute;
	readonly named: readonly string[];
}

function readForChange(fileName: string, bytes: Uint8Array): ReadForChange {
	const encoding = encodingOf(bytes);
	const text = decoded(bytes, encoding.real);
	const reader = new RequisitesReader();
	let fileId: Attribute | undefined;
	let number: Attribute | undefined;
	const named: string[] = [];
	const mistake = readStrictly(text, {
		element({ name, attributes, path }) {
			const find = (key: string) => attributes.find((one) => one.name === key);
			reader.element({ name, attribute: (key) => find(key)?.value, path });
			if (path.length === 1) fileId = find('ИдФайл');
			else named.push(...attributes.map(({ value }) => value).filter((value) => OTHER_FILE.test(value)));
			if (path.length === 2 && name === 'Документ') number ??= find('НомКорр');
		},
	});
	if (mistake) {
		const { line, column, text: what } = mistake;
		throw stop(`${fileName} is no well-formed XML: ${what}`, 'Take the report file as the accounting program made it; nothing was changed', [
			{ file: fileName, level: 'error', text: what, path: `line ${line}, column ${column}` },
		]);
	}
	if (encoding.real.startsWith('utf-16')) throw inputError(`${fileName} is written in UTF-16, which the tax service does not take`, 'Make the file again in the accounting program');
	return { text, encoding, requisites: reader.requisites, fileId, number, named };
}

function requireTaxReport(fileName: string, { authority }: Requisites): void {
	const elsewhere = 'Make the correction in the accounting program, and send the file that it writes';
	if (authority === 'rosstat') throw inputError(`${fileName} is a report for the statistics service (Rosstat); this changes reports of the tax service only`, elsewhere);
	if (authority === 'sfr') throw inputError(`${fileName} is a report for the social fund (SFR); this changes reports of the tax service only`, elsewhere);
	if (authority !== 'fns') throw inputError(`${fileName} is no report in the format of the tax service`, elsewhere);
	if (isWarrantName(fileName)) throw inputError(`${fileName} is a message about a power of attorney, which has no corrections`, 'Take the report file');
}

/** The number that follows, written as wide as the one before. */
function nextNumber(fileName: string, number: string | undefined): string {
	if (number === undefined) {
		throw stop(`${fileName} has no correction number (attribute НомКорр), so its form has no corrections`, 'Such forms, notifications for example, are sent anew with the right figures: make a new file in the accounting program');
	}
	if (!/^\d{1,3}$/.test(number)) throw stop(`The correction number "${number}" of ${fileName} is no number`, 'Make the file again in the accounting program');
	if (Number(number) >= HIGHEST_NUMBER) throw stop(`${fileName} is correction ${number}, and there is no higher number`, 'Make the file again in the accounting program');
	return String(Number(number) + 1).padStart(number.length, '0');
}

/** Puts values in place of others; everything between stays as it is, byte by byte. */
function changed(bytes: Uint8Array, read: ReadForChange, changes: ReadonlyArray<{ readonly at: Attribute; readonly value: string }>): Uint8Array {
	const pieces: Uint8Array[] = [];
	let rest = 0;
	for (const { at, value } of [...changes].sort((a, b) => a.at.from - b.at.from)) {
		pieces.push(bytes.subarray(rest, byteAt(read, at.from)), Buffer.from(value, 'latin1')); // digits, Latin letters, "-" and "_" only
		rest = byteAt(read, at.to);
	}
	return Buffer.concat([...pieces, bytes.subarray(rest)]);
}

/** In windows-1251 a letter is a byte. */
function byteAt({ text, encoding: { real, hasMark } }: ReadForChange, offset: number): number {
	return real === 'utf-8' ? Buffer.byteLength(text.slice(0, offset), 'utf8') + (hasMark ? 3 : 0) : offset;
}

function inCaseOf(pattern: string, guid: string): string {
	return pattern === pattern.toLowerCase() ? guid : guid.toUpperCase();
}

function endingOf(fileName: string): string {
	return /\.[^.]+$/.exec(fileName)?.[0] ?? '.xml';
}

import { createHash } from 'node:crypto';
import { elementsOf } from './xml';

export { inWindows1251, notInWindows1251 } from './windows1251';
export { fileIn, xmlBytes, type FileOrJson } from './xmlFile';

/** A taxpayer, a sender or a payer. */
export interface Party {
	readonly inn: string;
	/** Absent for sole traders and persons. */
	readonly kpp?: string;
}

/** A report file and what it says about itself; whatever cannot be read is absent. */
export interface ReportFile {
	readonly fileName: string;
	readonly bytes: Uint8Array;
	/** SHA-256 of the bytes, hex. */
	readonly sha256: string;
	/** ИдФайл: the identity of a report for the tax service. */
	readonly fileId?: string;
	/** Code of the form (КНД). */
	readonly knd?: string;
	/** Tax office that gets the report (КодНО, or the fourth part of the name). */
	readonly taxOffice?: string;
	/** Transit tax office, when the name has another one in third place. */
	readonly transitOffice?: string;
	readonly payer?: Party;
	/** Whether the file says that a representative signs it (ПрПодп = 2). */
	readonly byRepresentative?: boolean;
	readonly correctionNumber?: string;
}

const LARGEST_READ = 64 * 1024 * 1024; // a larger report is filed as well, only its requisites are not read from it

/**
 * Reads what a report in the tax service's format says about itself: from the XML, else from the
 * file name, which repeats the offices and the taxpayer (limits §7). Never refuses a file: whether
 * it is right is for the service's check to say.
 * @param bytes the file as it is, windows-1251 or UTF-8
 */
export function readReport(fileName: string, bytes: Uint8Array): ReportFile {
	const inside = bytes.length <= LARGEST_READ ? insideOf(decode(bytes)) : {};
	const named = nameParts(fileName);
	return {
		fileName,
		bytes,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		fileId: inside.fileId,
		knd: inside.knd,
		taxOffice: inside.taxOffice ?? named?.taxOffice,
		transitOffice: named && named.transit !== named.taxOffice ? named.transit : undefined,
		payer: inside.payer ?? named?.payer,
		byRepresentative: inside.byRepresentative,
		correctionNumber: inside.correctionNumber,
	};
}

function decode(bytes: Uint8Array): string {
	const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
	const isUtf8 = /encoding\s*=\s*["']utf-?8["']/i.test(head) || (bytes[0] === 0xef && bytes[1] === 0xbb);
	return new TextDecoder(isUtf8 ? 'utf-8' : 'windows-1251').decode(bytes);
}

type Inside = Pick<ReportFile, 'fileId' | 'knd' | 'taxOffice' | 'payer' | 'byRepresentative' | 'correctionNumber'>;

function insideOf(text: string): Inside {
	let found: Inside = {};
	for (const { name, attributes, path } of elementsOf(text)) {
		if (path.length === 1) {
			if (name !== 'Файл') return {};
			found = { ...found, fileId: attributes['ИдФайл'] };
		} else if (name === 'Документ' && path.length === 2) {
			found = { ...found, knd: attributes['КНД'], taxOffice: attributes['КодНО'], correctionNumber: attributes['НомКорр'] };
		} else if (path[2] === 'СвНП' && !found.payer) {
			found = { ...found, payer: payerOf(attributes) };
		} else if (name === 'Подписант') {
			return { ...found, byRepresentative: attributes['ПрПодп'] === '2' };
		}
	}
	return found;
}

function payerOf(attributes: Readonly<Record<string, string>>): Party | undefined {
	if (attributes['ИННЮЛ']) return { inn: attributes['ИННЮЛ'], kpp: attributes['КПП'] };
	return attributes['ИННФЛ'] ? { inn: attributes['ИННФЛ'] } : undefined;
}

/** `{FORM}_{transit}_{final}_{INN+KPP}_{yyyyMMdd}_{GUID}`; FORM itself holds underscores. */
function nameParts(fileName: string): { transit: string; taxOffice: string; payer: Party } | undefined {
	const parts = /^[A-Z0-9_]+?_(\d{4})_(\d{4})_(\d{10}|\d{12}|\d{14}[0-9A-Z]{2}\d{3})_\d{8}_/i.exec(fileName);
	if (!parts) return undefined;
	const [, transit, taxOffice, party] = parts;
	const payer = party.length === 19 ? { inn: party.slice(0, 10), kpp: party.slice(10) } : { inn: party };
	return { transit, taxOffice, payer };
}

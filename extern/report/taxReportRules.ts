import { fileIdParts, isWarrantName, stemOf } from './fileId';
import type { Requisites } from './requisites';
import { innMistake, kppMistake } from './taxNumbers';
import type { FileLine } from './fileLine';

/** What a file should be for, where that is known. */
export interface Expected {
	readonly authority?: string;
	readonly inn?: string;
	readonly kpp?: string;
	readonly taxOffice?: string;
}

const ID_PATH = '/Файл/@ИдФайл';

/** The rules of the tax service for names and requisites (limits §7). */
export function taxReportLines(fileName: string, requisites: Requisites, { isAnnex, isWhole }: { isAnnex: boolean; isWhole: boolean }): FileLine[] {
	// Of a file that is cut off nothing can be missed.
	const missing = isWhole && !isAnnex ? missingLines(requisites) : [];
	return [...idLines(fileName, requisites), ...partyLines(requisites), ...missing];
}

/** What is said where a file is for somebody or something else than expected. */
export function expectedLines({ authority, payer, taxOffice }: Requisites, expected: Expected): FileLine[] {
	const lines: FileLine[] = [];
	const differs = (what: string, found: string | undefined, wanted: string | undefined) => {
		if (found && wanted && found !== wanted) lines.push({ level: 'error', text: `The file is for ${what} ${found}, but ${wanted} was expected` });
	};
	differs('the authority', authority, expected.authority);
	differs('INN', payer?.inn, expected.inn);
	differs('KPP', payer?.kpp, expected.kpp);
	differs('the tax office', taxOffice, expected.taxOffice);
	return lines;
}

function idLines(fileName: string, { fileId, taxOffice, payer, byRepresentative }: Requisites): FileLine[] {
	if (!fileId) return [{ level: 'error', text: 'The file has no file ID (attribute ИдФайл of Файл)', path: ID_PATH }];
	const lines: FileLine[] = [];
	const stem = stemOf(fileName);
	if (stem.toLowerCase() !== fileId.toLowerCase()) lines.push({ level: 'error', text: `The file is called ${stem}, but its file ID (ИдФайл) is ${fileId}: they have to be the same`, path: ID_PATH });
	else if (stem !== fileId) lines.push({ level: 'warning', text: 'The name of the file and its file ID (ИдФайл) differ in capital letters', path: ID_PATH });
	const parts = fileIdParts(fileId);
	if (!parts) {
		lines.push({ level: 'warning', text: `The file ID ${fileId} is not written as usual: FORM_office_office_INN+KPP_yyyymmdd_GUID`, path: ID_PATH });
		return lines;
	}
	if (!isDay(parts.day)) lines.push({ level: 'error', text: `The file ID holds "${parts.day}" where a day (yyyymmdd) should stand`, path: ID_PATH });
	if (taxOffice && parts.taxOffice !== taxOffice) lines.push({ level: 'error', text: `The file ID names the tax office ${parts.taxOffice}, the file itself ${taxOffice} (КодНО)`, path: ID_PATH });
	const mistake = innMistake(parts.sender.inn);
	if (mistake && parts.sender.inn !== payer?.inn) lines.push({ level: 'error', text: `${mistake} (in the file ID)`, path: ID_PATH });
	if (payer && byRepresentative === false && parts.sender.inn !== payer.inn) {
		lines.push({ level: 'error', text: `The file ID names the sender ${parts.sender.inn}, but the file is signed by the taxpayer ${payer.inn} itself (ПрПодп = 1)`, path: ID_PATH });
	}
	if (isWarrantName(fileName)) return lines.filter(({ text }) => !text.includes('ПрПодп'));
	return lines;
}

function partyLines({ payer }: Requisites): FileLine[] {
	if (!payer) return [];
	const inn = innMistake(payer.inn);
	const kpp = inn === undefined ? kppMistake(payer.inn, payer.kpp) : undefined;
	return [
		...(inn ? [{ level: 'error' as const, text: inn, path: '/Файл/Документ/СвНП' }] : []),
		...(kpp ? [{ level: 'error' as const, text: kpp, path: '/Файл/Документ/СвНП' }] : []),
	];
}

function missingLines({ knd, payer, taxOffice }: Requisites): FileLine[] {
	const lines: FileLine[] = [];
	if (!knd) lines.push({ level: 'warning', text: 'The file does not say which form it is (attribute КНД of Документ)', path: '/Файл/Документ/@КНД' });
	if (!payer) lines.push({ level: 'warning', text: 'The file does not say who the taxpayer is: choose the organization when it is sent', path: '/Файл/Документ/СвНП' });
	if (!taxOffice) lines.push({ level: 'warning', text: 'The file does not say which tax office gets it: fill in Tax Office when it is sent', path: '/Файл/Документ/@КодНО' });
	return lines;
}

/** yyyyMMdd of a day that exists. */
function isDay(day: string): boolean {
	const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
	const date = new Date(`${iso}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
}

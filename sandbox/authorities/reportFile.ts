/** Reads a report file as the service does: encoding, well-formedness, identity, form, period, taxpayer. */

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decode } from 'iconv-lite';

export interface ReportFile {
	/** As declared, lower case; null when nothing is declared. */
	encoding: string | null;
	/** The bytes are not what the declaration says. */
	encodingProblem?: string;
	/** Where and why the XML is broken. */
	malformed?: { line: number; message: string };
	/** ИдФайл */
	fileId?: string;
	/** ВерсФорм */
	formVersion?: string;
	/** КНД */
	knd?: string;
	/** Период */
	periodCode?: string;
	/** ОтчетГод */
	year?: string;
	/** НомКорр */
	correction?: string;
	/** КодНО */
	office?: string;
	oktmo?: string;
	taxpayer?: { inn: string; kpp?: string; path: string };
}

type Node = Record<string, unknown>;

/** Larger files are taken as they are. */
export const LARGEST_READ = 20 * 1024 * 1024;
const parser = new XMLParser({
	ignoreAttributes: false,
	attributeNamePrefix: '@',
	parseTagValue: false,
	parseAttributeValue: false,
});

/** Undefined when the bytes are no XML. */
export function readReportFile(bytes: Buffer): ReportFile | undefined {
	const start = bytes.subarray(0, 4).toString('hex').startsWith('efbbbf') ? 3 : 0;
	const head = bytes
		.subarray(start, start + 200)
		.toString('latin1')
		.trimStart();
	if (!head.startsWith('<')) return undefined;
	const encoding = /^<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1]?.toLowerCase() ?? null;
	const problem = encodingProblem(bytes, encoding);
	const text = decode(bytes, encoding === 'windows-1251' && !problem ? 'win1251' : 'utf8').replace(/^\uFEFF/, '');
	const file: ReportFile = { encoding, encodingProblem: problem };
	const verdict = XMLValidator.validate(text);
	if (verdict !== true) return { ...file, malformed: { line: verdict.err.line, message: verdict.err.msg } };
	return { ...file, ...requisitesOf(node(parser.parse(text))) };
}

function encodingProblem(bytes: Buffer, encoding: string | null): string | undefined {
	if (encoding !== 'windows-1251') return undefined;
	return isUtf8Text(bytes) ? 'объявлена кодировка windows-1251, а байты файла записаны в UTF-8' : undefined;
}

/** A text of Russian words in windows-1251 never happens to be valid UTF-8. */
export function isUtf8Text(bytes: Buffer): boolean {
	return bytes.some((byte) => byte > 0x7f) && isUtf8(bytes);
}

function isUtf8(bytes: Buffer): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

function requisitesOf(document: Node): Partial<ReportFile> {
	const root = node(document['Файл']);
	const report = node(root['Документ']);
	const company = node(node(report['СвНП'])['НПЮЛ']);
	const person = node(node(report['СвНП'])['НПФЛ']);
	return {
		fileId: attribute(root, 'ИдФайл'),
		formVersion: attribute(root, 'ВерсФорм'),
		knd: attribute(report, 'КНД'),
		periodCode: attribute(report, 'Период'),
		year: attribute(report, 'ОтчетГод'),
		correction: attribute(report, 'НомКорр'),
		office: attribute(report, 'КодНО'),
		oktmo: attribute(node(report['СвНП']), 'ОКТМО'),
		taxpayer: taxpayerOf(company, person),
	};
}

function taxpayerOf(company: Node, person: Node): ReportFile['taxpayer'] {
	const companyInn = attribute(company, 'ИННЮЛ');
	if (companyInn) return { inn: companyInn, kpp: attribute(company, 'КПП'), path: '/Файл/Документ/СвНП/НПЮЛ' };
	const personInn = attribute(person, 'ИННФЛ');
	return personInn ? { inn: personInn, path: '/Файл/Документ/СвНП/НПФЛ' } : undefined;
}

function attribute(element: Node, name: string): string | undefined {
	const value = element[`@${name}`];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function node(value: unknown): Node {
	return isNode(value) ? value : {};
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

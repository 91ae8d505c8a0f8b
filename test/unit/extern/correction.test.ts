import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { decode, encode } from 'iconv-lite';
import { ExternError } from '../../../extern/failure';
import { correctedReport, type Correction, readReport } from '../../../extern/report';
import { makeMalformedReport, makeReport } from '../../reports/fnsReport';

const signer = { surname: 'Иванова', name: 'Анна', patronymic: 'Ивановна' };
const company = { inn: '7707083893', kpp: '770701001', organizationName: 'ООО "Ромашка & Ко" <тест>', taxOffice: '0087', signer };
const GUID = '[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}';

const correct = (file: { fileName: string; bytes: Uint8Array }, reason: Correction['reason'], docflowId?: string) => correctedReport(file, { reason, docflowId });
function problemOf(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof ExternError && (error.failure.kind === 'input' || error.failure.kind === 'stopped')) return `${error.message}. ${error.failure.hint ?? ''}`;
		throw error;
	}
	return 'nothing';
}

test('after a refusal the same report goes under a new name', () => {
	const file = makeReport({ ...company, correction: 1 });
	const corrected = correct(file, 'refused');
	expect(corrected).toMatchObject({ previousFileId: file.idFile, previousCorrection: '1', correction: '1', named: [] });
	expect(corrected.fileId).toMatch(new RegExp(`^${file.idFile.slice(0, -36)}${GUID}$`));
	expect(corrected.fileId).not.toBe(file.idFile);
	expect(corrected.fileName).toBe(`${corrected.fileId}.xml`);
	expect(readReport(corrected.fileName, corrected.bytes)).toMatchObject({ fileId: corrected.fileId, correctionNumber: '1' });
});

test.each<Correction['reason']>(['needsCorrection', 'accepted'])('after an acceptance (%s) the correction has the next number', (reason) => {
	const corrected = correct(makeReport(company), reason);
	expect(corrected).toMatchObject({ previousCorrection: '0', correction: '1' });
	expect(readReport(corrected.fileName, corrected.bytes).correctionNumber).toBe('1');
});

test('a repeated run makes the same file; another docflow, reason or content makes another', () => {
	const file = makeReport(company);
	const first = correct(file, 'refused', 'a');
	expect(correct(file, 'refused', 'a')).toEqual(first);
	const others = [correct(file, 'refused', 'b'), correct(file, 'needsCorrection', 'a'), correct({ ...file, bytes: Buffer.concat([file.bytes, Buffer.from(' ')]) }, 'refused', 'a')];
	expect(new Set([first, ...others].map(({ fileId }) => fileId)).size).toBe(4);
});

test('small letters stay small', () => {
	const { bytes, fileName, idFile } = makeReport(company);
	const small = idFile.slice(0, -36) + idFile.slice(-36).toLowerCase();
	const corrected = correct({ fileName, bytes: encode(decode(bytes, 'windows-1251').replace(idFile, small), 'windows-1251') }, 'refused');
	expect(corrected.fileId.slice(-36)).toBe(corrected.fileId.slice(-36).toLowerCase());
});

/** Attributes by path, in order. */
function attributesOf(text: string): unknown {
	return new XMLParser({ ignoreAttributes: false, preserveOrder: true, trimValues: false, parseAttributeValue: false }).parse(text);
}

const word = fc.string({ unit: fc.constantFrom('я', 'Ё', 'ж', 'a', 'Z', ' ', '1', '№', '«', '»'), maxLength: 12 });
const quote = fc.constantFrom('"', '\'');
const reports = fc.record({
	encoding: fc.constantFrom('windows-1251', 'utf-8'),
	hasMark: fc.boolean(),
	number: fc.constantFrom('0', '1', '9', '99', '00', '009', '998'),
	reason: fc.constantFrom<Correction['reason']>('refused', 'needsCorrection', 'accepted'),
	words: fc.array(word, { minLength: 4, maxLength: 4 }),
	quote,
	blank: fc.constantFrom(' ', '\r\n\t', '  '),
	isNumberFirst: fc.boolean(),
});

test('nothing but the file ID and the correction number differs, byte for byte', () => {
	const id = 'NO_NDS_7700_0087_7707083893770701001_20260401_0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D';
	fc.assert(
		fc.property(reports, ({ encoding, hasMark, number, reason, words: [a, b, c, d], quote: q, blank, isNumberFirst }) => {
			const value = (name: string, text: string) => `${blank}${name}=${q}${text}${q}`;
			const document = [value('НомКорр', number), value('Наим', `${b} НомКорр`)];
			const xml = `<?xml version="1.0" encoding="${encoding}"?>\r\n<!-- ${a} ИдФайл="x" --><Файл${value('Прог', a)}${value('ИдФайл', id)}><Документ${(isNumberFirst ? document : document.reverse()).join('')}><СвНП/>${c} ${number} ${id}<Вложенный${value('НомКорр', number)}/>${d}</Документ></Файл>\n`;
			const withMark = hasMark && encoding === 'utf-8';
			const bytes = Buffer.concat([Buffer.from(withMark ? 'efbbbf' : '', 'hex'), encode(xml, encoding)]);
			const corrected = correct({ fileName: `${id}.xml`, bytes }, reason);
			const next = reason === 'refused' ? number : String(Number(number) + 1).padStart(number.length, '0');
			const expected = xml.replace(`ИдФайл=${q}${id}${q}`, `ИдФайл=${q}${corrected.fileId}${q}`).replace(`Документ${isNumberFirst ? '' : document[0]}${value('НомКорр', number)}`, (found) => found.slice(0, found.length - number.length - 1) + next + q);
			const text = decode(Buffer.from(corrected.bytes).subarray(withMark ? 3 : 0), encoding);
			expect(text).toBe(expected);
			expect(Buffer.from(corrected.bytes).subarray(0, withMark ? 3 : 0)).toEqual(bytes.subarray(0, withMark ? 3 : 0));
			expect(attributesOf(text)).toEqual(attributesOf(expected));
		}),
	);
});

test('books that a VAT declaration names are told', () => {
	const { bytes, fileName } = makeReport(company);
	const book = 'NO_NDS.8_0087_0087_7707083893770701001_20260401_X';
	const text = decode(bytes, 'windows-1251').replace('<СвНП>', `<СвНП><Книга Наим="${book}"/>`);
	expect(correct({ fileName, bytes: encode(text, 'windows-1251') }, 'refused').named).toEqual([book]);
});

describe('what cannot be corrected is told in words', () => {
	const changed = (change: (xml: string) => string) => {
		const { fileName, bytes } = makeReport(company);
		return { fileName, bytes: encode(change(decode(bytes, 'windows-1251')), 'windows-1251') };
	};
	const rosstat = { fileName: '0610013.xml', bytes: Buffer.from('<report shifr="0610013"/>') };
	const sfr = { fileName: 'ПФР.xml', bytes: Buffer.from('<ЭДПФР><ЕФС-1/></ЭДПФР>') };

	test.each<[string, () => { fileName: string; bytes: Uint8Array }, Correction['reason'], RegExp]>([
		['a form without correction number', () => changed((xml) => xml.replace(' НомКорр="0"', '')), 'needsCorrection', /has no correction number \(attribute НомКорр\), so its form has no corrections\. Such forms, notifications for example, are sent anew/],
		['a number that is none', () => changed((xml) => xml.replace('НомКорр="0"', 'НомКорр="--"')), 'accepted', /The correction number "--" of .* is no number/],
		['the last number', () => changed((xml) => xml.replace('НомКорр="0"', 'НомКорр="999"')), 'accepted', /is correction 999, and there is no higher number/],
		['a report without file ID', () => changed((xml) => xml.replace(/ИдФайл="[^"]*"/, '')), 'refused', /has no file ID \(attribute ИдФайл of Файл\)/],
		['a file ID of another kind', () => changed((xml) => xml.replace(/ИдФайл="[^"]*"/, 'ИдФайл="x"')), 'refused', /The file ID x is not written as the tax service wants it/],
		['a damaged file', () => makeMalformedReport(company), 'refused', /is no well-formed XML: the element Файл is not closed/],
		['a report for the statistics service', () => rosstat, 'needsCorrection', /is a report for the statistics service \(Rosstat\)/],
		['a report for the social fund', () => sfr, 'needsCorrection', /is a report for the social fund \(SFR\)/],
		['another document', () => ({ fileName: 'x.xml', bytes: Buffer.from('<Письмо/>') }), 'refused', /is no report in the format of the tax service/],
		['UTF-16', () => ({ fileName: 'x.xml', bytes: Buffer.from('\ufeff<Файл/>', 'utf16le') }), 'refused', /is written in UTF-16/],
	])('%s', (_, make, reason, words) => {
		expect(problemOf(() => correct(make(), reason))).toMatch(words);
	});

	test('a form without correction number can be sent again after a refusal', () => {
		const file = changed((xml) => xml.replace(' НомКорр="0"', ''));
		expect(correct(file, 'refused')).toMatchObject({ previousCorrection: undefined, correction: undefined });
	});
});

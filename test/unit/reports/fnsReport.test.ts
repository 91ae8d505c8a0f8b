import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decode } from 'iconv-lite';

import {
	makeMalformedReport,
	makeRenamedReport,
	makeReport,
	makeReportInWrongEncoding,
	makeReportOfOtherTaxpayer,
} from '../../reports/fnsReport';

const guid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

const wishes = {
	inn: '7757424860',
	kpp: '680345565',
	organizationName: 'ООО "Ромашка & Ко"',
	taxOffice: '0087',
	signer: { surname: 'Ёлкина', name: 'Анна', patronymic: 'Петровна' },
	date: new Date('2026-03-05T21:30:00Z'),
	guid,
};

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false });
const textOf = ({ bytes }: { bytes: Buffer }) => decode(bytes, 'windows-1251');
const fileOf = (report: { bytes: Buffer }) => parser.parse(textOf(report)).Файл;

test('a report is named by office, taxpayer, day and identity, and says the same inside', () => {
	const report = makeReport(wishes);
	expect(report.fileName).toBe(
		'NO_USN_0087_0087_7757424860680345565_20260305_3F2504E0-4F89-41D3-9A0C-0305E82C3301.xml',
	);
	expect(`${fileOf(report).ИдФайл}.xml`).toBe(report.fileName);
	expect(report.idFile).toBe(fileOf(report).ИдФайл);
});

test('a report of a company holds its requisites in windows-1251', () => {
	const report = makeReport({ ...wishes, year: 2025, correction: 2, income: 50_000 });
	expect(textOf(report).startsWith('<?xml version="1.0" encoding="windows-1251"?>')).toBe(true);
	expect(XMLValidator.validate(textOf(report))).toBe(true);
	expect(fileOf(report).Документ).toMatchObject({
		КНД: '1152017',
		ДатаДок: '05.03.2026',
		Период: '34',
		ОтчетГод: '2025',
		КодНО: '0087',
		НомКорр: '2',
		ПоМесту: '210',
		СвНП: { НПЮЛ: { НаимОрг: 'ООО "Ромашка & Ко"', ИННЮЛ: wishes.inn, КПП: wishes.kpp } },
		Подписант: { ПрПодп: '1', ФИО: { Фамилия: 'Ёлкина', Имя: 'Анна', Отчество: 'Петровна' } },
		УСН: { СумНалПУ_НП: { НалПУУменПер: '3000' } },
	});
});

test('a sole trader is written by name, a representative by the power of attorney', () => {
	const { kpp: _, ...soleTrader } = { ...wishes, inn: '772812345678' };
	const report = makeReport({ ...soleTrader, representative: { document: 'Доверенность 17' } });
	expect(report.fileName).toContain('_0087_772812345678_2026');
	expect(fileOf(report).Документ).toMatchObject({
		ПоМесту: '120',
		СвНП: { НПФЛ: { ИННФЛ: '772812345678', ФИО: { Фамилия: 'Ёлкина' } } },
		Подписант: { ПрПодп: '2', СвПред: { НаимДок: 'Доверенность 17' } },
	});
});

test('two reports are two files, the same wishes with the same identity are the same bytes', () => {
	expect(makeReport({ ...wishes, guid: undefined }).idFile).not.toBe(
		makeReport({ ...wishes, guid: undefined }).idFile,
	);
	expect(makeReport(wishes).bytes.equals(makeReport(wishes).bytes)).toBe(true);
});

test('broken reports are broken in one way only', () => {
	const right = makeReport(wishes);

	const utf8 = makeReportInWrongEncoding(wishes);
	expect(utf8.bytes.toString('utf8')).toBe(textOf(right));

	expect(XMLValidator.validate(textOf(makeMalformedReport(wishes)))).toMatchObject({ err: {} });

	const foreign = makeReportOfOtherTaxpayer(wishes, '7700000000');
	expect(foreign.fileName).toBe(right.fileName);
	expect(fileOf(foreign).Документ.СвНП.НПЮЛ.ИННЮЛ).toBe('7700000000');

	const renamed = makeRenamedReport(wishes);
	expect(renamed.bytes.equals(right.bytes)).toBe(true);
	expect(renamed.fileName).not.toContain(right.idFile);
});

import fc from 'fast-check';
import { encode } from 'iconv-lite';
import { tooLarge, validateReportFile } from '../../../extern/report/validation';
import { makeMalformedReport, makeRenamedReport, makeReport, makeReportInWrongEncoding } from '../../reports/fnsReport';

const signer = { surname: 'Иванова', name: 'Анна', patronymic: 'Ивановна' };
const company = { inn: '7707083893', kpp: '770701001', organizationName: 'ООО "Ромашка & Ко"', taxOffice: '0087', signer };
const trader = { inn: '500100732259', organizationName: 'ИП Иванова', taxOffice: '7702', signer };

const validate = (file: { fileName: string; bytes: Uint8Array }, expected = {}, mayAccompany = false) => validateReportFile(file, { ...expected, mayAccompany });
const errorsOf = ({ lines }: ReturnType<typeof validate>) => lines.filter(({ level }) => level === 'error').map(({ text }) => text);
const windows = (xml: string) => encode(xml, 'windows-1251');
/** A report of a company, written by hand so that each test can spoil one thing. */
const report = (more: { declared?: string; id?: string; party?: string; document?: string; signedBy?: string } = {}) => {
	const { declared = 'windows-1251', id = ID, party = '<НПЮЛ НаимОрг="Р" ИННЮЛ="7707083893" КПП="770701001"/>', document = 'КНД="1152017" КодНО="0087" НомКорр="0" Период="34" ОтчетГод="2025"', signedBy = '1' } = more;
	return `<?xml version="1.0" encoding="${declared}"?><Файл ИдФайл="${id}"><Документ ${document}><СвНП>${party}</СвНП><Подписант ПрПодп="${signedBy}"/></Документ></Файл>`;
};
const ID = 'NO_USN_0087_0087_7707083893770701001_20260401_0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D';
const NAME = `${ID}.xml`;

test('a right report has nothing against it, and tells what it is', () => {
	const { fileName, idFile, bytes } = makeReport({ ...company, correction: 2 });
	expect(validate({ fileName, bytes })).toMatchObject({
		fileName,
		size: bytes.length,
		kind: 'report',
		isValid: true,
		encoding: 'windows-1251',
		lines: [],
		requisites: { authority: 'fns', fileId: idFile, knd: '1152017', payer: { inn: '7707083893', kpp: '770701001' }, taxOffice: '0087', correctionNumber: '2', periodCode: '34', byRepresentative: false },
	});
	expect(validate(makeReport(trader))).toMatchObject({ isValid: true, lines: [] });
	expect(validate({ fileName: NAME, bytes: windows(report()) })).toMatchObject({ isValid: true, lines: [] });
});

describe('the encoding of a report for the tax service is windows-1251', () => {
	test.each([
		['UTF-8 under another name', makeReportInWrongEncoding(company).bytes, 'The file declares windows-1251, but is written in utf-8. It was probably saved by a text editor: let the accounting program write it anew'],
		['UTF-8 by its own name', Buffer.from(report({ declared: 'utf-8' })), 'The file declares utf-8; the tax service takes windows-1251 only'],
		['UTF-8 with a byte order mark', Buffer.from(`\ufeff${report({ declared: 'UTF-8' })}`), 'A byte order mark (BOM) stands before the text, which windows-1251 does not have'],
		['UTF-16', Buffer.from(`\ufeff${report({ declared: 'utf-16' })}`, 'utf16le'), 'The file is written in UTF-16; the tax service takes windows-1251 only'],
		['UTF-16 without a mark', Buffer.from(report({ declared: 'utf-16' }), 'utf16le'), 'The file is written in UTF-16; the tax service takes windows-1251 only'],
		['no declaration', windows(report().replace(/<\?.*?\?>/, '')), 'The file declares no encoding, which means utf-8, but is written in windows-1251. It was probably saved by a text editor: let the accounting program write it anew'],
		['letters of DOS', encode(report(), 'cp866'), 'The file is written in ibm866. Reports are written in windows-1251: let the accounting program write it anew'],
		['letters of Unix', encode(report(), 'koi8-r'), 'The file is written in koi8-r. Reports are written in windows-1251: let the accounting program write it anew'],
	])('%s is told', (_, bytes, text) => {
		const found = validate({ fileName: NAME, bytes });
		expect(errorsOf(found)).toContain(text);
		expect(found.isValid).toBe(false);
	});

	test('others take UTF-8', () => {
		const found = validate({ fileName: '0610013.xml', bytes: Buffer.from('<?xml version="1.0" encoding="utf-8"?><report shifr="0610013" year="2026" period="09"><title><item name="имя" value="я"/><item name="okpo" value="00032537"/></title></report>') });
		expect(found).toMatchObject({ isValid: true, encoding: 'utf-8', kind: 'report', requisites: { okud: '0610013' }, lines: [] });
	});
});

test('a file that is cut off is told with line and column, and is not said to lack what was cut off', () => {
	const found = validate(makeMalformedReport(company));
	expect(found.lines).toEqual([expect.objectContaining({ level: 'error', text: 'The file is no well-formed XML: the element Файл is not closed; the file was probably cut off', line: expect.any(Number), column: expect.any(Number), path: expect.stringMatching(/^line \d+, column \d+$/) })]);
});

test('a document type is refused, however small the file is', () => {
	const bomb = `<?xml version="1.0" encoding="windows-1251"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><Файл ИдФайл="${ID}">&b;</Файл>`;
	expect(errorsOf(validate({ fileName: NAME, bytes: windows(bomb) }))).toContain('The file is no well-formed XML: a document type (DOCTYPE), which a report must not have');
});

describe('the name of a report is its file ID', () => {
	test('another name is told', () => {
		const renamed = makeRenamedReport(company);
		expect(errorsOf(validate(renamed))).toEqual([`The file is called Декларация за год, but its file ID (ИдФайл) is ${renamed.idFile}: they have to be the same`]);
	});

	test('other capital letters are only warned about', () => {
		expect(validate({ fileName: NAME.toLowerCase(), bytes: windows(report()) })).toMatchObject({ isValid: true, lines: [{ level: 'warning', text: expect.stringContaining('capital letters') }] });
	});

	test.each([
		['no file ID', report().replace(`ИдФайл="${ID}"`, ''), NAME, 'The file has no file ID (attribute ИдФайл of Файл)'],
		['a day that does not exist', report({ id: ID.replace('20260401', '20260431') }), NAME.replace('20260401', '20260431'), 'The file ID holds "20260431" where a day (yyyymmdd) should stand'],
		['another tax office', report({ document: 'КНД="1152017" КодНО="7702"' }), NAME, 'The file ID names the tax office 0087, the file itself 7702 (КодНО)'],
		['another sender, though the taxpayer signs', report({ id: ID.replace('7707083893', '7736050003') }), NAME.replace('7707083893', '7736050003'), 'The file ID names the sender 7736050003, but the file is signed by the taxpayer 7707083893 itself (ПрПодп = 1)'],
	])('%s is told', (_, xml, fileName, text) => {
		expect(errorsOf(validate({ fileName, bytes: windows(xml) }))).toEqual([text]);
	});

	test('a representative may have another INN than the taxpayer', () => {
		const id = ID.replace('7707083893', '7736050003');
		expect(validate({ fileName: `${id}.xml`, bytes: windows(report({ id, signedBy: '2' })) })).toMatchObject({ isValid: true, lines: [], requisites: { byRepresentative: true } });
	});

	test('another ending is told', () => {
		expect(errorsOf(validate({ fileName: `${ID}.txt`, bytes: windows(report()) }))).toEqual(['The name of the file should end in .xml']);
	});
});

describe('INN and KPP', () => {
	test.each([
		['a mistyped INN of a company', '<НПЮЛ ИННЮЛ="7707083894" КПП="770701001"/>', 'The INN 7707083894 is mistyped: its check digits do not fit'],
		['a mistyped INN of a person', '<НПФЛ ИННФЛ="500100732258"/>', 'The INN 500100732258 is mistyped: its check digits do not fit'],
		['an INN that is too short', '<НПЮЛ ИННЮЛ="770708389" КПП="770701001"/>', 'The INN 770708389 has not 10 digits (company) or 12 (person)'],
		['a company without KPP', '<НПЮЛ ИННЮЛ="7707083893"/>', 'A company (INN of 10 digits) has a KPP, but the file gives none'],
		['a KPP that is none', '<НПЮЛ ИННЮЛ="7707083893" КПП="77070100"/>', 'The KPP 77070100 is not written as a KPP: 9 characters, such as 770701001'],
	])('%s is told', (_, party, text) => {
		expect(errorsOf(validate({ fileName: NAME, bytes: windows(report({ party, signedBy: '2' })) }))).toContain(text);
	});

	test('any change of one digit is noticed', () => {
		fc.assert(
			fc.property(fc.constantFrom('7707083893', '500100732259'), fc.nat(11), fc.integer({ min: 1, max: 9 }), (inn, at, more) => {
				const place = at % inn.length;
				const changed = inn.slice(0, place) + String((Number(inn[place]) + more) % 10) + inn.slice(place + 1);
				const party = changed.length === 10 ? `<НПЮЛ ИННЮЛ="${changed}" КПП="770701001"/>` : `<НПФЛ ИННФЛ="${changed}"/>`;
				expect(errorsOf(validate({ fileName: NAME, bytes: windows(report({ party, signedBy: '2' })) }))).toEqual([`The INN ${changed} is mistyped: its check digits do not fit`]);
			}),
		);
	});
});

test('a report for somebody else than expected is told', () => {
	const { fileName, bytes } = makeReport(company);
	expect(errorsOf(validate({ fileName, bytes }, { inn: '7736050003', kpp: '773601001', taxOffice: '7736' }))).toEqual([
		'The file is for INN 7707083893, but 7736050003 was expected',
		'The file is for KPP 770701001, but 773601001 was expected',
		'The file is for the tax office 0087, but 7736 was expected',
	]);
});

describe('what is no report is told in words', () => {
	const zip = Buffer.from('504b0304140000000800', 'hex');
	const signature = Buffer.from('30820a0006092a864886f70d010702a08209f0', 'hex');
	test.each([
		['an empty file', 'x.xml', Buffer.alloc(0), 'The file is empty'],
		['a file of blanks', 'x.xml', Buffer.from(' \r\n'), 'The file is empty'],
		['an archive', 'отчёт.zip', zip, 'The file is an archive, not a report: unpack it first, for example with the Compression node'],
		['a table', 'отчёт.xlsx', zip, 'The file is an Office document, not a report. Reports are XML files, which the accounting program writes'],
		['a signature', `${NAME}.sig`, signature, 'The file is a signature, not a report: name it under Signature Binary Fields where the report is signed'],
		['a signature in base64', `${NAME}.sig`, Buffer.from(Buffer.concat([signature, Buffer.alloc(60)]).toString('base64')), 'The file is a signature, not a report: name it under Signature Binary Fields where the report is signed'],
		['an encrypted file', 'x.enc', Buffer.from('30820a0006092a864886f70d010703a08209f0', 'hex'), 'The file is encrypted. Reports are sent as they are, Kontur.Extern encrypts them: take the file that the accounting program wrote'],
		['a PDF document', 'x.pdf', Buffer.from('%PDF-1.7'), 'The file is a PDF document, not a report. Reports are XML files; a PDF may only go along with one'],
		['a web page', 'x.xml', Buffer.from('<!DOCTYPE html><html></html>'), 'The file is a web page, not a report. A download probably needed a login first'],
		['a text', 'x.txt', Buffer.from('Здравствуйте'), 'The file is a text, not a report. Reports are XML files, which the accounting program writes'],
		['something else', 'x.xml', Buffer.from('0102ff', 'hex'), 'The file is no report that can be read. Reports are XML files, which the accounting program writes'],
	])('%s', (_, fileName, bytes, text) => {
		const found = validate({ fileName, bytes });
		expect(found).toMatchObject({ kind: 'unknown', isValid: false });
		expect(errorsOf(found)).toEqual([text]);
	});

	test('a file that is too large is refused by its size alone', () => {
		expect(tooLarge(NAME, 200 * 1024 * 1024)).toMatchObject({ isValid: false, size: 209_715_200, lines: [{ file: NAME, level: 'error', text: expect.stringContaining('The file has 200 MB; files above 64 MB are not looked into') }] });
	});
});

describe('what goes along with a report', () => {
	test.each([
		['a PDF document', 'NO_BUHPZ_1.pdf', Buffer.from('%PDF-1.7'), true, []],
		['a picture', 'скан.jpg', Buffer.from('ffd8ffe000', 'hex'), true, ['Pictures usually go with answers to demands and letters (Draft: Builder), not with reports']],
		['a document under a wrong name', 'скан.jpg', Buffer.from('%PDF-1.7'), false, ['The name does not end as that of a PDF document (.pdf), which the file is']],
		['a long name', `${'я'.repeat(100)}.pdf`, Buffer.from('%PDF-1.7'), true, ['The name has more than 100 characters and may be cut']],
	])('%s', (_, fileName, bytes, isValid, texts) => {
		const found = validate({ fileName, bytes }, {}, true);
		expect(found).toMatchObject({ kind: 'attachment', isValid });
		expect(found.lines.map(({ text }) => text)).toEqual(texts);
	});

	test('a book of a VAT declaration names no taxpayer and is none the worse for it', () => {
		const id = ID.replace('NO_USN', 'NO_NDS.8');
		const bytes = windows(`<?xml version="1.0" encoding="windows-1251"?><Файл ИдФайл="${id}"><Документ Индекс="0000080" НомКорр="0"/></Файл>`);
		expect(validate({ fileName: `${id}.xml`, bytes })).toMatchObject({ kind: 'annex', isValid: true, lines: [] });
	});

	test('a message about a power of attorney is known by its name', () => {
		const id = ID.replace('NO_USN', 'ON_DOV');
		expect(validate({ fileName: `${id}.xml`, bytes: windows(report({ id })) })).toMatchObject({ kind: 'warrant', isValid: true });
	});
});

test('any bytes under any name get a verdict', () => {
	fc.assert(
		fc.property(fc.string(), fc.uint8Array({ maxLength: 600 }), fc.boolean(), (fileName, bytes, mayAccompany) => {
			const { isValid, lines } = validate({ fileName, bytes }, {}, mayAccompany);
			expect(isValid).toBe(!lines.some(({ level }) => level === 'error'));
		}),
		{ numRuns: 500 },
	);
	const { fileName, bytes } = makeReport(company);
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }), (changes) => {
			const changed = Buffer.from(bytes);
			for (const [at, value] of changes) changed[at] = value;
			expect(validate({ fileName, bytes: changed }).fileName).toBe(fileName);
		}),
	);
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { encode } from 'iconv-lite';
import { readReport } from '../../../extern/report';
import { makeMalformedReport, makeRenamedReport, makeReport, makeReportInWrongEncoding, makeReportOfOtherTaxpayer } from '../../reports/fnsReport';

const signer = { surname: 'Иванова', name: 'Анна', patronymic: 'Ивановна' };
const company = { inn: '7707083893', kpp: '770701001', organizationName: 'ООО "Ромашка & Ко" <тест>', taxOffice: '0087', signer };
const trader = { inn: '770708389312', organizationName: 'ИП Иванова', taxOffice: '7702', signer };

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a company\'s report says whose it is, what it is and where it goes', () => {
	const { fileName, idFile, bytes } = makeReport({ ...company, correction: 2 });
	expect(readReport(fileName, bytes)).toEqual({
		fileName,
		bytes,
		sha256: digestOf(bytes),
		authority: 'fns',
		fileId: idFile,
		payerName: 'ООО "Ромашка & Ко" <тест>',
		periodCode: '34',
		year: String(new Date().getUTCFullYear() - 1),
		knd: '1152017',
		taxOffice: '0087',
		transitOffice: undefined,
		payer: { inn: '7707083893', kpp: '770701001' },
		byRepresentative: false,
		signer: { surname: 'Иванова', givenName: 'Анна', patronymic: 'Ивановна' },
		correctionNumber: '2',
	});
});

test('a sole trader has twelve digits and no KPP', () => {
	const { fileName, bytes } = makeReport(trader);
	expect(readReport(fileName, bytes).payer).toEqual({ inn: '770708389312' });
	expect(readReport(fileName, Buffer.alloc(0)).payer).toEqual({ inn: '770708389312' });
});

test('a representative is known by the mark of the signer', () => {
	const { fileName, bytes } = makeReport({ ...company, representative: { document: 'Доверенность № 1' } });
	expect(readReport(fileName, bytes)).toMatchObject({ byRepresentative: true, signer: { surname: 'Иванова', givenName: 'Анна', patronymic: 'Ивановна' } });
});

test('the file itself counts more than its name', () => {
	const other = makeReportOfOtherTaxpayer(company, '7736050003');
	expect(readReport(other.fileName, other.bytes).payer?.inn).toBe('7736050003');
	const renamed = makeRenamedReport(company);
	expect(readReport(renamed.fileName, renamed.bytes)).toMatchObject({ fileName: renamed.fileName, fileId: renamed.idFile, taxOffice: '0087' });
});

test('a file that is cut off is read as far as it goes', () => {
	const { fileName, idFile, bytes } = makeMalformedReport(company);
	expect(readReport(fileName, bytes)).toMatchObject({ fileId: idFile, payer: { inn: '7707083893', kpp: '770701001' } });
});

describe('encodings', () => {
	const xml = (declared: string) => `<?xml version="1.0" encoding="${declared}"?><Файл ИдФайл="Я"><Документ КНД="1" КодНО="0087"><СвНП><НПЮЛ ИННЮЛ="7707083893" КПП="770701001"/></СвНП></Документ></Файл>`;
	const expected = { fileId: 'Я', taxOffice: '0087', payer: { inn: '7707083893', kpp: '770701001' } };

	test.each([
		['windows-1251', encode(xml('windows-1251'), 'windows-1251')],
		['UTF-8', Buffer.from(xml('utf-8'))],
		['UTF-8 in capitals', Buffer.from(xml('UTF8'))],
		['UTF-8 with a byte order mark, whatever it declares', Buffer.from(`\ufeff${xml('windows-1251')}`)],
		['UTF-8 with a byte order mark and a declaration', Buffer.from(`\ufeff${xml('utf-8')}`)],
	])('%s is read', (_, bytes) => {
		expect(readReport('x.xml', bytes)).toMatchObject(expected);
	});

	test('a file in another encoding than it declares is known all the same: once it is written anew, it is the same report', () => {
		const { fileName, idFile, bytes } = makeReportInWrongEncoding(company);
		expect(readReport(fileName, bytes)).toMatchObject({ fileId: idFile, payer: { inn: '7707083893', kpp: '770701001' }, taxOffice: '0087' });
	});
});

describe('names', () => {
	const named = (fileName: string) => {
		const { taxOffice, transitOffice, payer } = readReport(fileName, new Uint8Array());
		return { taxOffice, transitOffice, payer };
	};

	test.each([
		['NO_USN_0087_0087_7707083893770701001_20250401_0A1B.xml', { taxOffice: '0087', transitOffice: undefined, payer: { inn: '7707083893', kpp: '770701001' } }],
		['NO_NDS.8_7700_0087_7707083893770701001_20250401_0A1B.xml', { taxOffice: '0087', transitOffice: '7700', payer: { inn: '7707083893', kpp: '770701001' } }],
		['NO_NDS_7700_0087_7707083893770701001_20250401_0A1B.xml', { taxOffice: '0087', transitOffice: '7700', payer: { inn: '7707083893', kpp: '770701001' } }],
		['UT_SNDS_0087_0087_770708389312_20250401_0A1B', { taxOffice: '0087', transitOffice: undefined, payer: { inn: '770708389312' } }],
		['NO_USN_0087_0087_77070838937707AB001_20250401_0A1B.xml', { taxOffice: '0087', transitOffice: undefined, payer: { inn: '7707083893', kpp: '7707AB001' } }],
		['no_usn_0087_0088_7707083893_20250401_0a1b.XML', { taxOffice: '0088', transitOffice: '0087', payer: { inn: '7707083893' } }],
		['NO_USN_0087_0087_770708389_20250401_0A1B.xml', { taxOffice: undefined, transitOffice: undefined, payer: undefined }],
		['Декларация за год.xml', { taxOffice: undefined, transitOffice: undefined, payer: undefined }],
		['', { taxOffice: undefined, transitOffice: undefined, payer: undefined }],
	])('%s', (fileName, parts) => {
		expect(named(fileName)).toEqual(parts);
	});
});

describe('reports for others than the tax service', () => {
	test('the statistics service: form, respondent and OKPO stand in the title', () => {
		const xml = '<?xml version="1.0" encoding="utf-8"?><report code="610013" shifr="0610013" year="2026" period="09"><title><item name="name" value="ООО Ромашка"/><item name="INN" value="7707083893"/><item name="okpo" value="00032537"/></title><sections/></report>';
		expect(readReport('0610013_1.xml', Buffer.from(xml))).toMatchObject({ authority: 'rosstat', okud: '0610013', okpo: '00032537', payer: { inn: '7707083893' }, payerName: 'ООО Ромашка', year: '2026', periodCode: '09' });
	});

	test('the social fund: requisites stand between the tags', () => {
		const xml = '<?xml version="1.0" encoding="utf-8"?><ЭДПФР xmlns="x" xmlns:у="y"><ЕФС-1><Страхователь><у:РегНомер>087-501-012345</у:РегНомер><у:ИНН>7707083893</у:ИНН><у:КПП>770701001</у:КПП></Страхователь><ЗЛ><у:ИНН>770708389312</у:ИНН></ЗЛ></ЕФС-1></ЭДПФР>';
		expect(readReport('ПФР_1.xml', Buffer.from(xml))).toMatchObject({ authority: 'sfr', sfrForm: 'ЕФС-1', sfrNumber: '087-501-012345', payer: { inn: '7707083893', kpp: '770701001' } });
	});
});

describe('no file is refused', () => {
	test('not garbage', () => {
		fc.assert(
			fc.property(fc.string(), fc.uint8Array({ maxLength: 3_000 }), (fileName, bytes) => {
				expect(readReport(fileName, bytes)).toMatchObject({ fileName, sha256: digestOf(bytes) });
			}),
		);
	});

	test('not a report with bytes changed', () => {
		const { fileName, bytes } = makeReport(company);
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 30 }), (changes) => {
				const changed = Buffer.from(bytes);
				for (const [at, value] of changes) changed[at] = value;
				const { payer, sha256 } = readReport(fileName, changed);
				expect(sha256).toBe(digestOf(changed));
				expect(typeof payer?.inn).toBe('string');
			}),
		);
	});

	test('not an empty one', () => {
		expect(readReport('x.xml', new Uint8Array())).toEqual({
			fileName: 'x.xml',
			bytes: new Uint8Array(),
			sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		});
	});

	test('not another document than a report', () => {
		const { fileId, payer } = readReport('x.xml', Buffer.from('<Письмо><Файл ИдФайл="x"/></Письмо>'));
		expect([fileId, payer]).toEqual([undefined, undefined]);
	});

	test('not one with a value of 40 MB', () => {
		const head = '<?xml version="1.0" encoding="utf-8"?><Файл Лишнее="';
		const bytes = Buffer.concat([Buffer.from(head), Buffer.alloc(40_000_000, 'x'), Buffer.from('" ИдФайл="x"></Файл>')]);
		expect(readReport('x.xml', bytes).fileId).toBe('x');
	});

	test('not one that is larger than what is read', () => {
		const { fileName, bytes } = makeReport(company);
		const large = Buffer.concat([bytes, Buffer.alloc(65 * 1024 * 1024, ' ')]);
		const { fileId, payer } = readReport(fileName, large);
		expect([fileId, payer]).toEqual([undefined, { inn: company.inn, kpp: company.kpp }]);
	});
});

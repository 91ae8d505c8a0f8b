// @ts-check
/**
 * Reports to the tax service for tests, demonstrations and benchmarks: a declaration of the simplified
 * tax (УСН, form КНД 1152017, format 5.09), right or broken in one chosen way.
 */
const { randomUUID } = require('node:crypto');
const { encode } = require('iconv-lite');

/**
 * @typedef {object} Person
 * @property {string} surname
 * @property {string} name
 * @property {string} [patronymic]
 *
 * @typedef {object} ReportWishes
 * @property {string} inn ten digits for a company, twelve for a sole trader
 * @property {string} [kpp] companies only
 * @property {string} organizationName also of a sole trader, who is written by the signer's name
 * @property {string} taxOffice four digits; the test robots are 0087, 0088 and 0085
 * @property {Person} signer the head, or the representative
 * @property {{ document: string }} [representative] the power of attorney, when a representative signs
 * @property {'usn'} [form]
 * @property {number} [year] last year when left out
 * @property {string} [period] tax period code; 34 is a year
 * @property {number} [correction] 0 for the first report
 * @property {string} [guid] last part of ИдФайл; a new one when left out
 * @property {Date} [date] day of the document; today when left out
 * @property {string} [oktmo]
 * @property {number} [income] of the year, in roubles
 *
 * @typedef {object} Report
 * @property {string} fileName
 * @property {string} idFile ИдФайл: the file name without `.xml`
 * @property {Buffer} bytes windows-1251
 */

const FORMS = { usn: { knd: '1152017', prefix: 'NO_USN', version: '5.09' } };
const RATE_PERCENT = 6;

/**
 * A right report.
 * @param {ReportWishes} wishes
 * @returns {Report}
 */
function makeReport(wishes) {
	const idFile = idOf(wishes);
	return { fileName: `${idFile}.xml`, idFile, bytes: encode(xmlOf(wishes, idFile), 'windows-1251') };
}

/**
 * Declared as windows-1251, written in UTF-8: what a report saved by a wrong editor looks like.
 * @param {ReportWishes} wishes
 * @returns {Report}
 */
function makeReportInWrongEncoding(wishes) {
	const idFile = idOf(wishes);
	return { fileName: `${idFile}.xml`, idFile, bytes: Buffer.from(xmlOf(wishes, idFile), 'utf8') };
}

/**
 * Cut off before its last closing tag.
 * @param {ReportWishes} wishes
 * @returns {Report}
 */
function makeMalformedReport(wishes) {
	const report = makeReport(wishes);
	const end = report.bytes.lastIndexOf(encode('</Файл>', 'windows-1251'));
	return { ...report, bytes: report.bytes.subarray(0, end) };
}

/**
 * Inside of another taxpayer than the name of the file says.
 * @param {ReportWishes} wishes
 * @param {string} inn the taxpayer inside, of the same kind
 * @returns {Report}
 */
function makeReportOfOtherTaxpayer(wishes, inn) {
	const idFile = idOf(wishes);
	const bytes = encode(xmlOf({ ...wishes, inn }, idFile), 'windows-1251');
	return { fileName: `${idFile}.xml`, idFile, bytes };
}

/**
 * A right report under a name that is not its ИдФайл.
 * @param {ReportWishes} wishes
 * @param {string} [fileName]
 * @returns {Report}
 */
function makeRenamedReport(wishes, fileName = 'Декларация за год.xml') {
	return { ...makeReport(wishes), fileName };
}

/** @param {ReportWishes} wishes */
function idOf({ inn, kpp = '', taxOffice, form = 'usn', date = new Date(), guid = randomUUID() }) {
	const day = date.toISOString().slice(0, 10).replaceAll('-', '');
	return [FORMS[form].prefix, taxOffice, taxOffice, inn + kpp, day, guid.toUpperCase()].join('_');
}

/**
 * @param {ReportWishes} wishes
 * @param {string} idFile
 */
function xmlOf(wishes, idFile) {
	const { taxOffice, form = 'usn', period = '34', correction = 0, date = new Date(), inn } = wishes;
	const { knd, version } = FORMS[form];
	const year = wishes.year ?? date.getUTCFullYear() - 1;
	const isCompany = inn.length === 10;
	const [y, m, d] = date.toISOString().slice(0, 10).split('-');
	const report = element(
		'Документ',
		{
			КНД: knd,
			ДатаДок: `${d}.${m}.${y}`,
			Период: period,
			ОтчетГод: year,
			КодНО: taxOffice,
			НомКорр: correction,
			// Place of the company, or of residence of the sole trader.
			ПоМесту: isCompany ? 210 : 120,
		},
		element('СвНП', {}, taxpayer(wishes, isCompany)),
		signerOf(wishes),
		declaration(wishes),
	);
	const file = element('Файл', { ИдФайл: idFile, ВерсПрог: 'n8n-nodes-kontur-extern tests', ВерсФорм: version }, report);
	return `<?xml version="1.0" encoding="windows-1251"?>\r\n${file}\r\n`;
}

/**
 * @param {ReportWishes} wishes
 * @param {boolean} isCompany
 */
function taxpayer({ inn, kpp, organizationName, signer }, isCompany) {
	return isCompany
		? element('НПЮЛ', { НаимОрг: organizationName, ИННЮЛ: inn, КПП: kpp })
		: element('НПФЛ', { ИННФЛ: inn }, fullName(signer));
}

/** @param {ReportWishes} wishes */
function signerOf({ signer, representative }) {
	const powerOfAttorney = representative ? element('СвПред', { НаимДок: representative.document }) : '';
	return element('Подписант', { ПрПодп: representative ? 2 : 1 }, fullName(signer), powerOfAttorney);
}

/** @param {Person} person */
function fullName({ surname, name, patronymic }) {
	return element('ФИО', { Фамилия: surname, Имя: name, Отчество: patronymic });
}

/** @param {ReportWishes} wishes */
function declaration({ oktmo = '45000000', income = 1_000_000 }) {
	const tax = Math.round((income * RATE_PERCENT) / 100);
	const rate = RATE_PERCENT.toFixed(1);
	return element(
		'УСН',
		{ ОбНал: 1 },
		element(
			'СумНалПУ_НП',
			{ ОКТМО: oktmo, НалПУУменПер: tax },
			element(
				'РасчНал1',
				{ ПризНП: 1 },
				element('Доход', { СумЗаНалПер: income }),
				element('Ставка', { СтавкаНалПер: rate }),
				element('Исчисл', { СумЗаНалПер: tax }),
				element('УменНал', { СумЗаНалПер: 0 }),
			),
		),
	);
}

/**
 * @param {string} name
 * @param {Record<string, string | number | undefined>} attributes those without a value are left out
 * @param {string[]} children
 */
function element(name, attributes, ...children) {
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined)
		.map(([attribute, value]) => ` ${attribute}="${escaped(String(value))}"`)
		.join('');
	const content = children.join('');
	return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** @param {string} text */
function escaped(text) {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

module.exports = {
	makeReport,
	makeReportInWrongEncoding,
	makeMalformedReport,
	makeReportOfOtherTaxpayer,
	makeRenamedReport,
};

import type { WireTestContent, WireVatFiles, WireXmlCalendar } from '../wire/testTools';
import { bytes, flag, json, optional, text, type InputOf } from './fields';
import { anyAnswer, bytesBody, jsonBody, object, operation, plainText, post } from './operation';
import { words, type Outline } from './outline';
import { parties, payerOf, senderOf } from './testParties';

const SOURCE = 'test tools; extern-csharp-sdk, ExternTestTool';

/** Whose report it is; the warrant is for a representative who sends it. */
const reportOf = { ...parties, warrantNumber: optional(text()), warrantFrom: optional(text()) };

function orderOf({ warrantNumber, warrantFrom, ...who }: InputOf<typeof reportOf>) {
	return {
		sender: senderOf(who),
		payer: payerOf(who),
		warrant: warrantFrom ? { number: warrantNumber, dateBegin: russianDate(warrantFrom) } : undefined,
	};
}

/** The tools want `31.12.2025` (schemas/test-tools, Warrant). */
function russianDate(date: string): string {
	return date.replace(/^(\d{4})-(\d\d)-(\d\d).*$/, '$3.$2.$1');
}

export const testIncomeTaxGenerate = operation({
	id: 'test-tools-generate-fuf-3ndfl',
	request: post('/test-tools/v1/generate-fuf-3ndfl'),
	input: reportOf,
	payload: (order) => jsonBody(orderOf(order)),
	answer: plainText(),
	inferred: true,
	source: SOURCE,
});

export const testProfitTaxGenerate = operation({
	id: 'test-tools-generate-fuf-profit-tax',
	request: post('/test-tools/v1/generate-fuf-profit-tax'),
	input: reportOf,
	payload: (order) => jsonBody(orderOf(order)),
	answer: plainText(),
	inferred: true,
	source: SOURCE,
});

export const testContributionsGenerate = operation({
	id: 'test-tools-generate-fuf-rsv',
	request: post('/test-tools/v1/generate-fuf-rsv'),
	input: reportOf,
	payload: (order) => jsonBody(orderOf(order)),
	answer: plainText(),
	inferred: true,
	source: SOURCE,
});

export const testImputedTaxGenerate = operation({
	id: 'test-tools-generate-fuf-envd',
	request: post('/test-tools/v1/generate-fuf-envd'),
	input: reportOf,
	payload: (order) => jsonBody(orderOf(order)),
	answer: plainText(),
	inferred: true,
	source: SOURCE,
});

export const testHeadcountGenerate = operation({
	id: 'test-tools-generate-fuf-ssch',
	request: post('/test-tools/v1/generate-fuf-ssch'),
	input: { ...reportOf, windows1251: optional(flag()) },
	query: ({ windows1251 }) => ({ windows1251 }),
	payload: (order) => jsonBody(orderOf(order)),
	answer: plainText(),
	inferred: true,
	deprecated: true,
	source: SOURCE,
});

export const testVatGenerate = operation({
	id: 'test-tools-generate-fuf-nds-with-attachments',
	request: post('/test-tools/v1/generate-fuf-nds-with-attachments'),
	input: reportOf,
	payload: (order) => jsonBody(orderOf(order)),
	answer: object<WireVatFiles>(),
	inferred: true,
	source: SOURCE,
});

/** Makes a report file of Rosstat. The docs name the method and not what it takes or answers. */
export const testStatReportGenerate = operation({
	id: 'test-tools-generate-stat-report',
	request: post('/test-tools/v1/generate-stat-report'),
	input: { request: json() },
	payload: ({ request }) => jsonBody(request),
	answer: anyAnswer(),
	inferred: true,
	source: 'test tools',
});

/** Returns of the value added tax. The old docs name the method and not what it takes or answers. */
export const testVatReturnsGenerate = operation({
	id: 'test-tools-generate-nds-declarations',
	request: post('/test-tools/v1/generate-nds-declarations'),
	input: { request: json() },
	payload: ({ request }) => jsonBody(request),
	answer: anyAnswer(),
	inferred: true,
	deprecated: true,
	source: 'test tools, old documentation',
});

const calendar: Outline<WireXmlCalendar> = {
	version: words('Version of the calendar', (wire) => wire.version),
	hash: words('Digest of the calendar', (wire) => wire.hash),
	madeAt: words('When it was made', (wire) => wire.timeStamp),
};

/** The calendar of reports as XML. */
export const testCalendarGenerate = operation({
	id: 'test-tools-generate-xml-calendar',
	request: post('/test-tools/v1/generate-xml-calendar'),
	input: {},
	payload: () => jsonBody({}),
	answer: object<WireXmlCalendar>(),
	outline: calendar,
	repeat: 'safe', // nothing is kept
	inferred: true,
	source: SOURCE,
});

/** Uploads a PDF for a demand to come: files of the content service are not seen there. The media type is not documented. */
export const testContentUpload = operation({
	id: 'test-tools-upload-content',
	request: post('/test-tools/v1/upload-content'),
	input: { file: bytes('a PDF file') },
	payload: ({ file }) => bytesBody(file, 'application/octet-stream'),
	answer: anyAnswer<WireTestContent>(),
	repeat: 'safe', // a second copy is an orphan
	inferred: true,
	source: 'demand',
});

import { fileIn, readReport, xmlBytes } from '../../../../extern';
import { type Fields, type Operation, testFiles } from '../../../../extern/operations';
import type { Result, Step } from '../../../run/step';
import { rawForm } from '../../catalogueForm';
import { inputFile } from '../../fields';
import type { Ask, Form } from '../../form';
import { others, request, sender } from './fields';

const representative: Ask[] = [
	{ displayName: 'Power of Attorney From', name: 'warrantFrom', type: 'dateTime', default: '', description: 'First day of the paper power of attorney of a representative' },
	{ displayName: 'Power of Attorney Number', name: 'warrantNumber', type: 'string', default: '', description: 'Number of that power of attorney' },
];

type Face = Pick<Form, 'operation' | 'name' | 'action' | 'description'>;

/** Tools that write report files. */
export const fileTools: Form[] = [
	reportFile(testFiles.testIncomeTaxGenerate, {
		operation: 'generate3Ndfl',
		name: 'Generate 3-NDFL',
		action: 'Generate a file of 3 NDFL on the test stand',
		description: 'Make a file of the income tax return of a person. Only on the test stand.',
	}),
	reportFile(testFiles.testImputedTaxGenerate, {
		operation: 'generateEnvd',
		name: 'Generate ENVD',
		action: 'Generate a file of ENVD on the test stand',
		description: 'Make a file of the former return of the tax on imputed income. Only on the test stand.',
	}),
	reportFile(testFiles.testProfitTaxGenerate, {
		operation: 'generateProfitTax',
		name: 'Generate Profit Tax',
		action: 'Generate a file of the profit tax on the test stand',
		description: 'Make a file of the profit tax return of a company. Only on the test stand.',
	}),
	reportFile(testFiles.testContributionsGenerate, {
		operation: 'generateRsv',
		name: 'Generate RSV',
		action: 'Generate a file of RSV on the test stand',
		description: 'Make a file of the calculation of insurance contributions. Only on the test stand.',
	}),
	reportFile(testFiles.testHeadcountGenerate, { operation: 'generateSsch', name: 'Generate SSCH', action: 'Generate a file of SSCH on the test stand', description: 'Make a file of the former report on the average headcount. Only on the test stand.' }, [
		{ displayName: 'In Windows-1251', name: 'windows1251', type: 'boolean', default: true, description: 'Whether the file is written in windows-1251, as the tax service wants it' },
	]),
	vatFiles(),
	rawForm(testFiles.testVatReturnsGenerate, {
		resource: 'testStand',
		operation: 'generateVatReturns',
		name: 'Generate VAT Returns',
		action: 'Generate returns of VAT on the test stand',
		description: 'Make returns of the value added tax. Only on the test stand.',
		fields: [request],
	}),
	{
		resource: 'testStand',
		operation: 'generateStatReport',
		name: 'Generate Rosstat Report',
		action: 'Generate a file for rosstat on the test stand',
		description: 'Make a report file of Rosstat. Only on the test stand.',
		fields: [request],
		uses: [testFiles.testStatReportGenerate.id],
		run: async (step) => [await fileOrJson(step, testFiles.testStatReportGenerate)],
	},
	{
		resource: 'testStand',
		operation: 'generateCalendar',
		name: 'Generate Calendar',
		action: 'Generate the calendar of reports on the test stand',
		description: 'Make the calendar of reports as an XML file. Only on the test stand.',
		fields: [],
		uses: [testFiles.testCalendarGenerate.id],
		output: testFiles.testCalendarGenerate.outline,
		simplifies: true,
		async run(step) {
			const { xml, ...calendar } = await step.extern.call(testFiles.testCalendarGenerate, {});
			const file = xml ? await step.store('data', Buffer.from(xmlBytes(xml)), 'calendar.xml', 'application/xml') : undefined;
			return [step.answer(calendar, testFiles.testCalendarGenerate.outline, {}, file)];
		},
	},
	{
		resource: 'testStand',
		operation: 'uploadContent',
		name: 'Upload Content',
		action: 'Upload a PDF for a demand on the test stand',
		description: 'Upload the PDF of a demand to come, for Generate Demand. Only on the test stand.',
		fields: [inputFile],
		uses: [testFiles.testContentUpload.id],
		async run(step) {
			const answer = await step.extern.call(testFiles.testContentUpload, await step.inputWithFiles(testFiles.testContentUpload.input));
			return [step.result({ contentId: typeof answer === 'string' ? answer : (answer?.contentId ?? answer?.id) })];
		},
	},
];

function reportFile<F extends Fields>(operation: Operation<F, string>, face: Face, more: readonly Ask[] = []): Form {
	return {
		...face,
		resource: 'testStand',
		fields: sender,
		more: [...others, ...representative, ...more],
		uses: [operation.id],
		legacy: operation.deprecated,
		run: async (step) => [await fileOrJson(step, operation)],
	};
}

/** Bytes and not text, since the encoding of the file matters. */
async function fileOrJson<F extends Fields, W>(step: Step, operation: Operation<F, W>): Promise<Result> {
	const { body } = await step.extern.answerTo(operation, step.input(operation.input), { headers: { accept: '*/*' }, expect: 'bytes' });
	const answer = fileIn(typeof body === 'string' ? Buffer.from(body, 'utf8') : body);
	return 'file' in answer ? await storedReport(step, { data: answer.file }) : step.result({ answer: answer.json });
}

function vatFiles(): Form {
	const operation = testFiles.testVatGenerate;
	return {
		resource: 'testStand',
		operation: 'generateVat',
		name: 'Generate VAT',
		action: 'Generate files of VAT on the test stand',
		description: 'Make the files of a return of the value added tax with its books of purchases and sales. Only on the test stand.',
		fields: sender,
		more: [...others, ...representative],
		uses: [operation.id],
		async run(step) {
			const { mainDocument, fnsBookPurchases, fnsBookSales } = await step.extern.call(operation, step.input(operation.input));
			const texts = { data: mainDocument, purchases: fnsBookPurchases, sales: fnsBookSales };
			return [await storedReport(step, Object.fromEntries(Object.entries(texts).flatMap(([property, text]) => (text ? [[property, xmlBytes(text)]] : []))))];
		},
	};
}

/** Report files are called like their ИдФайл, or the tax service refuses them. */
async function storedReport(step: Step, files: Readonly<Record<string, Uint8Array>>): Promise<Result> {
	const named = Object.entries(files).map(([property, bytes]) => ({ property, bytes, fileName: `${readReport('', bytes).fileId ?? property}.xml` }));
	const stored = await Promise.all(named.map(async ({ property, bytes, fileName }) => await step.store(property, Buffer.from(bytes), fileName, 'application/xml')));
	return step.result({ fileName: named[0]?.fileName, fileNames: named.map(({ fileName }) => fileName) }, Object.assign({}, ...stored));
}

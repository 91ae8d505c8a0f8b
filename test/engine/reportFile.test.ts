import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { makeMalformedReport, makeReport } from '../reports/fnsReport';
import { runWorkflow, type ItemIn } from './engine';
import { itemWith, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { testNode } from './testNode';

const { sandbox } = freshSandbox();

const company = { inn: '7707083893', kpp: '770701001', organizationName: 'ООО Ромашка', taxOffice: '0087', signer: { surname: 'Иванова', name: 'Анна' }, year: 2025 };
const pdf = { bytes: Buffer.from('%PDF-1.7'), fileName: 'Пояснения.pdf' };

/** Hands on the first item so many times. */
const repeating = (times: number) =>
	testNode('repeat', async function () {
		const [item] = this.getInputData();
		return await Promise.resolve([Array.from({ length: times }, () => ({ ...item, pairedItem: 0 }))]);
	});

/** Without any credential, and without the sandbox hearing anything of it. */
async function offline(operation: 'validate' | 'correct', items: ItemIn[], typed: INodeParameters = {}, more: object = {}) {
	await sandbox.clearRequests();
	const outcome = await runWorkflow({ nodes: [{ ...step('konturExternDraft', 'File', 'reportFile', operation, typed), ...more }], credentials: {}, items });
	expect(await sandbox.requests()).toEqual([]);
	return outcome;
}

describe('Validate Report File', () => {
	test('tells what a file is, in words, without a credential', async () => {
		const report = makeReport({ ...company, correction: 2, period: '21' });
		const outcome = await offline('validate', [itemWith(report.fileName, report.bytes)], { options: { labelLanguage: 'ru' } });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('File')).toEqual([
			{
				fileName: report.fileName,
				binaryField: 'data',
				isValid: true,
				kind: 'report',
				lines: [],
				size: report.bytes.length,
				encoding: 'windows-1251',
				authority: 'ФНС 0087',
				form: '1152017',
				knd: '1152017',
				payerName: 'ООО Ромашка',
				payerInn: '7707083893',
				payerKpp: '770701001',
				period: '1 квартал 2025',
				periodBegin: '2025-01-01',
				periodEnd: '2025-03-31',
				correctionNumber: 2,
				taxOffice: '0087',
				fileId: report.idFile,
				signedByRepresentative: false,
			},
		]);
		expect((await outcome.binary('File')).equals(report.bytes)).toBe(true);
	});

	test('tells what is wrong line by line, and leaves the choice to the workflow', async () => {
		const broken = makeMalformedReport(company);
		const item = itemWith(`${broken.idFile}.txt`, broken.bytes);
		const told = await offline('validate', [item], { additionalFields: { expectedInn: '7736050003' } });
		expect(told.json('File')[0]).toMatchObject({
			isValid: false,
			lines: [
				{ file: `${broken.idFile}.txt`, level: 'error', text: expect.stringContaining('is not closed'), line: expect.any(Number), column: expect.any(Number) },
				{ level: 'error', text: 'The name of the file should end in .xml' },
				{ level: 'error', text: 'The file is for INN 7707083893, but 7736050003 was expected' },
			],
		});
		const stopped = await offline('validate', [item], { additionalFields: { stopOnErrors: true } });
		expect(stopped.error?.message).toBe(`${broken.idFile}.txt must not be sent as it is`);
		expect(stopped.error?.description).toContain('is not closed');
	});

	test('looks at all files of an item: one item for each, which keeps its own file', async () => {
		const report = makeReport(company);
		const item: ItemIn = { files: { attachment_0: pdf, attachment_1: { bytes: report.bytes, fileName: report.fileName } } };
		const outcome = await offline('validate', [item], { files: '*' });
		expect(outcome.json('File')).toEqual([
			expect.objectContaining({ fileName: 'Пояснения.pdf', binaryField: 'attachment_0', kind: 'attachment', isValid: true }),
			expect.objectContaining({ fileName: report.fileName, binaryField: 'attachment_1', kind: 'report', isValid: true }),
		]);
		expect(outcome.output('File').map(({ binary }) => Object.keys(binary ?? {}))).toEqual([['attachment_0'], ['attachment_1']]);
	});

	test('keeps them together where they are sent together', async () => {
		const report = makeReport(company);
		const item: ItemIn = { files: { data: { bytes: report.bytes, fileName: report.fileName }, note: { ...pdf, fileName: 'Пояснения.jpg' } } };
		const outcome = await offline('validate', [item], { files: 'data, note', additionalFields: { keepTogether: true } });
		expect(outcome.json('File')).toEqual([expect.objectContaining({ fileName: report.fileName, isValid: false, lines: [expect.objectContaining({ file: 'Пояснения.jpg', level: 'error' })], files: [expect.objectContaining({ isValid: true }), expect.objectContaining({ isValid: false })] })]);
		expect(Object.keys(outcome.output('File')[0].binary ?? {})).toEqual(['data', 'note']);
	});

	test('a PDF document alone is no report', async () => {
		const outcome = await offline('validate', [itemWith(pdf.fileName, pdf.bytes)]);
		expect(outcome.json('File')[0]).toMatchObject({ kind: 'unknown', isValid: false });
	});

	test('a file of 200 MB is refused by its size, without being read', async () => {
		const before = process.memoryUsage().rss;
		const outcome = await offline('validate', [itemWith('NO_USN.xml', Buffer.alloc(200 * 1024 * 1024, '<'))]);
		expect(outcome.json('File')[0]).toMatchObject({ isValid: false, size: 209_715_200, lines: [{ level: 'error', text: expect.stringContaining('files above 64 MB are not looked into') }] });
		expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024); // the file itself, as the test hands it over
	});

	test('10 000 files are looked at, in as much time each as a few', async () => {
		const report = makeReport(company);
		const nodes = [{ type: 'test.repeat', name: 'Repeat' }, step('konturExternDraft', 'File', 'reportFile', 'validate')];
		const timeOf = async (count: number) => {
			const outcome = await runWorkflow({ nodes, credentials: {}, items: [itemWith(report.fileName, report.bytes)], extraNodes: { 'test.repeat': repeating(count) } });
			expect(outcome.json('File').filter(({ isValid }) => isValid)).toHaveLength(count);
			return outcome.run.data.resultData.runData.File[0].executionTime;
		};
		const few = await timeOf(500);
		expect(await timeOf(10_000)).toBeLessThan(3 * 20 * few);
	});

	test('a field that is not there is told', async () => {
		const outcome = await offline('validate', [{ json: { id: 1 } }]);
		expect(outcome.error).toBeDefined();
	});
});

describe('Make Correction', () => {
	const correct = async (report: { fileName: string; bytes: Buffer }, json: ItemIn['json'], typed: INodeParameters = {}) => await offline('correct', [{ ...itemWith(report.fileName, report.bytes), json }], typed);

	test.each([
		['refused', 0],
		['needsCorrection', 1],
		['accepted', 1],
	])('follows what became of the docflow: %s', async (result, correctionNumber) => {
		const report = makeReport(company);
		const docflowId = randomUUID();
		const outcome = await correct(report, { result, docflowId });
		expect(outcome.error?.message).toBeUndefined();
		const [item] = outcome.json('File');
		expect(item).toMatchObject({ previousFileId: report.idFile, previousCorrectionNumber: 0, correctionNumber, docflowId });
		expect(item.fileName).toBe(`${String(item.fileId)}.xml`);
		expect(item.fileId).not.toBe(report.idFile);
		const text = new TextDecoder('windows-1251').decode(await outcome.binary('File'));
		expect(text).toBe(new TextDecoder('windows-1251').decode(report.bytes).replace(report.idFile, String(item.fileId)).replace('НомКорр="0"', `НомКорр="${correctionNumber}"`));
		expect(outcome.output('File')[0].binary?.data.fileName).toBe(item.fileName);
		const again = await correct(report, { result, docflowId });
		expect(again.json('File')).toEqual(outcome.json('File'));
	});

	test.each([
		['waiting', 'The authority has not answered this report yet'],
		['finished', 'What Happened'],
		[undefined, 'What Happened: the item does not say what became of the report'],
	])('what became of it has to be known: %s', async (result, message) => {
		const outcome = await correct(makeReport(company), { result });
		expect(outcome.error?.message).toContain(message);
	});

	test('a report for another authority is told as such', async () => {
		const rosstat = { fileName: '0610013.xml', bytes: Buffer.from('<report shifr="0610013"/>') };
		const outcome = await correct(rosstat, { result: 'needsCorrection' });
		expect(outcome.error?.message).toBe('0610013.xml is a report for the statistics service (Rosstat); this changes reports of the tax service only');
	});
});

import { type Correction, correctedReport, inputError, labelIn, LARGEST_CHECKED, periodInWords, stop, taxPeriod, tooLarge, type ValidatedFile, validateReportFile } from '../../../extern';
import { choice, count, optional, type Outline, parts, text, words, yesNo } from '../../../extern/operations';
import { bytesOf, type InputFile } from '../../run/binary';
import type { Result, Step } from '../../run/step';
import { inputFile, outputField } from '../fields';
import { finding } from '../finding';
import { reportFields } from '../filing';
import type { Ask, Form } from '../form';
import { INN, KPP } from '../requisites';

const validated: Outline<never> = {
	fileName: words('Name of the file'),
	binaryField: words('Binary field that holds it'),
	isValid: yesNo('Whether nothing forbids sending it; warnings do not'),
	kind: words('report, annex, warrant (message about a power of attorney), attachment or unknown'),
	lines: parts('What was found, line by line', { ...finding, line: count('Line in the file, from 1'), column: count('Column in that line, from 1') }),
	size: count('Bytes'),
	encoding: words('How the file is written, as far as its bytes tell'),
	authority: words('Who gets it, with the code of the tax office'),
	form: words('Form, by its code or name'),
	knd: words('Code of a form of the tax service (KND)'),
	okud: words('Code of a form of the statistics service (OKUD)'),
	payerName: words('Name of the taxpayer'),
	payerInn: words('INN of the taxpayer'),
	payerKpp: words('KPP of the taxpayer'),
	okpo: words('OKPO of the taxpayer'),
	sfrNumber: words('Registration number at the social fund'),
	period: words('The period in words'),
	periodBegin: words('First day of the period'),
	periodEnd: words('Last day of the period'),
	correctionNumber: count('Correction number: 0 for the first report'),
	taxOffice: words('Tax office that gets it'),
	fileId: words('File ID inside the file'),
	signedByRepresentative: yesNo('Whether the file says that a representative signs it'),
	files: parts('With Keep Files Together: the files one by one, each with the fields above', {}),
};

const corrected: Outline<never> = {
	fileName: words('Name of the new file'),
	previousFileId: words('File ID before'),
	fileId: words('File ID now'),
	previousCorrectionNumber: count('Correction number before; absent where the form has none'),
	correctionNumber: count('Correction number now'),
	warnings: parts('What to look at before it is sent', finding),
};

const ALL = '*';
/** Whatever the item says. */
const FROM_DOCFLOW = 'docflow';
const REASONS = ['refused', 'needsCorrection', 'accepted'] as const;

const files: Ask = { ...reportFields, hint: 'Names of the input binary fields, separated by commas, or * for all files of the item', description: 'Which files of the item to look at' };

export const reportFileForms: Form[] = [
	{
		resource: 'reportFile',
		operation: 'validate',
		name: 'Validate Report File',
		action: 'Validate a report file',
		description: 'Look at a report file before it is sent: encoding, XML, name, requisites, type and size. Works without Kontur.Extern and needs no credential.',
		fields: [files],
		more: [
			{ displayName: 'Expected INN', name: 'expectedInn', type: 'string', default: '', placeholder: 'e.g. 7712345678', description: 'INN of the taxpayer that the file should be for' },
			{ displayName: 'Expected KPP', name: 'expectedKpp', type: 'string', default: '', placeholder: 'e.g. 771201001', description: 'KPP of the taxpayer that the file should be for' },
			{ displayName: 'Expected Tax Office', name: 'expectedTaxOffice', type: 'string', default: '', placeholder: 'e.g. 7702', description: 'Code of the tax office that the file should be for' },
			{ displayName: 'Keep Files Together', name: 'keepTogether', type: 'boolean', default: false, description: 'Whether to return one item for all files of an item, so that they can be sent together, instead of one for each file' },
			{ displayName: 'Stop on Errors', name: 'stopOnErrors', type: 'boolean', default: false, description: 'Whether errors stop the workflow, instead of only being told in the output' },
		],
		uses: [],
		offline: true,
		output: validated,
		run: validate,
	},
	{
		resource: 'reportFile',
		operation: 'correct',
		name: 'Make Correction',
		action: 'Make the correction of a report file',
		description: 'Make a new file of a report for the tax service that was refused or has to be corrected: with a new file ID, after an acceptance with the next correction number. Everything else stays as it is. Works without Kontur.Extern.',
		fields: [
			inputFile,
			{
				displayName: 'What Happened',
				name: 'reason',
				type: 'options',
				options: [
					{ name: 'Accepted, but a Mistake Was Found', value: 'accepted', description: 'The next correction number and a new file ID' },
					{ name: 'As the Docflow Says', value: FROM_DOCFLOW, description: 'Take it from the field result of the item, which Docflow: Get and the trigger give' },
					{ name: 'Clarification Wanted', value: 'needsCorrection', description: 'The next correction number and a new file ID' },
					{ name: 'Refused', value: 'refused', description: 'The same correction number and a new file ID: what was refused was not filed' },
				],
				default: FROM_DOCFLOW,
				description: 'What became of the report',
			},
			outputField('data'),
		],
		uses: [],
		offline: true,
		output: corrected,
		run: correct,
	},
];

async function validate(step: Step): Promise<Result[]> {
	const input = step.input({ expectedInn: optional(text(INN)), expectedKpp: optional(text(KPP)), expectedTaxOffice: optional(text({ matches: /^\d{4}$/, example: '7702' })) });
	const expected = { inn: input.expectedInn, kpp: input.expectedKpp, taxOffice: input.expectedTaxOffice };
	const names = fieldsNamed(step);
	const given = await step.files(names.join(','));
	const mayAccompany = given.length > 1 && given.some(({ name }) => /\.xml$/i.test(name));
	const verdicts: ValidatedFile[] = [];
	for (const file of given) verdicts.push(await verdictOn(file, { ...expected, mayAccompany }));
	const lines = verdicts.flatMap((verdict) => verdict.lines);
	if (step.isOn('stopOnErrors') && verdicts.some(({ isValid }) => !isValid)) {
		throw stop(`${verdicts.find(({ isValid }) => !isValid)?.fileName ?? 'The file'} must not be sent as it is`, 'Correct what the lines below name', lines);
	}
	const items = verdicts.map((verdict, index) => ({ binaryField: names[index], ...inWords(step, verdict) }));
	if (!step.isOn('keepTogether')) return items.map((json) => ({ ...step.result(json), binary: without(step, names, json.binaryField) }));
	return [step.result({ ...items[0], isValid: verdicts.every(({ isValid }) => isValid), lines, files: items })];
}

async function verdictOn({ name, length, ...file }: InputFile, expected: Parameters<typeof validateReportFile>[1]): Promise<ValidatedFile> {
	// Before its first byte is read.
	if (length > LARGEST_CHECKED) return tooLarge(name, length);
	return validateReportFile({ fileName: name, bytes: await bytesOf(file) }, expected);
}

/** Binary fields to look at, none of them twice. */
function fieldsNamed(step: Step): string[] {
	const given = step.text('files');
	if (given === ALL) return Object.keys(step.item.binary ?? {});
	return [...new Set(given.split(',').map((name) => name.trim()).filter(Boolean))];
}

/** Each item keeps its own file, and whatever nobody asked about. */
function without(step: Step, names: readonly string[], own: string) {
	const others = names.filter((name) => name !== own);
	return Object.fromEntries(Object.entries(step.item.binary ?? {}).filter(([name]) => !others.includes(name)));
}

function inWords(step: Step, { fileName, size, kind, isValid, encoding, lines, requisites }: ValidatedFile) {
	const { language } = step.view;
	const { authority, knd, okud, sfrForm, payer, periodCode, year, taxOffice, correctionNumber } = requisites;
	const days = authority === 'fns' ? taxPeriod(periodCode, year) : undefined;
	return {
		fileName,
		isValid,
		kind,
		lines,
		size,
		encoding,
		authority: authority && [labelIn('otherSide', authority === 'rosstat' ? 'stat' : authority, language), taxOffice].filter(Boolean).join(' '),
		form: sfrForm ?? knd ?? okud,
		knd,
		okud,
		payerName: requisites.payerName,
		payerInn: payer?.inn,
		payerKpp: payer?.kpp,
		okpo: requisites.okpo,
		sfrNumber: requisites.sfrNumber,
		period: periodInWords(days?.begin, days?.end, language) ?? ([periodCode, year].filter(Boolean).join('/') || undefined),
		periodBegin: days?.begin,
		periodEnd: days?.end,
		correctionNumber: asNumber(correctionNumber),
		taxOffice,
		fileId: requisites.fileId,
		signedByRepresentative: requisites.byRepresentative,
	};
}

async function correct(step: Step): Promise<Result[]> {
	const [file] = await step.files(step.text('file'));
	const before = { fileName: file.name, bytes: await bytesOf(file) };
	const { docflowId } = step.item.json;
	const made = correctedReport(before, { reason: reasonOf(step), docflowId: typeof docflowId === 'string' ? docflowId : undefined });
	const told = {
		fileName: made.fileName,
		previousFileId: made.previousFileId,
		fileId: made.fileId,
		previousCorrectionNumber: asNumber(made.previousCorrection),
		correctionNumber: asNumber(made.correction),
		warnings: made.named.length > 0 ? [booksLine(made.fileName, made.named)] : undefined,
	};
	return [step.result(told, await step.store(step.text('outputField') || 'data', Buffer.from(made.bytes), made.fileName, 'application/xml'))];
}

/** A report that nobody has answered yet has nothing to correct. */
function reasonOf(step: Step): Correction['reason'] {
	const chosen = step.input({ reason: choice([...REASONS, FROM_DOCFLOW]) }).reason;
	const reason = chosen === FROM_DOCFLOW ? step.item.json.result : chosen;
	const known = REASONS.find((one) => one === reason);
	if (known) return known;
	if (reason === undefined) throw inputError('reason: the item does not say what became of the report', 'Choose it, or read the docflow before (Docflow: Get)', 'reason');
	if (reason !== 'waiting') throw inputError(`reason: "${String(reason)}" is not known`, `Choose one of ${REASONS.join(', ')}`, 'reason');
	throw stop('The authority has not answered this report yet', 'Wait for its answer: only then it is known whether the same number is sent again or the next one');
}

function booksLine(fileName: string, named: readonly string[]) {
	return { file: fileName, level: 'warning', text: `The report names other files by their file ID: ${named.join(', ')}. They go along once more; what is new in them gets a new file ID, which has to stand here too` };
}

function asNumber(number: string | undefined): number | undefined {
	return number !== undefined && /^\d+$/.test(number) ? Number(number) : undefined;
}

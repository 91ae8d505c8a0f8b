import { check, type Filed, type Filing, follow, hasErrors, inputError, type Party, prepare, type ProblemLine, readReport, type ReportFile, send, sendReport, stop, type WireDraft } from '../../extern';
import { accounts, anything, choice, contents, docflows, drafts, flag, guid, optional, type Outline, parts, text, urn, words, yesNo } from '../../extern/operations';
import { bytesOf } from '../run/binary';
import type { Step } from '../run/step';
import { listForm, wouldDo } from './catalogueForm';
import { account, draft, payerOrganization, powerOfAttorney, sameAccount, senderIp, signatureFields, signWith, task } from './fields';
import type { Form, Resource } from './form';

export const sendResources: Resource[] = [
	{ name: 'Draft', value: 'draft' },
	{ name: 'Report', value: 'report' },
	{ name: 'Task', value: 'task' },
];

const DRAFT = { accountId: guid('Account: Get Many'), draftId: guid('Draft: Create') };

const finding: Outline<ProblemLine> = {
	file: words('Name of the file', (line) => line.file),
	level: words('error or warning', (line) => line.level),
	text: words('What was found', (line) => line.text),
	path: words('Where in the file', (line) => line.path),
};

const stage: Outline<never> = {
	stage: words('check, prepare or send'),
	stageStatus: words('done, or waiting when the task still runs'),
	taskId: words('Id of the task'),
	lines: parts('What was found, line by line', finding),
};

const sentDraft: Outline<never> = {
	draftId: words('Id of the draft'),
	docflowId: words('Id of the docflow'),
	outcome: words('filed, stopped where asked, or waiting'),
	alreadyFiled: yesNo('Whether an earlier run had filed this report'),
	docflowType: urn('Kind of docflow'),
	status: urn('Stage of the exchange'),
	state: urn('Outcome so far'),
	taskId: words('Id of the task, while the outcome is waiting'),
};

const filedReport: Outline<never> = {
	fileName: words('Name of the report file'),
	...sentDraft,
	waitingFor: words('Which task is waited for: check, prepare, send, or the draft that another run holds'),
	warnings: parts('Findings that do not forbid sending', finding),
	receipt: anything('Who filed what for whom, digest, docflow, times and trace ids, for the audit trail'),
};

const warningsStop: Form['fields'][number] = {
	displayName: 'Stop on Warnings',
	name: 'stopOnWarnings',
	type: 'boolean',
	default: false,
	description: 'Whether warnings stop the workflow as errors do',
};

export const sendForms: Form[] = [
	{
		resource: 'report',
		operation: 'send',
		name: 'Send Report',
		action: 'Send a report',
		description: 'File a report in one step: upload, draft, check, sign, prepare and send. The same file is never filed twice.',
		fields: [
			account,
			{
				displayName: 'Input Binary Fields',
				name: 'files',
				type: 'string',
				required: true,
				default: 'data',
				hint: 'Names of the input binary fields, separated by commas; the report first, then what belongs to it',
				description: 'Which files of the item to file',
			},
			payerOrganization,
			signWith,
			signatureFields,
		],
		more: [
			{ displayName: 'File Again', name: 'fileAgain', type: 'boolean', default: false, description: 'Whether to file a report deliberately a second time although it was filed before' },
			{ displayName: 'Generate Representation Message', name: 'generateWarrant', type: 'boolean', default: false, description: 'Whether Kontur.Extern makes the message about a paper power of attorney' },
			powerOfAttorney,
			senderIp,
			{
				displayName: 'Stop After',
				name: 'until',
				type: 'options',
				options: [
					{ name: 'Checked', value: 'checked', description: 'Check the files, but do not sign' },
					{ name: 'Draft Only', value: 'draft', description: 'Upload and make the draft' },
					{ name: 'Prepared', value: 'prepared', description: 'Sign and prepare, but do not send' },
					{ name: 'Sent', value: 'sent', description: 'File the report' },
				],
				default: 'sent',
				description: 'How far to go',
			},
			{ displayName: 'Tax Office', name: 'taxOffice', type: 'string', default: '', placeholder: 'e.g. 7702', description: 'Code of the tax office that gets the report. Leave empty to take it from the file.' },
		],
		uses: [
			drafts.draftSend.id,
			drafts.draftGet.id,
			drafts.draftPut.id,
			contents.contentUploadStart.id,
			contents.contentUploadChunk.id,
			contents.contentDownload.id,
			drafts.draftDocumentPut.id,
			drafts.draftDocumentGet.id,
			drafts.draftDocumentDelete.id,
			drafts.draftSignaturePut.id,
			drafts.draftSignatureContentGet.id,
			drafts.draftSignatureDelete.id,
			drafts.draftCheck.id,
			drafts.draftPrepare.id,
			drafts.draftTaskGet.id,
			docflows.docflowGet.id,
			accounts.accountGet.id,
			accounts.organizationGet.id,
		],
		irreversible: true,
		waits: true,
		output: filedReport,
		async run(step) {
			const files = await reportFiles(step);
			// Before the first request: what may not sign there must not ask there.
			const signer = step.isDryRun ? undefined : await step.signer();
			const filing = await filingOf(step, files);
			if (!signer) return wouldDo(step, `File ${files[0].fileName} for INN ${filing.payer.inn} to ${Object.values(filing.recipient).join(', ')}`, { accountId: filing.accountId });
			const filed = await sendReport(step.extern, filing, signer);
			return [step.result({ accountId: filing.accountId, fileName: files[0].fileName, ...outcomeOf(step, filing, filed) })];
		},
	},
	{
		resource: 'draft',
		operation: 'check',
		name: 'Check',
		action: 'Check a draft',
		description: 'Check the files of a draft for errors, before or after signing',
		fields: [sameAccount, draft],
		more: [warningsStop],
		uses: [drafts.draftCheck.id, drafts.draftTaskGet.id, drafts.draftGet.id, drafts.draftDocumentGet.id],
		waits: true,
		output: stage,
		async run(step) {
			const ref = step.input(DRAFT);
			const checked = await check(step.extern, ref, step.patienceMs);
			if (checked.kind === 'waiting') return [step.result({ ...ref, stage: 'check', stageStatus: 'waiting', taskId: checked.taskId })];
			stopOnFindings(step, checked.lines, 'The check found errors; nothing was sent');
			return [step.result({ ...ref, stage: 'check', stageStatus: 'done', taskId: checked.taskId, lines: checked.lines })];
		},
	},
	{
		resource: 'draft',
		operation: 'prepare',
		name: 'Prepare',
		action: 'Prepare a draft',
		description: 'Verify the signatures, compress and encrypt, so that the draft can be sent',
		fields: [sameAccount, draft],
		more: [warningsStop],
		uses: [drafts.draftPrepare.id, drafts.draftTaskGet.id, drafts.draftGet.id, drafts.draftDocumentGet.id],
		waits: true,
		output: stage,
		async run(step) {
			const ref = step.input(DRAFT);
			const prepared = await prepare(step.extern, ref, step.patienceMs);
			if (prepared.kind === 'waiting') return [step.result({ ...ref, stage: 'prepare', stageStatus: 'waiting', taskId: prepared.taskId })];
			if (prepared.status === 'encryption-failed') throw stop('The files could not be encrypted for the authority', 'Check the code of the authority', prepared.lines);
			stopOnFindings(step, prepared.lines, 'Preparing found errors; nothing was sent');
			return [step.result({ ...ref, stage: 'prepare', stageStatus: 'done', taskId: prepared.taskId, lines: prepared.lines })];
		},
	},
	{
		resource: 'draft',
		operation: 'send',
		name: 'Send',
		action: 'Send a draft to the authority',
		description: 'Hand a draft over to the authority. A draft that was sent already yields its docflow.',
		fields: [sameAccount, draft],
		uses: [drafts.draftSend.id, drafts.draftGet.id, drafts.draftTaskGet.id, drafts.draftDocumentGet.id, docflows.docflowGet.id],
		irreversible: true,
		waits: true,
		output: sentDraft,
		run: sendDraft,
	},
	{
		resource: 'task',
		operation: 'get',
		name: 'Get',
		action: 'Get a task',
		description: 'Look once at a task that runs at Kontur.Extern',
		fields: [sameAccount, draft, task],
		uses: [drafts.draftTaskGet.id],
		output: drafts.draftTaskGet.outline,
		simplifies: true,
		async run(step) {
			const input = step.input({ ...DRAFT, apiTaskId: guid('Send: Check, Prepare or Send') });
			const wire = await step.extern.call(drafts.draftTaskGet, input);
			const docflowId = docflowIdIn(wire['task-result'] ?? {});
			return [step.answer(wire, drafts.draftTaskGet.outline, { accountId: input.accountId, draftId: input.draftId, docflowId })];
		},
	},
	listForm(drafts.draftTasksList, {
		resource: 'task',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many tasks',
		description: 'List the tasks of a draft',
		fields: [sameAccount, draft],
	}),
	{
		resource: 'task',
		operation: 'wait',
		name: 'Wait',
		action: 'Wait for a task',
		description: 'Wait until a task at Kontur.Extern ends, and return its result',
		fields: [sameAccount, draft, task],
		uses: [drafts.draftTaskGet.id],
		waits: true,
		output: drafts.draftTaskGet.outline,
		async run(step) {
			const { apiTaskId, ...ref } = step.input({ ...DRAFT, apiTaskId: guid('Send: Check, Prepare or Send') });
			const state = await follow<object>(step.extern, ref, { id: apiTaskId, 'task-state': 'running' }, step.patienceMs);
			const told = state.kind === 'succeeded' ? { docflowId: docflowIdIn(state.result), result: state.result } : state.kind === 'failed' ? { problem: state.problem } : {};
			return [step.result({ ...ref, taskId: apiTaskId, taskState: state.kind === 'succeeded' ? 'succeed' : state.kind, ...told })];
		},
	},
];

/** The docflow that a task of sending ended with, for the steps that follow. */
function docflowIdIn(result: object): string | undefined {
	const isDocflow = 'type' in result && typeof result.type === 'string' && result.type.startsWith('urn:docflow:');
	return isDocflow && 'id' in result ? String(result.id) : undefined;
}

/** Sends a draft whatever a previous run did: a draft being sent or sent yields its docflow. */
async function sendDraft(step: Step) {
	const ref = step.input(DRAFT);
	if (step.isDryRun) return wouldDo(step, `Send the draft ${ref.draftId}`, ref);
	const before = await step.extern.call(drafts.draftGet, ref);
	if (before.status === 'sent') return [step.result({ ...ref, outcome: 'filed', alreadyFiled: true, ...(await docflowOfDraft(step, ref.accountId, before)) })];
	const sent = await send(step.extern, ref, { patienceMs: step.patienceMs });
	if (sent.kind === 'waiting') return [step.result({ ...ref, outcome: 'waiting', taskId: sent.taskId })];
	if (!sent.docflow) throw stop(sent.refusal?.message ?? 'The draft was not sent', 'Correct what the lines below name', sent.lines);
	return [step.result({ ...ref, outcome: 'filed', alreadyFiled: sent.joined, ...docflows.summariseDocflow(sent.docflow, step.view) })];
}

async function docflowOfDraft(step: Step, accountId: string, wire: WireDraft): Promise<Record<string, unknown>> {
	const docflowId = drafts.docflowOf(wire);
	return docflowId ? docflows.summariseDocflow(await step.extern.call(docflows.docflowGet, { accountId, docflowId }), step.view) : {};
}

function stopOnFindings(step: Step, lines: readonly ProblemLine[], message: string): void {
	if (hasErrors(lines) || (step.isOn('stopOnWarnings') && lines.length > 0)) throw stop(message, 'Correct what the lines below name, then run this again', lines);
}

async function reportFiles(step: Step): Promise<ReportFile[]> {
	const files = await step.files(step.text('files'));
	return await Promise.all(files.map(async (file) => readReport(file.name, await bytesOf(file))));
}

/** Requisites come from the form, else from the organization, else from the file itself. */
async function filingOf(step: Step, files: readonly ReportFile[]): Promise<Filing> {
	const input = step.input({
		accountId: guid('Account: Get Many'),
		organizationId: optional(guid('Account: Organization: Get Many')),
		taxOffice: optional(text({ matches: /^\d{4}$/, example: '7702' })),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		generateWarrant: optional(flag()),
		fileAgain: optional(flag()),
		senderIp: optional(text()),
		until: optional(choice(['draft', 'checked', 'prepared', 'sent'])),
	});
	const [report] = files;
	const { accountId } = input;
	const chosen = input.organizationId ? await step.extern.call(accounts.organizationGet, { accountId, orgId: input.organizationId }) : undefined;
	const payer: Party | undefined = chosen ? chosen.general : report.payer;
	if (!payer) throw inputError(`${report.fileName} does not say who the taxpayer is`, 'Choose the organization');
	const taxOffice = input.taxOffice ?? report.taxOffice;
	if (!taxOffice) throw inputError(`${report.fileName} does not say which tax office gets it`, 'Fill in Tax Office under Additional Fields');
	const own = await step.extern.call(accounts.accountGet, { accountId });
	const isRepresentative = own.inn !== payer.inn;
	return {
		accountId,
		files,
		payer: { inn: payer.inn, kpp: payer.kpp },
		sender: isRepresentative ? { inn: own.inn, kpp: own.kpp } : { inn: payer.inn, kpp: payer.kpp },
		recipient: { 'ifns-code': taxOffice, 'mri-code': report.transitOffice },
		isRepresentative,
		powerOfAttorneyId: input.powerOfAttorneyId ?? (isRepresentative ? chosen?.['fns-mchd-id'] : undefined),
		generateWarrant: input.generateWarrant,
		fileAgain: input.fileAgain,
		senderIp: input.senderIp ?? '127.0.0.1',
		until: untilOf(input.until),
		patienceMs: step.patienceMs,
	};
}

function untilOf(value: string | undefined): Filing['until'] {
	return value === 'draft' || value === 'checked' || value === 'prepared' ? value : 'sent';
}

function outcomeOf(step: Step, filing: Filing, filed: Filed): Record<string, unknown> {
	if (filed.kind === 'waiting') return { outcome: 'waiting', waitingFor: filed.at, draftId: filed.draftId, taskId: filed.taskId };
	if (filed.kind === 'stopped') return { outcome: filed.at, draftId: filed.draftId, warnings: filed.warnings };
	const docflow = docflows.summariseDocflow(filed.docflow, step.view);
	return {
		outcome: 'filed',
		alreadyFiled: filed.alreadyFiled,
		draftId: filed.draftId,
		...docflow,
		warnings: filed.warnings,
		receipt: receiptOf(step, filing, filed.docflow.id, docflow.sentAt),
	};
}

/** What an auditor asks for: who filed what, when, and where to look it up. */
function receiptOf(step: Step, filing: Filing, docflowId: string, sentAt: unknown) {
	const [report] = filing.files;
	return {
		payer: filing.payer,
		sender: filing.sender,
		recipient: Object.values(filing.recipient).filter(Boolean).join(', '),
		fileName: report.fileName,
		fileId: report.fileId,
		sha256: report.sha256,
		docflowId,
		sentAt,
		recordedAt: new Date(step.extern.port.now()).toISOString(),
		traces: step.extern.traces,
	};
}

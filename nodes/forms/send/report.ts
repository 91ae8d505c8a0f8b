import { type Filed, type Filing, inputError, type Party, readReport, type ReportFile, sendReport } from '../../../extern';
import { accountIds, accounts, anything, choice, contents, docflows, draftDocuments, drafts, draftSignatures, draftTasks, flag, guid, optional, organizations, type Outline, parts, text, words } from '../../../extern/operations';
import { bytesOf } from '../../run/binary';
import type { Step } from '../../run/step';
import { wouldDo } from '../catalogueForm';
import { documentType } from '../draft/document';
import { authority, payerSfrNumber, recipientOf } from '../draft/parties';
import { account, payerOrganization, powerOfAttorney, senderIp, signatureFields, signWith } from '../fields';
import type { Form } from '../form';
import { finding, sentDraft } from './outcome';

const filedReport: Outline<never> = {
	fileName: words('Name of the report file'),
	...sentDraft,
	waitingFor: words('Which task is waited for: check, prepare, send, or the draft that another run holds'),
	warnings: parts('Findings that do not forbid sending', finding),
	receipt: anything('Who filed what for whom, digest, docflow, times and trace ids, for the audit trail'),
};

export const reportForms: Form[] = [
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
			{ ...authority, description: 'Who gets the report. For all but the tax service fill in Authority Code, too.' },
			{ displayName: 'Authority Code', name: 'authorityCode', type: 'string', default: '', placeholder: 'e.g. 087', description: 'Code of the office that gets the report, where it is not a tax office' },
			documentType,
			{ displayName: 'File Again', name: 'fileAgain', type: 'boolean', default: false, description: 'Whether to file a report deliberately a second time although it was filed before' },
			{ displayName: 'Generate Representation Message', name: 'generateWarrant', type: 'boolean', default: false, description: 'Whether Kontur.Extern makes the message about a paper power of attorney' },
			payerSfrNumber,
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
			draftDocuments.draftDocumentPut.id,
			draftDocuments.draftDocumentGet.id,
			draftDocuments.draftDocumentDelete.id,
			draftDocuments.draftDocumentDataToSign.id,
			draftSignatures.draftSignaturePut.id,
			draftSignatures.draftSignatureContentGet.id,
			draftSignatures.draftSignatureDelete.id,
			drafts.draftCheck.id,
			drafts.draftPrepare.id,
			draftTasks.draftTaskGet.id,
			docflows.docflowGet.id,
			accounts.accountGet.id,
			organizations.organizationGet.id,
		],
		irreversible: true,
		signsRaw: true,
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
];

async function reportFiles(step: Step): Promise<ReportFile[]> {
	const files = await step.files(step.text('files'));
	return await Promise.all(files.map(async (file) => readReport(file.name, await bytesOf(file))));
}

/** Requisites come from the form, else from the organization, else from the file itself. */
async function filingOf(step: Step, files: readonly ReportFile[]): Promise<Filing> {
	const input = step.input({
		...accountIds,
		organizationId: optional(guid('Account: Organization: Get Many')),
		authority: optional(text()),
		authorityCode: optional(text()),
		documentType: optional(text()),
		payerSfrNumber: optional(text()),
		taxOffice: optional(text({ matches: /^\d{4}$/, example: '7702' })),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		generateWarrant: optional(flag()),
		fileAgain: optional(flag()),
		senderIp: optional(text()),
		until: optional(choice(['draft', 'checked', 'prepared', 'sent'])),
	});
	const [report] = files;
	const { accountId } = input;
	const chosen = input.organizationId ? await step.extern.call(organizations.organizationGet, { accountId, orgId: input.organizationId }) : undefined;
	const payer: Party | undefined = chosen ? chosen.general : report.payer;
	if (!payer) throw inputError(`${report.fileName} does not say who the taxpayer is`, 'Choose the organization');
	const toTaxService = (input.authority ?? TAX_SERVICE) === TAX_SERVICE;
	const own = await step.extern.call(accounts.accountGet, { accountId });
	const isRepresentative = own.inn !== payer.inn;
	return {
		accountId,
		files,
		documentType: input.documentType,
		payer: { inn: payer.inn, kpp: payer.kpp, sfrNumber: input.payerSfrNumber },
		sender: isRepresentative ? { inn: own.inn, kpp: own.kpp } : { inn: payer.inn, kpp: payer.kpp },
		recipient: toTaxService ? taxOfficeOf(report, input.taxOffice) : otherRecipient(input),
		isRepresentative,
		powerOfAttorneyId: input.powerOfAttorneyId ?? (isRepresentative && toTaxService ? chosen?.['fns-mchd-id'] : undefined),
		generateWarrant: input.generateWarrant,
		fileAgain: input.fileAgain,
		senderIp: input.senderIp ?? '127.0.0.1',
		until: untilOf(input.until),
		patienceMs: step.patienceMs,
	};
}

/** The tax office, which the file tells where the form does not. */
function taxOfficeOf(report: ReportFile, given: string | undefined): Filing['recipient'] {
	const taxOffice = given ?? report.taxOffice;
	if (!taxOffice) throw inputError(`${report.fileName} does not say which tax office gets it`, 'Fill in Tax Office under Additional Fields, or choose another Authority there');
	return { 'ifns-code': taxOffice, 'mri-code': report.transitOffice };
}

function otherRecipient(input: { authority?: string; authorityCode?: string }): Filing['recipient'] {
	if (!input.authorityCode) throw inputError('The office that gets the report is not named', 'Fill in Authority Code under Additional Fields', 'authorityCode');
	return recipientOf(input.authority ?? TAX_SERVICE, input.authorityCode);
}

const TAX_SERVICE = 'fns';

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
		payer: { inn: filing.payer.inn, kpp: filing.payer.kpp },
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

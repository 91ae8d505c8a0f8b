import { type Filed, type Filing, sendReport, type StageDone } from '../../../extern';
import { accounts, anything, choice, contents, docflows, draftDocuments, drafts, draftSignatures, draftTasks, optional, organizations, type Outline, parts, texts, warrants, words } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { wouldDo } from '../catalogueForm';
import { documentType } from '../draft/document';
import { payerSfrNumber } from '../draft/parties';
import { account, payerOrganization, powerOfAttorney, senderIp, signatureFields, signWith } from '../fields';
import { finding } from '../finding';
import { authorityCode, fileAgain, filingOf, generateWarrant, goOnWithDraft, payerOkpo, reportAuthority, reportFields, reportFiles, taxOffice } from '../filing';
import type { Form } from '../form';
import { warningsStop } from './draft';
import { sentDraft } from './outcome';

const stageDone: Outline<StageDone> = {
	stage: words('draft, documents, check, sign, prepare or send', (one) => one.stage),
	outcome: words('done; waiting when the task still runs; sent when the draft was sent meanwhile', (one) => one.outcome),
	startedAt: words('When it began, UTC', (one) => one.startedAt),
	finishedAt: words('When it ended, UTC', (one) => one.finishedAt),
	taskId: words('Id of the task', (one) => one.taskId),
	traceIds: texts('Trace ids of its calls, for support', (one) => one.traceIds),
};

const filedReport: Outline<never> = {
	fileName: words('Name of the report file'),
	...sentDraft,
	warnings: parts('Findings that do not forbid sending', finding),
	stages: parts('What was done in this run: draft, documents, check, sign, prepare, send', stageDone),
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
			reportFields,
			payerOrganization,
			signWith,
			signatureFields,
		],
		more: [
			reportAuthority,
			authorityCode,
			documentType,
			goOnWithDraft,
			fileAgain,
			generateWarrant,
			payerOkpo,
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
			{ ...warningsStop, description: 'Whether warnings stop the workflow before anything is sent, as errors do' },
			taxOffice,
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
			organizations.organizationsList.id,
			warrants.warrantsList.id,
		],
		irreversible: true,
		signsRaw: true,
		waits: true,
		output: filedReport,
		async run(step) {
			const files = await reportFiles(step);
			// Before the first request: what may not sign there must not ask there.
			const signer = step.isDryRun ? undefined : await step.signer();
			const filing = await filingOf(step, files, untilOf(step.input({ until: optional(choice(['draft', 'checked', 'prepared', 'sent'])) }).until));
			const what = files[0]?.fileName ?? `the draft ${filing.draftId ?? ''}`;
			if (!signer) return wouldDo(step, `File ${what} for INN ${filing.payer.inn} to ${Object.values(filing.recipient).filter(Boolean).join(', ')}`, { accountId: filing.accountId, draftId: filing.draftId });
			const filed = await sendReport(step.extern, filing, signer);
			return [step.result({ accountId: filing.accountId, ...(files[0] && { fileName: files[0].fileName }), ...outcomeOf(step, filing, filed), stages: filed.stages })];
		},
	},
];

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
	const report = filing.files.at(0);
	return {
		payer: { inn: filing.payer.inn, kpp: filing.payer.kpp },
		sender: filing.sender,
		recipient: Object.values(filing.recipient).filter(Boolean).join(', '),
		fileName: report?.fileName,
		fileId: report?.fileId,
		sha256: report?.sha256,
		docflowId,
		sentAt,
		recordedAt: new Date(step.extern.port.now()).toISOString(),
		traces: step.extern.traces,
	};
}

function untilOf(value: string | undefined): Filing['until'] {
	return value === 'draft' || value === 'checked' || value === 'prepared' ? value : 'sent';
}

import { certificateContent, type Filed, sendReport, signsLater } from '../../../extern';
import { accountIds, accounts, certificates, contents, docflows, draftDocuments, drafts, organizations, type Outline, text, words } from '../../../extern/operations';
import { watchValidity } from '../../run/signers/validity';
import { account, certificate, payerOrganization, powerOfAttorney, senderIp } from '../fields';
import { signingWarnings } from '../finding';
import { authorityCode, fileAgain, filingOf, generateWarrant, payerOkpo, reportAuthority, reportFields, reportFiles, taxOffice } from '../filing';
import type { Form } from '../form';
import { documentType } from './document';
import { payerSfrNumber } from './parties';

const reportDraft: Outline<never> = {
	fileName: words('Name of the report file'),
	outcome: words('draft, filed when this report was sent before, or waiting when another run holds the draft'),
	draftId: words('Id of the draft, always the same for the same report'),
	docflowId: words('Id of the docflow of a report that was sent before'),
	warnings: signingWarnings,
};

/** The draft of a report for those who sign and send it in other steps. */
export const reportDraftForm: Form = {
	resource: 'draft',
	operation: 'createFromReport',
	name: 'Create From Report File',
	action: 'Create the draft of a report file',
	description: 'Upload a report and open its draft, to be signed in another step or by a person. Requisites are read from the file; the same file always leads to the same draft.',
	fields: [account, reportFields, payerOrganization, { ...certificate, default: { mode: 'list', value: '' } }],
	more: [reportAuthority, authorityCode, documentType, fileAgain, generateWarrant, payerOkpo, payerSfrNumber, powerOfAttorney, senderIp, taxOffice],
	uses: [
		drafts.draftPut.id,
		drafts.draftGet.id,
		contents.contentUploadStart.id,
		contents.contentUploadChunk.id,
		draftDocuments.draftDocumentPut.id,
		draftDocuments.draftDocumentDelete.id,
		docflows.docflowGet.id,
		accounts.accountGet.id,
		organizations.organizationGet.id,
		organizations.organizationsList.id,
		certificates.certificatesList.id,
	],
	waits: true,
	output: reportDraft,
	async run(step) {
		const files = await reportFiles(step);
		const filing = await filingOf(step, files, 'draft');
		const given = step.input({ ...accountIds, certificate: text() });
		const signer = signsLater(await certificateContent(step.extern, filing.accountId, given.certificate));
		watchValidity(step, signer.certificate);
		const filed = await sendReport(step.extern, filing, signer);
		return [step.result({ accountId: filing.accountId, fileName: files[0].fileName, ...stateOf(filed) })];
	},
};

function stateOf(filed: Filed) {
	const { draftId } = filed;
	if (filed.kind === 'waiting') return { outcome: 'waiting', draftId };
	return filed.kind === 'filed' ? { outcome: 'filed', draftId, docflowId: filed.docflow.id } : { outcome: 'draft', draftId };
}

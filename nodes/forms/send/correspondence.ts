import { inputError, type Correspondence } from '../../../extern';
import { accountIds, accounts, builderDocuments, builderFiles, builders, contents, docflows, draftContracts, draftDocuments, drafts, draftSignatures, draftTasks, guid, optional, organizations, text } from '../../../extern/operations';
import type { Step } from '../../run/step';
import type { Ask } from '../form';
import { INN } from '../requisites';

/** Whom it is for, where no file tells it. */
export const payerFields: Ask[] = [
	{ displayName: 'Payer INN', name: 'payerInn', type: 'string', default: '', placeholder: 'e.g. 7712345678', description: 'INN that it is sent for, where it is no organization of the account' },
	{ displayName: 'Payer KPP', name: 'payerKpp', type: 'string', default: '', placeholder: 'e.g. 771201001', description: 'KPP of this payer; empty for sole traders and persons' },
];

export const sendAgain: Ask = { displayName: 'Send Again', name: 'sendAgain', type: 'boolean', default: false };

/** Operations that send what is written from a form, sending first. */
export const sendingCalls = [
	drafts.draftSend.id,
	drafts.draftGet.id,
	drafts.draftPut.id,
	draftDocuments.draftDocumentPut.id,
	draftDocuments.draftDocumentGet.id,
	draftContracts.draftDocumentBuild.id,
	drafts.draftCheck.id,
	drafts.draftPrepare.id,
	draftTasks.draftTaskGet.id,
	docflows.docflowGet.id,
];

/** Operations that send what a builder packs, sending first. */
export const packingCalls = [
	drafts.draftSend.id,
	drafts.draftGet.id,
	drafts.draftsList.id,
	drafts.draftCheck.id,
	drafts.draftPrepare.id,
	draftTasks.draftTaskGet.id,
	draftDocuments.draftDocumentGet.id,
	draftSignatures.draftSignaturePut.id,
	draftSignatures.draftSignatureContentGet.id,
	draftSignatures.draftSignatureDelete.id,
	builders.draftsBuilderPut.id,
	builders.draftsBuilderGet.id,
	builders.draftsBuilderBuild.id,
	builders.draftsBuilderTaskGet.id,
	builderDocuments.builderDocumentPut.id,
	builderDocuments.builderDocumentsList.id,
	builderFiles.builderFilePut.id,
	builderFiles.builderFileGet.id,
	builderFiles.builderFilesList.id,
	contents.contentUploadStart.id,
	contents.contentUploadChunk.id,
	contents.contentDownload.id,
	docflows.docflowGet.id,
];

/** Operations that {@link correspondenceOf} calls. */
export const correspondenceCalls = [accounts.accountGet.id, organizations.organizationGet.id];

/** Who sends for whom, and how the payer is called. */
export interface Named {
	readonly correspondence: Omit<Correspondence, 'recipient'>;
	/** Name of the organization or the account. */
	readonly name: string;
}

/**
 * Who sends for whom: the chosen organization, or the payer of the form, else the company of the account itself. The
 * company of the account sends; for anybody else as a representative.
 * @param toTaxService whether the power of attorney of the organization is the one for this authority
 * @throws ExternError `input` that names the field
 */
export async function correspondenceOf(step: Step, { toTaxService = false } = {}): Promise<Named> {
	const input = step.input({
		...accountIds,
		organizationId: optional(guid('Account: Organization: Get Many')),
		payerInn: optional(text(INN)),
		payerKpp: optional(text()),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		senderIp: optional(text()),
	});
	const { accountId } = input;
	if (input.payerKpp && !input.payerInn) throw inputError('Payer KPP is filled in without Payer INN', 'Fill in both, or choose the organization', 'payerInn');
	const own = await step.extern.call(accounts.accountGet, { accountId });
	const chosen = input.organizationId ? await step.extern.call(organizations.organizationGet, { accountId, orgId: input.organizationId }) : undefined;
	const payer = input.payerInn ? { inn: input.payerInn, kpp: input.payerKpp } : (chosen?.general ?? own);
	const name = input.payerInn ? input.payerInn : (chosen?.general.name ?? own['organization-name']);
	const isOwn = own.inn === payer.inn;
	return {
		name,
		correspondence: {
			accountId,
			payer: { inn: payer.inn, kpp: payer.kpp },
			sender: isOwn ? { inn: payer.inn, kpp: payer.kpp } : { inn: own.inn, kpp: own.kpp },
			powerOfAttorneyId: input.powerOfAttorneyId ?? (toTaxService && !isOwn ? chosen?.['fns-mchd-id'] : undefined),
			senderIp: input.senderIp ?? '127.0.0.1',
		},
	};
}

import { answerDemand, type AnsweredDemand, type AnswerDocument, type DemandAnswer, demandDocuments, inventoryDocflow, type Party, readDemand, requireFittingFiles, type SentDraft, stop, type WireDocflow } from '../../../extern';
import { accounts, builderDocuments, builderFiles, builders, contents, count, docflowIds, docflows, draftDocuments, drafts, draftSignatures, draftTasks, flag, guid, inventories, optional, organizations, type Outline, parts, text, texts, words, yesNo } from '../../../extern/operations';
import type { Result, Step } from '../../run/step';
import { wouldDo } from '../catalogueForm';
import { docflow, docflowDocument, powerOfAttorney, sameAccount, senderIp, signatureFields, signWith } from '../fields';
import { generateWarrant } from '../filing';
import { finding, signingWarnings } from '../finding';
import type { Ask, Form } from '../form';
import { answerDocuments, answerDocumentsOf, answerFiles } from './answerFiles';
import { docflowInShort, inShort } from './owedReplies';

const demandFile: Ask = {
	...docflowDocument,
	displayName: 'File of the Demand',
	required: false,
	default: { mode: 'id', value: '={{ $json.documentId ?? "" }}' },
	description: 'Attached file of the demand that is answered. Usually comes from Accept Demand; leave empty where the demand has only one.',
};

const goOnWithErrors: Ask = {
	displayName: 'Go On with Errors',
	name: 'goOnWithErrors',
	type: 'boolean',
	default: false,
	description: 'Whether to send what can be packed although some documents cannot; the output lists them. Otherwise nothing is sent.',
};

const answerAgain: Ask = {
	displayName: 'Answer Again',
	name: 'answerAgain',
	type: 'boolean',
	default: false,
	description: 'Whether to send these files in addition although the file of the demand was answered before with other ones, or anew after the tax office refused all of them',
};

const sentInventory: Outline<never> = {
	outcome: words('filed, or waiting when a task of Kontur.Extern took longer than was waited for'),
	alreadySent: yesNo('Whether an earlier run had sent it'),
	...docflowInShort,
	inventoryId: words('Id of the inventory; the same as that of its docflow'),
	inventoryIds: texts('Ids of all inventories that the answer was sent in'),
	inventoryCount: count('How many inventories the answer was divided into'),
	draftsBuilderId: words('Id of the builder that packed the answer'),
	waitingFor: words('Which task is waited for: build, check, prepare or send'),
	taskId: words('Id of the task that is waited for'),
	lines: parts('Documents that could not be packed', finding),
	warnings: signingWarnings,
};

/** Answers a demand with files: one item for each inventory that comes of it. */
export const answerDemandForm: Form = {
	resource: 'demand',
	operation: 'answer',
	name: 'Answer Demand',
	action: 'Answer a demand with documents',
	description: 'Send the documents or explanations that a tax demand asks for in one step: pack, check, sign and send them, one item for each inventory that comes of it. The same files are never sent twice.',
	fields: [sameAccount, docflow, demandFile, ...answerFiles, signWith, signatureFields],
	more: [answerAgain, answerDocuments, generateWarrant, goOnWithErrors, powerOfAttorney, senderIp],
	uses: [
		builders.draftsBuilderBuild.id,
		builders.draftsBuilderGet.id,
		builders.draftsBuilderPut.id,
		builders.draftsBuilderDocumentsPrepare.id,
		builders.draftsBuilderTaskGet.id,
		builderDocuments.builderDocumentsList.id,
		builderDocuments.builderDocumentPut.id,
		builderFiles.builderFilesList.id,
		builderFiles.builderFilePut.id,
		contents.contentUploadStart.id,
		contents.contentUploadChunk.id,
		contents.contentDownload.id,
		drafts.draftsList.id,
		drafts.draftGet.id,
		drafts.draftMetaUpdate.id,
		drafts.draftCheck.id,
		drafts.draftPrepare.id,
		drafts.draftSend.id,
		draftTasks.draftTaskGet.id,
		draftDocuments.draftDocumentGet.id,
		draftSignatures.draftSignaturePut.id,
		draftSignatures.draftSignatureContentGet.id,
		draftSignatures.draftSignatureDelete.id,
		docflows.docflowGet.id,
		inventories.inventoriesList.id,
		inventories.inventoryGet.id,
		accounts.accountGet.id,
		organizations.organizationGet.id,
	],
	irreversible: true,
	waits: true,
	output: sentInventory,
	async run(step) {
		const ref = step.input(docflowIds);
		// Before the first request: what may not sign there must not ask there.
		const signer = step.isDryRun ? undefined : await step.signer();
		const documents = await answerDocumentsOf(step);
		requireFittingFiles(documents);
		const answer = await answerOf(step, await readDemand(step.extern, ref), documents);
		if (!signer) return wouldDo(step, planned(answer), { ...ref, documentId: answer.demand.relatedDocumentId });
		return await told(step, answer, await answerDemand(step.extern, answer, signer));
	},
};

/** Requisites follow from the demand: who asks is answered, for whom it asks is the payer. */
async function answerOf(step: Step, wire: WireDocflow, documents: readonly AnswerDocument[]): Promise<DemandAnswer> {
	const input = step.input({
		...docflowIds,
		documentId: optional(guid('Accept Demand')),
		powerOfAttorneyId: optional(guid('Account: Organization: Get')),
		generateWarrant: optional(flag()),
		goOnWithErrors: optional(flag()),
		answerAgain: optional(flag()),
		senderIp: optional(text()),
	});
	const { accountId } = input;
	const payer = payerOf(wire);
	const own = await step.extern.call(accounts.accountGet, { accountId });
	const isRepresentative = own.inn !== payer.inn;
	return {
		demand: { accountId, relatedDocflowId: input.docflowId, relatedDocumentId: fileOf(wire, input.documentId) },
		documents,
		payer,
		sender: isRepresentative ? { inn: own.inn, kpp: own.kpp } : payer,
		recipient: recipientOf(wire),
		isRepresentative,
		powerOfAttorneyId: input.powerOfAttorneyId ?? (isRepresentative && !input.generateWarrant ? await ownWarrant(step, accountId, wire) : undefined),
		generateWarrant: input.generateWarrant,
		goOnWithErrors: input.goOnWithErrors,
		answerAgain: input.answerAgain,
		senderIp: input.senderIp ?? '127.0.0.1',
		patienceMs: step.patienceMs,
	};
}

async function ownWarrant(step: Step, accountId: string, { 'organization-id': orgId }: WireDocflow): Promise<string | undefined> {
	if (!orgId) return undefined;
	return (await step.extern.call(organizations.organizationGet, { accountId, orgId }))['fns-mchd-id']?.toLowerCase();
}

function payerOf({ description }: WireDocflow): Party {
	const [inn, kpp] = (description?.['payer-inn'] ?? '').split('-');
	if (inn) return { inn, kpp };
	throw stop('The demand does not say whom it is for', 'Answer it with the single steps of Draft: Builder, where the payer is filled in');
}

function recipientOf({ description }: WireDocflow): DemandAnswer['recipient'] {
	const transit = description?.['transit-cu'];
	if (description?.cu) return { 'ifns-code': description.cu, 'mri-code': typeof transit === 'string' && transit !== '' ? transit : undefined };
	throw stop('The demand does not say which tax office it is from', 'Answer it with the single steps of Draft: Builder, where the tax office is filled in');
}

/** The file that is answered, which need not be named where there is only one. */
function fileOf(wire: WireDocflow, given: string | undefined): string {
	const { attachments } = demandDocuments(wire);
	const found = attachments.find(({ id }) => id.toLowerCase() === given);
	if (found) return found.id;
	if (attachments.length === 1) return attachments[0].id;
	throw stop(
		attachments.length === 0 ? 'The demand has no file that could be answered' : `The demand has ${attachments.length} files, and each is answered apart`,
		'Choose the file under File of the Demand',
		attachments.map(({ id, description }) => ({ level: 'warning', file: description.filename ?? id, text: id })),
	);
}

function planned({ documents, recipient, demand }: DemandAnswer): string {
	const files = documents.reduce((sum, document) => sum + document.files.length, 0);
	return `Send ${documents.length} documents (${files} files) to ${Object.values(recipient).filter(Boolean).join(', ')} in answer to the file ${demand.relatedDocumentId} of the demand`;
}

async function told(step: Step, { demand }: DemandAnswer, { draftsBuilderId, drafts: sent, draftCount, building, lines }: AnsweredDemand): Promise<Result[]> {
	const common = { ...demand, documentId: undefined, draftsBuilderId, inventoryCount: draftCount, lines };
	if (building) return [step.result({ ...common, docflowId: undefined, outcome: 'waiting', waitingFor: 'build', taskId: building.taskId })];
	const inventoryIds = sent.flatMap((one) => (one.kind === 'filed' ? [one.docflowId] : []));
	const results: Result[] = [];
	for (const one of sent) results.push(step.result({ ...common, inventoryIds, ...(await aboutDraft(step, demand, one)) }));
	return results;
}

async function aboutDraft(step: Step, demand: DemandAnswer['demand'], draft: SentDraft): Promise<Record<string, unknown>> {
	const { draftId } = draft;
	if (draft.kind === 'waiting') return { draftId, docflowId: undefined, outcome: 'waiting', waitingFor: draft.at, taskId: draft.taskId };
	const inventory = await inventoryDocflow(step.extern, demand, draft.docflowId);
	return { ...inShort(step, inventory), draftId, ...demand, inventoryId: draft.docflowId, outcome: 'filed', alreadySent: draft.alreadyFiled };
}

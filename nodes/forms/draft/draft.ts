import { accountIds, certificates, draftIds, drafts, type Outline, words, yesNo } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { doneForm, form, listForm, wouldDo } from '../catalogueForm';
import { account, draft, sameAccount } from '../fields';
import type { Ask, Form } from '../form';
import { metaFrom, rarely, requisites } from './draftMeta';

const ownDraftId: Ask = {
	displayName: 'Draft ID',
	name: 'draftId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
	description: 'A GUID of your own, the same for the same report. A draft of this ID is replaced.',
};

const handedOver: Outline<never> = {
	draftId: words('Id of the draft'),
	handedOver: yesNo('Whether it is in the web interface now'),
	webDraftUrl: words('Where a person goes on with it, when the service said so'),
};

export const draftForms: Form[] = [
	{
		resource: 'draft',
		operation: 'create',
		name: 'Create',
		action: 'Create a draft',
		description: 'Open a container for the files of one report',
		fields: [account, ...requisites],
		more: rarely,
		uses: [drafts.draftCreate.id, certificates.certificatesList.id],
		output: drafts.draftCreate.outline,
		simplifies: true,
		async run(step) {
			const { accountId } = step.input(accountIds);
			const wire = await step.extern.call(drafts.draftCreate, { accountId, meta: await metaFrom(step, accountId) });
			return [step.answer(wire, drafts.draftCreate.outline, { accountId })];
		},
	},
	{
		resource: 'draft',
		operation: 'put',
		name: 'Create or Replace',
		action: 'Create or replace a draft',
		description: 'Open a draft under an ID of your own, or replace its requisites when it is there. A repeated run makes no second draft.',
		fields: [account, ownDraftId, ...requisites],
		more: rarely,
		uses: [drafts.draftPut.id, certificates.certificatesList.id],
		output: drafts.draftPut.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(draftIds);
			const wire = await step.extern.call(drafts.draftPut, { ...ref, meta: await metaFrom(step, ref.accountId) });
			return [step.answer(wire, drafts.draftPut.outline, ref)];
		},
	},
	doneForm(drafts.draftDelete, {
		done: 'deleted',
		resource: 'draft',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete a draft',
		description: 'Delete a draft and its files for good',
		fields: [sameAccount, draft],
	}),
	form(drafts.draftGet, {
		resource: 'draft',
		operation: 'get',
		name: 'Get',
		action: 'Get a draft',
		description: 'Read the status, requisites and documents of a draft',
		fields: [sameAccount, draft],
	}),
	{
		resource: 'draft',
		operation: 'getRequisites',
		name: 'Get Requisites',
		action: 'Get the requisites of a draft',
		description: 'Read sender, payer, authority and certificate of a draft, as the service keeps them',
		fields: [sameAccount, draft],
		uses: [drafts.draftMetaGet.id],
		async run(step) {
			const ref = step.input(drafts.draftMetaGet.input);
			return [step.result({ ...ref, requisites: await step.extern.call(drafts.draftMetaGet, ref) })];
		},
	},
	{
		resource: 'draft',
		operation: 'updateRequisites',
		name: 'Update Requisites',
		action: 'Update the requisites of a draft',
		description: 'Replace sender, payer, authority and certificate of a draft; what is left empty here is empty there',
		fields: [sameAccount, draft, ...requisites],
		more: rarely,
		uses: [drafts.draftMetaUpdate.id, certificates.certificatesList.id],
		async run(step) {
			const ref = step.input(draftIds);
			const meta = await metaFrom(step, ref.accountId);
			return [step.result({ ...ref, requisites: await step.extern.call(drafts.draftMetaUpdate, { ...ref, meta }) })];
		},
	},
	{
		resource: 'draft',
		operation: 'handOver',
		name: 'Hand Over to the Web Interface',
		action: 'Hand a draft over to the web interface',
		description: 'Let a person finish, sign and send the draft in Kontur.Extern itself. It cannot be taken back; signatures and powers of attorney are not carried over.',
		fields: [sameAccount, draft],
		uses: [drafts.draftCreateWebDraft.id],
		irreversible: true,
		output: handedOver,
		run: handOver,
	},
	listForm(drafts.draftsList, {
		resource: 'draft',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many drafts',
		description: 'List the drafts of an account',
		fields: [account],
	}),
];

async function handOver(step: Step) {
	const ref = step.input(draftIds);
	if (step.isDryRun) return wouldDo(step, `Hand the draft ${ref.draftId} over to the web interface`, ref);
	const answer = await step.extern.call(drafts.draftCreateWebDraft, ref);
	return [step.result({ ...ref, handedOver: true, webDraftUrl: drafts.webDraftAddress(answer), answer: answer ?? undefined })];
}

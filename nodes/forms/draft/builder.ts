import { buildDrafts, failedDocuments, type ProblemLine, stop } from '../../../extern';
import { accountIds, builderDocuments, builderFiles, builderIds, builders, certificates, count, draftDocuments, drafts, type Operation, type Outline, parts, texts, words, yesNo } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { doneForm, form, taskForm, wouldDo } from '../catalogueForm';
import { account, draftsBuilder, sameAccount, task } from '../fields';
import type { Ask, Form } from '../form';
import { builderMetaFrom, rarely, requisites } from './builderRequisites';

const failed: Outline<ProblemLine> = {
	documentId: words('Id of the document in the builder', (line) => line.documentId),
	file: words('Names of its files', (line) => line.file),
	text: words('Why it cannot be packed', (line) => line.text),
};

const lines = { lines: parts('Documents that cannot be packed', failed) };

const built: Outline<never> = {
	draftId: words('Id of the draft'),
	draftIds: texts('Ids of all drafts that the builder became'),
	draftCount: count('Number of drafts'),
	alreadyBuilt: yesNo('Whether an earlier run had built them'),
	taskId: words('Id of the task'),
	taskState: words('succeed, or running when the build still runs'),
	...lines,
};

const goOn: Ask = {
	displayName: 'Go On with Errors',
	name: 'goOnWithErrors',
	type: 'boolean',
	default: false,
	description: 'Whether to go on when documents cannot be packed; the output lists them. Otherwise the workflow stops.',
};

const ownId: Ask = { ...draftsBuilder, description: 'ID of the builder, which you may choose yourself. Without a builder of this ID one is created.' };

export const builderForms: Form[] = [
	{
		resource: 'builder',
		operation: 'build',
		name: 'Build',
		action: 'Build the drafts of a builder',
		description: 'Pack the files of a builder into drafts, one item for each. Possible once: afterwards the builder cannot be changed.',
		fields: [sameAccount, draftsBuilder],
		more: [goOn],
		uses: [
			builders.draftsBuilderBuild.id,
			builders.draftsBuilderTaskGet.id,
			builders.draftsBuilderGet.id,
			builderDocuments.builderDocumentsList.id,
			builderFiles.builderFilesList.id,
			drafts.draftsList.id,
			drafts.draftGet.id,
			draftDocuments.draftDocumentGet.id,
		],
		irreversible: true,
		waits: true,
		output: built,
		run: build,
	},
	taskForm(
		{
			start: builders.draftsBuilderDocumentsPrepare,
			look: async (extern, builder, apiTaskId) => await extern.call(builders.draftsBuilderTaskGet, { ...builder, apiTaskId }),
			type: 'urn:task-type:draftBuilderChange', // not documented: of the types that are, the nearest
		},
		{
			resource: 'builder',
			operation: 'checkDocuments',
			name: 'Check Documents',
			action: 'Check the documents of a builder',
			description: 'Find the documents that cannot be packed while they can still be corrected, before Build',
			fields: [sameAccount, draftsBuilder],
			more: [goOn],
			calls: [builders.draftsBuilderTaskGet.id, builderFiles.builderFilesList.id],
			output: lines,
			tell: async (step, result) => {
				const found = await failedDocuments(step.extern, step.input(builderIds), result['error-drafts-builder-documents']);
				stopOnFailures(step, found, 'Documents of the builder cannot be packed', 'Correct what the lines below name, then run this again');
				return { json: { lines: found } };
			},
		},
	),
	{
		resource: 'builder',
		operation: 'create',
		name: 'Create',
		action: 'Create a builder',
		description: 'Open a builder, which packs files into drafts: the answer to a demand, a letter, a registration',
		fields: [account, ...requisites],
		more: rarely,
		uses: [builders.draftsBuilderCreate.id, certificates.certificatesList.id],
		output: builders.draftsBuilderCreate.outline,
		simplifies: true,
		async run(step) {
			const { accountId } = step.input(accountIds);
			const wire = await step.extern.call(builders.draftsBuilderCreate, { accountId, meta: await builderMetaFrom(step, accountId) });
			return [step.answer(wire, builders.draftsBuilderCreate.outline, { accountId, draftsBuilderId: wire.id })];
		},
	},
	requisitesForm(builders.draftsBuilderPut, {
		operation: 'createOrReplace',
		name: 'Create or Replace',
		action: 'Create or replace a builder',
		description: 'Open the builder of an ID of your own, or replace its requisites: a repeated run opens no second one',
		fields: [account, ownId, ...requisites],
	}),
	doneForm(builders.draftsBuilderDelete, {
		done: 'deleted',
		resource: 'builder',
		operation: 'delete',
		name: 'Delete',
		action: 'Delete a builder',
		description: 'Delete a builder and its files for good',
		fields: [sameAccount, draftsBuilder],
	}),
	form(builders.draftsBuilderGet, {
		resource: 'builder',
		operation: 'get',
		name: 'Get',
		action: 'Get a builder',
		description: 'Read the status and requisites of a builder',
		fields: [sameAccount, draftsBuilder],
	}),
	form(builders.draftsBuilderMetaGet, {
		resource: 'builder',
		operation: 'getRequisites',
		name: 'Get Requisites',
		action: 'Get the requisites of a builder',
		description: 'Read sender, payer, authority and data of a builder',
		fields: [sameAccount, draftsBuilder],
	}),
	form(builders.draftsBuilderTaskGet, {
		resource: 'builder',
		operation: 'getTask',
		name: 'Get Task',
		action: 'Get a task of a builder',
		description: 'Look once at a task of a builder that took longer than was waited for',
		fields: [sameAccount, draftsBuilder, { ...task, description: 'Task that runs at Kontur.Extern. Usually comes from Builder: Build or Check Documents.' }],
	}),
	requisitesForm(builders.draftsBuilderMetaUpdate, {
		operation: 'updateRequisites',
		name: 'Update Requisites',
		action: 'Update the requisites of a builder',
		description: 'Replace sender, payer, authority and data of a builder that is not built yet',
		fields: [sameAccount, draftsBuilder, ...requisites],
	}),
];

function requisitesForm<W extends object>(record: Operation<typeof builders.draftsBuilderPut.input, W>, face: Pick<Form, 'operation' | 'name' | 'action' | 'description' | 'fields'>): Form {
	return {
		...face,
		resource: 'builder',
		more: rarely,
		uses: [record.id, certificates.certificatesList.id],
		output: record.outline,
		simplifies: true,
		async run(step) {
			const ref = step.input(builderIds);
			const wire = await step.extern.call(record, { ...ref, meta: await builderMetaFrom(step, ref.accountId) });
			return [step.answer(wire, record.outline, ref)];
		},
	};
}

/**
 * One item for each draft, since the steps that follow sign and send drafts. The document that came in is the builder's
 * and goes no further: those of the drafts have ids of their own.
 */
async function build(step: Step) {
	const ref = step.input(builderIds);
	if (step.isDryRun) return wouldDo(step, `Build the drafts of the builder ${ref.draftsBuilderId}`, ref);
	const outcome = await buildDrafts(step.extern, ref, step.patienceMs);
	if (outcome.kind === 'waiting') return [step.result({ ...ref, draftId: undefined, documentId: undefined, taskId: outcome.taskId, taskState: 'running' })];
	const { draftIds, taskId } = outcome;
	if (draftIds.length === 0) throw stop('No draft was built', 'Correct what the lines below name, then run this again', outcome.lines);
	stopOnFailures(step, outcome.lines, 'Some documents are in none of the drafts', `The builder cannot be changed any more. Send nothing: create a new builder with the whole answer. The incomplete drafts are ${draftIds.join(', ')}`);
	const common = { ...ref, documentId: undefined, taskId, taskState: 'succeed', draftIds, draftCount: draftIds.length, alreadyBuilt: taskId === undefined, lines: outcome.lines };
	return draftIds.map((draftId) => step.result({ ...common, draftId }));
}

function stopOnFailures(step: Step, found: readonly ProblemLine[], message: string, advice: string): void {
	if (found.length > 0 && !step.isOn('goOnWithErrors')) throw stop(message, advice, found);
}

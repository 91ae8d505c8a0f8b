import { check, hasErrors, prepare, type ProblemLine, send, stop, type WireDraft } from '../../../extern';
import { docflows, draftDocuments, draftIds, drafts, draftTasks, type Outline, parts, words } from '../../../extern/operations';
import type { Step } from '../../run/step';
import { wouldDo } from '../catalogueForm';
import { draft, sameAccount } from '../fields';
import { finding } from '../finding';
import type { Form } from '../form';
import { sentDraft } from './outcome';

const stage: Outline<never> = {
	stage: words('check, prepare or send'),
	stageStatus: words('done, waiting when the task still runs, or sent when the draft was sent already'),
	taskId: words('Id of the task'),
	lines: parts('What was found, line by line', finding),
};

const warningsStop: Form['fields'][number] = {
	displayName: 'Stop on Warnings',
	name: 'stopOnWarnings',
	type: 'boolean',
	default: false,
	description: 'Whether warnings stop the workflow as errors do',
};

export const draftForms: Form[] = [
	{
		resource: 'draft',
		operation: 'check',
		name: 'Check',
		action: 'Check a draft',
		description: 'Check the files of a draft for errors, before or after signing',
		fields: [sameAccount, draft],
		more: [warningsStop],
		uses: [drafts.draftCheck.id, draftTasks.draftTaskGet.id, drafts.draftGet.id, draftDocuments.draftDocumentGet.id],
		waits: true,
		output: stage,
		async run(step) {
			const ref = step.input(draftIds);
			const checked = await check(step.extern, ref, step.patienceMs);
			if (checked.kind === 'sent') return [step.result({ ...ref, stage: 'check', stageStatus: 'sent', lines: [] })];
			if (checked.kind === 'waiting') return [step.result({ ...ref, stage: 'check', stageStatus: 'waiting', taskId: checked.taskId })];
			stopOnFindings(step, checked.lines, 'The check found');
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
		uses: [drafts.draftPrepare.id, draftTasks.draftTaskGet.id, drafts.draftGet.id, draftDocuments.draftDocumentGet.id],
		waits: true,
		output: stage,
		async run(step) {
			const ref = step.input(draftIds);
			const prepared = await prepare(step.extern, ref, step.patienceMs);
			if (prepared.kind === 'sent') return [step.result({ ...ref, stage: 'prepare', stageStatus: 'sent', lines: [] })];
			if (prepared.kind === 'waiting') return [step.result({ ...ref, stage: 'prepare', stageStatus: 'waiting', taskId: prepared.taskId })];
			if (prepared.status === 'encryption-failed') throw stop('The files could not be encrypted for the authority', 'Check the code of the authority', prepared.lines);
			stopOnFindings(step, prepared.lines, 'Preparing found');
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
		uses: [drafts.draftSend.id, drafts.draftGet.id, draftTasks.draftTaskGet.id, draftDocuments.draftDocumentGet.id, docflows.docflowGet.id],
		irreversible: true,
		waits: true,
		output: sentDraft,
		run: sendDraft,
	},
];

/** Sends a draft whatever a previous run did: a draft being sent or sent yields its docflow. */
async function sendDraft(step: Step) {
	const ref = step.input(draftIds);
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

function stopOnFindings(step: Step, lines: readonly ProblemLine[], found: string): void {
	const hint = 'Correct what the lines below name, then run this again';
	if (hasErrors(lines)) throw stop(`${found} errors; nothing was sent`, hint, lines);
	if (step.isOn('stopOnWarnings') && lines.length > 0) throw stop(`${found} warnings; nothing was sent`, `${hint}. Warnings do not forbid sending: without Stop on Warnings they are only told`, lines);
}

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

export const warningsStop: Form['fields'][number] = {
	displayName: 'Stop on Warnings',
	name: 'stopOnWarnings',
	type: 'boolean',
	default: false,
	description: 'Whether warnings stop the workflow as errors do',
};

export const draftForms: Form[] = [
	stageForm(check, {
		operation: 'check',
		name: 'Check',
		action: 'Check a draft',
		description: 'Check the files of a draft for errors, before or after signing',
		start: drafts.draftCheck.id,
		found: 'The check found',
	}),
	stageForm(prepare, {
		operation: 'prepare',
		name: 'Prepare',
		action: 'Prepare a draft',
		description: 'Verify the signatures, compress and encrypt, so that the draft can be sent',
		start: drafts.draftPrepare.id,
		found: 'Preparing found',
	}),
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

interface StageFace extends Pick<Form, 'operation' | 'name' | 'action' | 'description'> {
	/** Id of the operation that starts the task. */
	readonly start: string;
	/** Begins the message of what is wrong. */
	readonly found: string;
}

/** The form of a stage before sending, which finds something or nothing. */
function stageForm(work: typeof check, { start, found, ...face }: StageFace): Form {
	return {
		...face,
		resource: 'draft',
		fields: [sameAccount, draft],
		more: [warningsStop],
		uses: [start, draftTasks.draftTaskGet.id, drafts.draftGet.id, draftDocuments.draftDocumentGet.id],
		waits: true,
		output: stage,
		async run(step) {
			const ref = step.input(draftIds);
			const done = await work(step.extern, ref, step.patienceMs);
			const told = (stageStatus: string, more: Record<string, unknown>) => [step.result({ ...ref, stage: face.operation, stageStatus, ...more })];
			if (done.kind === 'sent') return told('sent', { lines: [] });
			if (done.kind === 'waiting') return told('waiting', { taskId: done.taskId });
			if (done.status === 'encryption-failed') throw stop('The files could not be encrypted for the authority', 'Check the code of the authority', done.lines);
			stopOnFindings(step, done.lines, found);
			return told('done', { taskId: done.taskId, lines: done.lines });
		},
	};
}

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

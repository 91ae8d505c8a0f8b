import { follow } from '../../../extern';
import { draftIds, draftTasks, guid } from '../../../extern/operations';
import { listForm } from '../catalogueForm';
import { draft, sameAccount, task } from '../fields';
import type { Form } from '../form';

export const taskForms: Form[] = [
	{
		resource: 'task',
		operation: 'get',
		name: 'Get',
		action: 'Get a task',
		description: 'Look once at a task that runs at Kontur.Extern',
		fields: [sameAccount, draft, task],
		uses: [draftTasks.draftTaskGet.id],
		output: draftTasks.draftTaskGet.outline,
		simplifies: true,
		async run(step) {
			const input = step.input({ ...draftIds, apiTaskId: guid('Send: Check, Prepare or Send') });
			const wire = await step.extern.call(draftTasks.draftTaskGet, input);
			const docflowId = docflowIdIn(wire['task-result'] ?? {});
			return [step.answer(wire, draftTasks.draftTaskGet.outline, { accountId: input.accountId, draftId: input.draftId, docflowId })];
		},
	},
	listForm(draftTasks.draftTasksList, {
		resource: 'task',
		operation: 'getAll',
		name: 'Get Many',
		action: 'Get many tasks',
		description: 'List the tasks of a draft',
		fields: [
			sameAccount,
			draft,
			{ displayName: 'Include Ended Tasks', name: 'includeReleased', type: 'boolean', default: false, description: 'Whether to list tasks that have ended as well as those that run' },
		],
	}),
	{
		resource: 'task',
		operation: 'wait',
		name: 'Wait',
		action: 'Wait for a task',
		description: 'Wait until a task at Kontur.Extern ends, and return its result',
		fields: [sameAccount, draft, task],
		uses: [draftTasks.draftTaskGet.id],
		waits: true,
		output: draftTasks.draftTaskGet.outline,
		async run(step) {
			const { apiTaskId, ...ref } = step.input({ ...draftIds, apiTaskId: guid('Send: Check, Prepare or Send') });
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

import type { IDataObject } from 'n8n-workflow';

import { ownFormOf } from './allForms';
import { runWorkflow } from './engine';
import { credentialsOf } from './filing';
import { freshSandbox } from './freshSandbox';

/** The service adds kinds and members that no document names yet. They pass the nodes without loss. */

const fresh = freshSandbox();
const { sandbox } = fresh;

const ID = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const ofStepBefore = { docflowId: ID, documentId: ID, draftId: ID, draftsBuilderId: ID, taskId: ID, signatureId: ID };

const future = {
	docflow: {
		id: ID,
		'organization-id': ID,
		type: 'urn:docflow:fns600-hologram',
		status: 'urn:docflow-common-status:teleported',
		'success-state': 'urn:docflow-state:overjoyed',
		description: { 'hologram-size': { width: 3, depth: [1, 2] }, 'form-version': { knd: '9999999', shade: 'blue' } },
		documents: [{ id: ID, description: { type: 'urn:document:fns600-hologram-beam', properties: { Луч: null } }, content: {}, links: [], beams: [[1], []] }],
		links: [],
	},
	document: { id: ID, description: { type: 'urn:document:fns600-hologram-beam', filename: 'луч.holo', 'encrypted-for': { quantum: true } }, aura: 'warm', links: [] },
	builder: { id: ID, 'builder-type': 'urn:drafts-builder:fns600-hologram', status: 'levitating', meta: { 'builder-type': 'urn:drafts-builder:fns600-hologram', 'builder-data': { lens: { power: 2 } } } },
	failure: {
		id: ID,
		'task-state': 'succeed',
		'task-type': 'urn:task-type:send',
		'task-result': { status: 'not-sent-for-a-new-reason', id: 'urn:error:new', 'status-code': 418, message: 'Новая причина', 'check-result': { 'new-part': [{ deep: { er: 1 } }] } },
	},
	task: { id: ID, 'task-state': 'dreaming', 'task-type': 'urn:task-type:foresee', progress: { stage: 'REM' }, 'task-result': { vision: ['a', { b: null }] } },
};

const answers: Array<[operation: string, what: string, body: IDataObject]> = [
	['docflow-get', 'a docflow of a future kind', future.docflow],
	['docflow-document-get', 'a document of a future kind', future.document],
	['drafts-builder-get', 'a builder with data of a future kind', future.builder],
	['draft-task-get', 'a refusal to send for a new reason', future.failure],
	['draft-task-get', 'a task in a state that is not known', future.task],
	['docflow-document-task-get', 'a task of a document in a state that is not known', future.task],
	['drafts-builder-task-get', 'a task of a builder in a state that is not known', future.task],
];

async function read(operation: string, body: IDataObject, simplify: boolean): Promise<IDataObject> {
	const form = ownFormOf(operation);
	const node = form && Object.entries(NODES).find(([start]) => operation.startsWith(start))?.[1];
	if (!form || !node) throw new Error(`${operation} has no form`);
	await sandbox.fault({ operation, action: { status: 200, body } });
	const { account } = fresh;
	const outcome = await runWorkflow({
		nodes: [{ type: node, name: 'Read', parameters: { resource: form.resource, operation: form.operation, simplify } }],
		credentials: credentialsOf(sandbox, fresh.seed, account),
		items: [{ json: { accountId: account.id, ...ofStepBefore } }],
	});
	expect(outcome.error?.message).toBeUndefined();
	return outcome.json('Read')[0];
}

const NODES = { docflow: 'konturExternDocflow', 'drafts-builder': 'konturExternDraft', 'draft-task': 'konturExternSend' };

test.each(answers)('%s: %s passes whole with Simplify off', async (operation, _what, body) => {
	expect(await read(operation, body, false)).toMatchObject(body);
});

test.each(answers)('%s: %s is simplified to what is known of it', async (operation, _what, body) => {
	const simplified = JSON.stringify(await read(operation, body, true));
	const code = [body.type, body['builder-type'], body['task-type'], Object.values(body.description ?? {})[0]].find((one) => typeof one === 'string');
	expect(simplified).toContain(String(code));
});

test('what a task brought stays whole when simplified, since nobody knows its kinds', async () => {
	expect(await read('draft-task-get', future.failure, true)).toMatchObject({ result: future.failure['task-result'] });
	await sandbox.clearFaults();
	expect(await read('draft-task-get', future.task, true)).toMatchObject({ result: future.task['task-result'] });
});

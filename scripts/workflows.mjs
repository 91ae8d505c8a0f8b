import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './places.mjs';

const examples = join(root, 'workflows');

/** The examples of each version as n8n saved them, and `released.json`; `npm run save-workflows` adds those of this one. */
export const savedWorkflows = join(root, 'test/fixtures/workflows');

/** Names of the example workflows: those of their files, without the ending. */
export function exampleNames() {
	return workflowsIn(examples);
}

/**
 * What versions before have left.
 * @returns {Array<{ version: string, name: string, workflow: object }>}
 */
export function workflowsOfVersions() {
	if (!existsSync(savedWorkflows)) return [];
	const folders = readdirSync(savedWorkflows, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return folders.flatMap(({ name: version }) =>
		workflowsIn(join(savedWorkflows, version)).map((name) => ({ version, name, workflow: read(join(savedWorkflows, version), name) })),
	);
}

/**
 * One of the example workflows as an operator imports it.
 * @param {string} name of its file in `workflows/`
 */
export function exampleWorkflow(name) {
	return read(examples, name);
}

function workflowsIn(folder) {
	return readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
}

function read(folder, name) {
	return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/**
 * What an operator does after importing: chooses account and certificate in the nodes that leave them open.
 * @param {{ accountId: string, certificate: string }} chosen `certificate` by its thumbprint
 */
export function withChoices(workflow, chosen) {
	return withParameters(workflow, ({ parameters }) => {
		const open = Object.entries(chosen).filter(([name]) => parameters[name]?.value === '');
		return Object.fromEntries(open.map(([name, value]) => [name, { __rl: true, mode: 'id', value }]));
	});
}

/** n8n refuses polls more often than every minute, but takes several of them a minute. */
const secondsOfPolls = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55];

/** The same workflow, but what fails is tried again without a pause. */
export function impatient(workflow) {
	const nodes = workflow.nodes.map((node) => ({ ...node, ...(node.retryOnFail && { waitBetweenTries: 1 }) }));
	return { ...workflow, nodes };
}

/** After how many looks in a row that failed it is told, instead of those of a whole day. */
const failuresToTell = 2;

/**
 * The same workflow for an onlooker: looks into the docflow every two seconds, polls and wakes up every five, tries again
 * at once what fails, and soon tells of looks that fail.
 * @param {number} [waitSeconds] how long it waits instead
 */
export function quickened(workflow, waitSeconds = 2) {
	const pollTimes = { item: secondsOfPolls.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })) };
	return withParameters(impatient(workflow), ({ type, parameters }) => ({
		...(parameters.pollTimes && { pollTimes }),
		...(type === 'n8n-nodes-base.scheduleTrigger' && { rule: { interval: [{ field: 'seconds', secondsInterval: 5 }] } }),
		...(type === 'n8n-nodes-base.wait' && parameters.amount && { amount: waitSeconds, unit: 'seconds' }),
		...(type === 'n8n-nodes-base.filter' && { conditions: tellingSoon(parameters.conditions) }),
	}));
}

function tellingSoon(all) {
	return { ...all, conditions: all.conditions.map((one) => (one.leftValue === '={{ $json.failures }}' ? { ...one, rightValue: failuresToTell } : one)) };
}

/**
 * The same workflow with other parameters.
 * @param {(node: object) => object | undefined} changesOf what changes in the parameters of a node
 */
export function withParameters(workflow, changesOf) {
	const nodes = workflow.nodes.map((node) => ({ ...node, parameters: { ...node.parameters, ...changesOf(node) } }));
	return { ...workflow, nodes };
}

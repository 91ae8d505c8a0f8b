import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { workflowsOfVersions } from '../../scripts/workflows.mjs';
import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

const byHand = /\.(manualTrigger|scheduleTrigger)$/;
/** They look again and again until a person has done something, which nobody does here. */
const forPeople = new Set(['web-handover']);
/** So long that n8n does not keep the wait in memory. */
const longWaitSeconds = 3_600;
/** Who waits for a person has gone as far as it can. */
const goneFar = new Set(['success', 'waiting']);

describe('workflows that were saved with released versions', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	let known;
	before(async () => {
		workplace = await openWorkplace('saved');
		known = await workplace.n8n.client.nodeTypes();
	});
	after(() => workplace?.close());

	/** Those for servers that only the test of their example has are not run here. */
	const hasCredentials = ({ nodes }) => nodes.flatMap(({ credentials = {} }) => Object.keys(credentials)).every((type) => type in workplace.credentials);
	const run = async (workflowId, { name: start }) => {
		workplace.takeReportsAway();
		const report = workplace.putReport('0087');
		const { client } = workplace.n8n;
		const executionId = await client.run(workflowId, start);
		const execution = await eventually('the execution to get somewhere', () => client.execution(executionId), ({ status }) => goneFar.has(status) || status === 'error', 120_000);
		assert.ok(goneFar.has(execution.status), `${execution.data.resultData.error?.message} (${report.fileName})`);
	};

	for (const { version, name, workflow } of workflowsOfVersions()) {
		it(`${version}: ${name} is imported, and runs where it can be started`, async () => {
			const unknown = workflow.nodes.filter(({ type, typeVersion }) => !known.has(`${type} ${typeVersion}`));
			assert.deepEqual(unknown.map(({ name: node }) => node), []);
			const workflowId = await workplace.addWorkflow(workflow, forPeople.has(name) ? { waitSeconds: longWaitSeconds } : {});
			const start = workflow.nodes.find(({ type }) => byHand.test(type));
			if (start && hasCredentials(workflow)) await run(workflowId, start);
		});
	}
});

import assert from 'node:assert/strict';
import { Blob } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { Inbox } from '../../scripts/inbox.mjs';
import { quickened, workflowsOfVersions } from '../../scripts/workflows.mjs';
import { CloudFolder } from './cloudFolder.mjs';
import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

const byItself = /\.(konturExternTrigger|emailReadImap|formTrigger)$/;
/** As the editor's button starts them; for an error workflow n8n makes up an error then. */
const byHand = /\.(manualTrigger|scheduleTrigger|errorTrigger)$/;
/** They file nothing until a person has done something, which nobody does here. */
const forPeople = new Set(['sign-by-person', 'web-handover']);
/** So long that n8n does not keep the wait in memory. */
const longWaitSeconds = 3_600;
/** Who waits for a person has gone as far as it can. */
const goneFar = new Set(['success', 'waiting']);
const broken = new Set(['error', 'crashed', 'canceled']);
/** Its report goes to the office that refuses, for the one that corrects what was refused. */
const refused = 'wait-for-authority';
/** Among the events of all the others, one event for each poll would take minutes. */
const manyEvents = 1_000;
const limitMs = 120_000;
const owner = { user: 'otchety', password: 'fiksatsiya-2026' };

describe('workflows that were saved with released versions', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	/** @type {Inbox} */
	let inbox;
	/** @type {CloudFolder} */
	let cloud;
	let client, known;
	/** Those that are to be filed without a person. */
	const reports = [];
	before(async () => {
		workplace = await openWorkplace('saved');
		client = workplace.n8n.client;
		await client.deactivate(workplace.workflowIds['report-events']);
		known = await client.nodeTypes();
		inbox = await Inbox.open(owner);
		cloud = await CloudFolder.open(owner);
		await workplace.addCredential({ name: 'imap', type: 'imap', data: inbox.credential });
		await workplace.addCredential({ name: 'httpBasicAuth', type: 'httpBasicAuth', data: owner });
		mkdirSync(join(workplace.n8n.files, 'sedo'), { recursive: true });
	});
	after(async () => {
		await workplace?.close();
		await Promise.all([inbox?.close(), cloud?.close()]);
	});

	const reportFor = (name) => {
		const report = workplace.reportTo(name === refused ? '0088' : '0087');
		if (!forPeople.has(name)) reports.push({ name, fileName: report.fileName });
		return report;
	};
	const putReport = ({ fileName, bytes }, place) => {
		const folder = join(workplace.n8n.files, place);
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, fileName), bytes);
	};
	/** A workflow that files from the folder of reports has one of its own here, as several run side by side. */
	const add = (name, workflow) => {
		const text = JSON.stringify(workflow);
		if (text.includes('.n8n-files/outbox')) putReport(reportFor(name), name);
		if (text.includes('.n8n-files/companies')) putReport(reportFor(name), `companies/${workplace.account.inn}`);
		const moved = text.replaceAll('.n8n-files/outbox', `.n8n-files/${name}`).replaceAll('https://webdav.example.test', cloud.address);
		return workplace.addWorkflow(JSON.parse(moved), { edit: (chosen) => withManyEvents(quickened(chosen, forPeople.has(name) ? longWaitSeconds : undefined)) });
	};
	const runOnce = async (name, workflow) => {
		const workflowId = await add(name, workflow);
		// What is to be run once before stands behind what starts it day by day.
		const [start, preparation] = workflow.nodes.filter(({ type }) => byHand.test(type));
		if (preparation) await client.runToEnd(workflowId, preparation.name);
		await client.run(workflowId, start.name);
		return workflowId;
	};
	/** After what it wants to be run once. */
	const switchOn = async (name, workflow) => {
		const workflowId = await add(name, workflow);
		const preparation = startOf(workflow, byHand);
		if (preparation) await client.runToEnd(workflowId, preparation.name);
		await client.activate(workflowId);
		return workflowId;
	};
	const arrives = (type) => workplace.sandbox.post('/incoming', { accountId: workplace.account.id, type });
	/** What those that are switched on wait for. */
	const cause = async (starts) => {
		await arrives('fns534-demand');
		await arrives('fss-sedo-benefit-payment-status-notice');
		const { fileName: name, bytes } = reportFor('report-from-mail');
		inbox.receive({ from: 'ivanova@example.test', subject: 'Отчёт', files: [{ name, bytes }] });
		for (const { type, parameters } of starts) if (type.endsWith('.formTrigger')) await submit(parameters);
	};
	const submit = async ({ options: { path }, formFields: { values } }) => {
		const form = new FormData();
		for (const [index, { fieldType }] of values.entries()) {
			if (fieldType !== 'file') form.append(`field-${index}`, 'Иванова Анна');
			else {
				const { fileName, bytes } = reportFor('report-from-form');
				form.append(`field-${index}`, new Blob([bytes], { type: 'application/xml' }), fileName);
			}
		}
		const authorization = `Basic ${Buffer.from(`${owner.user}:${owner.password}`).toString('base64')}`;
		const answer = await fetch(`${workplace.n8n.address}/form/${path}`, { method: 'POST', headers: { authorization }, body: form });
		assert.ok(answer.ok, `the form answered ${answer.status}: ${await answer.text()}`);
	};

	const executionsOf = async (workflowId) => {
		const { results } = await client.rest('GET', `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`);
		const executions = await Promise.all(results.filter(({ status }) => goneFar.has(status) || broken.has(status)).map(({ id }) => client.execution(id)));
		return executions.map(({ status, data: { resultData } }) => ({ status, ran: Object.keys(resultData.runData), error: resultData.error?.message }));
	};
	/** Waits until one of its executions has come to an end of the workflow. */
	const comesToAnEnd = async (workflowId, workflow, start) => {
		const ends = endsOf(workflow, start.name);
		const isThere = ({ status, ran }) => goneFar.has(status) && ran.some((node) => ends.includes(node));
		const isBroken = ({ status }) => broken.has(status);
		const executions = await eventually('an execution to come to an end', () => executionsOf(workflowId), (some) => some.some((one) => isThere(one) || isBroken(one)), limitMs);
		assert.deepEqual(executions.filter(isBroken), []);
	};

	const saved = workflowsOfVersions();
	for (const wanted of new Set(saved.map(({ version }) => version))) {
		const all = saved.filter(({ version }) => version === wanted);
		const oneByOne = all.filter(({ workflow }) => goesThroughAll(workflow));
		const others = all.filter((one) => !oneByOne.includes(one));
		const byThemselves = others.filter(({ workflow }) => startOf(workflow, byItself));
		const refusing = others.filter(({ name }) => name === refused);

		describe(wanted, () => {
			before(() => arrives('fns534-cu-letter'));

			it('n8n knows their nodes', () => {
				const isUnknown = ({ type, typeVersion }) => !known.has(`${type} ${typeVersion}`);
				assert.deepEqual(all.flatMap(({ name, workflow }) => workflow.nodes.filter(isUnknown).map((node) => `${name}: ${node.name}`)), []);
			});

			for (const { name, workflow } of oneByOne) {
				it(`${name} runs to an end`, async () => {
					await comesToAnEnd(await runOnce(name, workflow), workflow, startOf(workflow, byHand));
				});
			}

			/** Ids of those that run side by side, or what kept them from being started. @type {Map<string, PromiseSettledResult<string>>} */
			const started = new Map();
			const startAll = async (some, start) => {
				const ids = await Promise.allSettled(some.map(({ name, workflow }) => start(name, workflow)));
				some.forEach(({ name }, index) => started.set(name, ids[index]));
			};
			const allComeToAnEnd = (some) => {
				for (const { name, workflow } of some) {
					it(`${name} runs to an end`, async () => {
						const { value: workflowId, reason } = started.get(name);
						assert.equal(reason, undefined);
						const start = startOf(workflow, byItself);
						await comesToAnEnd(workflowId, workflow, start ?? startOf(workflow, byHand));
						if (start) await client.deactivate(workflowId);
					});
				}
			};

			describe('when something happens', () => {
				before(async () => {
					await startAll(byThemselves, switchOn);
					await cause(byThemselves.map(({ workflow }) => startOf(workflow, byItself)));
					await startAll(refusing, runOnce);
				});
				allComeToAnEnd([...byThemselves, ...refusing]);
			});

			// After those that tell of every event, which would have to tell of all these too.
			describe('by hand', () => {
				const rest = others.filter((one) => ![...byThemselves, ...refusing].includes(one));
				before(() => startAll(rest, runOnce));
				allComeToAnEnd(rest);
			});

			it('each report was filed', async () => {
				const filed = new Set((await workplace.sandbox.docflows()).flatMap(({ documents }) => documents.map(({ filename }) => filename)));
				assert.deepEqual(reports.filter(({ fileName }) => !filed.has(fileName)).map(({ name }) => name), []);
			});
		});
	}
});

/** Side by side one would take away what another one is to do. */
function goesThroughAll({ nodes }) {
	return nodes.some(({ parameters: { resource, operation } }) => operation === 'processMany' || (resource === 'docflow' && operation === 'getAll'));
}

function startOf({ nodes }, pattern) {
	return nodes.find(({ type }) => pattern.test(type));
}

/** The nodes behind that one which nothing comes after, or only what came before or tells of a failure. */
function endsOf({ nodes, connections }, start) {
	const failures = new Set(nodes.filter(({ type }) => type.endsWith('.stopAndError')).map(({ name }) => name));
	const after = (name) => (connections[name]?.main ?? []).flatMap((output) => output ?? []).map(({ node }) => node).filter((node) => !failures.has(node));
	const distances = new Map([[start, 0]]);
	for (const [name, distance] of distances) for (const next of after(name)) if (!distances.has(next)) distances.set(next, distance + 1);
	return [...distances].filter(([name, distance]) => after(name).every((next) => distances.get(next) < distance)).map(([name]) => name);
}

function withManyEvents(workflow) {
	const nodes = workflow.nodes.map((node) => (node.parameters.options?.eventsPerPoll === 1 ? { ...node, parameters: { ...node.parameters, options: { ...node.parameters.options, eventsPerPoll: manyEvents } } } : node));
	return { ...workflow, nodes };
}

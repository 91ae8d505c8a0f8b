import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openWorkplace } from './lane.mjs';
import { eventually, pause } from './waiting.mjs';

/** Longer than a test takes to notice it and to kill n8n. */
const longAnswerMs = 20_000;
/** The quickened workflow polls every five seconds. */
const pollMs = 5_000;

describe('n8n is killed', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	before(async () => {
		workplace = await openWorkplace('crashes');
	});
	after(() => workplace?.close());

	const restart = async () => {
		await workplace.n8n.start();
		await workplace.n8n.client.logIn();
	};
	const docflowsWith = async (fileName) =>
		(await workplace.sandbox.docflows()).filter(({ documents }) => documents.some(({ filename }) => filename === fileName));
	const requestsOf = async (operation) =>
		(await workplace.sandbox.requests()).filter((request) => request.operation === operation);

	const moments = [
		{ moment: 'before the service has taken the report', late: false, docflowsAtDeath: 0 },
		{ moment: 'when the service has taken the report and the answer is on its way', late: true, docflowsAtDeath: 1 },
	];
	for (const { moment, late, docflowsAtDeath } of moments) {
		it(`while it sends, ${moment}: the next run files the report once`, async () => {
			workplace.takeReportsAway();
			const { fileName } = workplace.putReport('0087');
			await workplace.sandbox.addFault({ operation: 'draft-send', after: late, times: 1, action: { delayMs: longAnswerMs } });
			const executionId = await workplace.fileReports();
			if (late) {
				await eventually('the docflow', () => docflowsWith(fileName), ({ length }) => length === 1);
			} else {
				await eventually(
					'the step of sending',
					() => workplace.n8n.client.execution(executionId),
					({ data }) => data?.resultData.runData['Подготовить'] !== undefined,
				);
				await pause(500);
			}
			await workplace.n8n.kill();
			assert.equal((await docflowsWith(fileName)).length, docflowsAtDeath);
			await workplace.sandbox.removeFaults();
			await restart();

			const execution = await workplace.n8n.client.executionEnd(await workplace.fileReports());
			assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
			const docflows = await docflowsWith(fileName);
			assert.deepEqual(docflows.map(({ status }) => status), ['finished']);
		});
	}

	/** How many events the feed has handed out. */
	const fedCount = async () =>
		new Set((await requestsOf('events-list')).flatMap(({ response }) => response?.['api-events'] ?? []).map(({ id }) => id)).size;
	const told = () => workplace.mailbox.mails.map(({ subject }) => subject);
	/** What there is to read when events stay untold. */
	const silence = async () => ({
		fed: await fedCount(),
		told: told(),
		executions: (await workplace.n8n.client.executions(workplace.workflowIds['report-events'])).map(({ id, mode, status, startedAt, stoppedAt, data }) => ({
			id,
			mode,
			status,
			startedAt,
			stoppedAt,
			last: data?.resultData.lastNodeExecuted,
			error: data?.resultData.error?.message,
		})),
	});
	/** Five events that can be told apart by the words of their mails. */
	const fiveEvents = ['report', 'report-receipt', 'acceptance-result-positive', 'processing-result-ok', 'processing-result-precise'];

	for (const delayMs of [0, 50, 200]) {
		it(`${delayMs} ms after it has read new events: all are told, none twice`, async () => {
			await eventually('silence', silence, ({ fed }) => fed <= told().length);
			const fedBefore = await fedCount();
			const toldBefore = told().length;
			const fresh = () => told().slice(toldBefore);
			await workplace.sandbox.post('/events', { count: 5, newState: fiveEvents.map((state) => `urn:transaction:${state}`) });
			await eventually('the poll', fedCount, (count) => count === fedBefore + 5, 4 * pollMs);
			await pause(delayMs);
			await workplace.n8n.kill();
			await restart();

			await eventually('all events to be told', async () => new Set(fresh()).size === 5);
			await pause(2 * pollMs);
			// Killed between the mail and its record, n8n cannot know that the mail was sent.
			assert.ok(fresh().length <= 6, `told twice: ${fresh().join(', ')}`);
			assert.equal(new Set(fresh()).size, 5);
		});
	}

	it('not at all but stopped in order and started again: nothing is told twice', async () => {
		const before = told();
		await workplace.n8n.stop();
		await restart();
		const polls = (await requestsOf('events-list')).length;
		await eventually('two polls', async () => (await requestsOf('events-list')).length > polls + 1);
		await pause(pollMs);
		assert.deepEqual(told(), before);
	});
});

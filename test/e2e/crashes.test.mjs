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
	/** Events that can be told apart by the words of their mails. */
	const readBefore = ['report', 'report-receipt', 'acceptance-result-positive'];
	const happenMeanwhile = ['processing-result-ok', 'processing-result-precise'];
	const happen = (states) => workplace.sandbox.post('/events', { count: states.length, newState: states.map((state) => `urn:transaction:${state}`) });
	const all = readBefore.length + happenMeanwhile.length;

	const deaths = [
		{ moment: 'when it has read new events', comes: async () => undefined },
		{ moment: '50 ms after it has read new events', comes: () => pause(50) },
		{ moment: 'when it has told the first of several events', comes: (fresh) => eventually('the first mail', async () => fresh().length > 0) },
	];
	for (const { moment, comes } of deaths) {
		it(`${moment}, and others happen meanwhile: all are told, none twice`, async () => {
			await eventually('silence', silence, ({ fed }) => fed <= told().length);
			const fedBefore = await fedCount();
			const toldBefore = told().length;
			const fresh = () => told().slice(toldBefore);
			await happen(readBefore);
			await eventually('the poll', fedCount, (count) => count === fedBefore + readBefore.length, 4 * pollMs);
			await comes(fresh);
			await workplace.n8n.kill();
			await happen(happenMeanwhile);
			await restart();

			await eventually('all events to be told', silence, () => new Set(fresh()).size === all);
			await pause(2 * pollMs);
			// Killed between the mail and its record, n8n cannot know that the mail was sent.
			assert.ok(fresh().length <= all + 1, `told twice: ${fresh().join(', ')}`);
			assert.equal(new Set(fresh()).size, all);
		});
	}

	it('not at all but stopped in order and started again: only what no mail could tell before is told', async () => {
		workplace.mailbox.refuse(({ subject }) => subject.endsWith('Отклонён'));
		const before = told();
		await happen(['acceptance-result-negative']);
		const executions = () => workplace.n8n.client.executions(workplace.workflowIds['report-events']);
		await eventually('the execution to fail', executions, (all) => all.some(({ status }) => status === 'error'));
		workplace.mailbox.refuse(() => false);
		assert.deepEqual(told(), before);
		await workplace.n8n.stop();
		await restart();
		const polls = (await requestsOf('events-list')).length;
		await eventually('two polls', async () => (await requestsOf('events-list')).length > polls + 1);
		await pause(pollMs);
		assert.deepEqual(told().slice(before.length), ['Декларация (отчёт в ФНС): Отклонён']);
	});
});

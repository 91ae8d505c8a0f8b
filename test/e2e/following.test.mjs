import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

describe('workflows that follow a report', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	before(async () => {
		workplace = await openWorkplace('following');
	});
	after(() => workplace?.close());

	it('waits for the authority without an execution that runs, and through a restart of n8n', async () => {
		const { n8n, mailbox } = workplace;
		workplace.putReport('0085');
		// n8n keeps shorter waits in memory, as a running execution.
		const executionId = await n8n.client.run(await workplace.addExample('wait-for-authority', { waitSeconds: 66 }), 'Запустить');
		const { status } = await eventually('the execution to wait', () => n8n.client.execution(executionId), (execution) => execution.status !== 'running');

		assert.equal(status, 'waiting');
		assert.deepEqual((await n8n.client.api('GET', '/executions?status=running')).data, []);
		await n8n.stop();
		await n8n.start();
		await n8n.client.logIn();
		const { status: end, data } = await n8n.client.executionEnd(executionId);
		assert.equal(end, 'success', data.resultData.error?.message);
		assert.equal(data.resultData.runData['Что с отчётом'].length, 1);
		const mail = mailbox.mails.find(({ subject }) => subject.startsWith('Нужно уточнение: '));
		assert.match(mail.html, /ФНС 0085/);
	});
});

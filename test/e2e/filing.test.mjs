import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

describe('the workflow that files reports', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	before(async () => {
		workplace = await openWorkplace('filing');
	});
	after(() => workplace?.close());

	const file = async () => workplace.n8n.client.executionEnd(await workplace.fileReports());
	const outputOf = (execution, node) => execution.data.resultData.runData[node]?.at(-1).data.main.flat()[0]?.json;

	it('files a report, answers the authority and ends when the docflow is finished', async () => {
		workplace.putReport('0087');
		const execution = await file();

		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		const [docflow, ...others] = await workplace.sandbox.docflows();
		assert.deepEqual(others, []);
		assert.equal(docflow.id, outputOf(execution, 'Отправить').docflowId);
		assert.equal(docflow.status, 'finished');
		assert.equal(docflow.successState, 'successful');
	});

	it('tells of each event once by mail and once in the chat', async () => {
		const finished = await eventually(
			'the last event in the chat',
			() => workplace.chat(),
			(chat) => chat.some(({ text }) => text.includes('Обработан успешно')),
		);
		const subjects = workplace.mailbox.mails.map(({ subject }) => subject);
		const headlines = finished.map(({ text }) => text.split('\n')[0].replace(/<[^>]+>/g, ''));
		assert.deepEqual(headlines, subjects);
		assert.equal(new Set(subjects).size, subjects.length);
		assert.ok(subjects.length >= 4, subjects.join('; '));
	});

	it('does not file the same file a second time', async () => {
		const execution = await file();

		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		assert.equal(outputOf(execution, 'Загрузить и собрать черновик').alreadyFiled, true);
		assert.equal(execution.data.resultData.runData['Отправить'], undefined);
		assert.equal((await workplace.sandbox.docflows()).length, 1);
	});

	it('files a file once although two executions take it at the same time', async () => {
		workplace.takeReportsAway();
		const { fileName } = workplace.putReport('0087');
		const executions = await Promise.all([file(), file()]);

		const ended = executions.map(({ status, data }) => `${status} ${data.resultData.error?.message ?? ''}`);
		assert.ok(ended.some((end) => end.startsWith('success')), ended.join('; '));
		const filed = (await workplace.sandbox.docflows()).filter(({ documents }) =>
			documents.some(({ filename }) => filename === fileName),
		);
		assert.equal(filed.length, 1, ended.join('; '));
	});

	it('ends with the name of the file and the docflow when the authority refuses', async () => {
		workplace.takeReportsAway();
		const { fileName } = workplace.putReport('0088');
		const { status, data } = await file();

		assert.equal(status, 'error');
		const { message } = data.resultData.error;
		const [refused] = (await workplace.sandbox.docflows()).filter(({ successState }) => successState === 'failed');
		assert.ok(message.includes(fileName) && message.includes(refused.id), message);
	});

	it('does not file a report whose encoding is not the one that it declares', async () => {
		workplace.takeReportsAway();
		const before = (await workplace.sandbox.docflows()).length;
		const { fileName, bytes } = workplace.putReport('0087');
		workplace.putBytes(fileName, Buffer.from(new TextDecoder('windows-1251').decode(bytes), 'utf8'));
		const { status, data } = await file();

		assert.equal(status, 'error');
		assert.ok(data.resultData.error.message.length > 0);
		assert.equal((await workplace.sandbox.docflows()).length, before);
	});
});

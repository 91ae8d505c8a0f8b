import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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

	it('sends a new report although an older one waits; neither a look that fails nor a refusal ends the others', async () => {
		const { sandbox, mailbox, n8n } = workplace;
		const docflowOf = async ({ fileName }) => (await sandbox.docflows()).find(({ documents }) => documents.some(({ filename }) => filename === fileName));
		const mailAbout = (subject) => eventually(`the mail "${subject}"`, async () => mailbox.mails.find((mail) => mail.subject.startsWith(subject)));
		workplace.takeReportsAway();
		const older = workplace.putReport('0088');
		await sandbox.setClock({ speed: 5 });
		const first = await workplace.fileReports();
		const { id } = await eventually('the older report to be sent', () => docflowOf(older));
		await n8n.client.rest('POST', `/executions/${first}/stop`);

		const newer = workplace.putReport('0087');
		const executionId = await workplace.fileReports();
		await eventually('the newer report to be sent', () => docflowOf(newer));
		await sandbox.addFault({ operation: 'docflow-get', path: id, action: { status: 403 } });
		const { text } = await mailAbout('Уже сутки не узнать, что с отчётом: УСН, 2025 год');
		assert.match(text, /Что мешает: .+/);
		await sandbox.removeFaults();
		await sandbox.setClock({ speed: 20 });
		const { status, data } = await n8n.client.executionEnd(executionId);

		assert.equal(status, 'success', data.resultData.error?.message);
		await mailAbout('Инспекция отказала: УСН, 2025 год');
		assert.deepEqual([(await docflowOf(older)).successState, (await docflowOf(newer)).successState], ['failed', 'successful']);
		assert.deepEqual(readdirSync(join(n8n.files, 'archive')).filter((name) => [older, newer].some(({ fileName }) => fileName === name)), [newer.fileName]);
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

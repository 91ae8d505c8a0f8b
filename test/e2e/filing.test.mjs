import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';
import { addWithoutMail } from './withoutMail.mjs';

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
		await mailAbout('Отказ: УСН, 2025 год');
		assert.deepEqual([(await docflowOf(older)).successState, (await docflowOf(newer)).successState], ['failed', 'successful']);
		assert.deepEqual(readdirSync(join(n8n.files, 'archive')).filter((name) => [older, newer].some(({ fileName }) => fileName === name)), [newer.fileName]);
	});

	it('archives again what could not be archived, and tells meanwhile of a report that has to be corrected', async () => {
		const { sandbox, mailbox, n8n } = workplace;
		workplace.takeReportsAway();
		mailbox.mails.length = 0;
		const [accepted, unclear] = [workplace.putReport('0087'), workplace.putReport('0085')];
		await sandbox.addFault({ operation: 'docflow-documents-list', times: 1, action: { status: 403 } });
		const { status, data } = await file();
		await sandbox.removeFaults();

		assert.equal(status, 'success', data.resultData.error?.message);
		assert.deepEqual(mailbox.mails.map(({ subject }) => subject).filter((subject) => subject.endsWith('УСН, 2025 год')), ['Нужно уточнение: УСН, 2025 год']);
		assert.ok(data.resultData.runData['Документы обмена'].length >= 2);
		assert.deepEqual(readdirSync(join(n8n.files, 'archive')).filter((name) => [accepted, unclear].some(({ fileName }) => fileName === name)), [accepted.fileName]);
	});

	it('ends in sight when n8n cannot get at the mail', async () => {
		workplace.takeReportsAway();
		workplace.putReport('0088');
		const workflowId = await addWithoutMail(workplace, 'file-report');
		const { status, data } = await workplace.n8n.client.runToEnd(workflowId, 'Запустить');
		assert.equal(status, 'error');
		assert.match(data.resultData.error.message, /не может взять учётные данные почты/);
	});

	it('names a file that cannot be filed, and why, in a mail; the others go on', async () => {
		const { sandbox, mailbox } = workplace;
		workplace.takeReportsAway();
		const filedBefore = (await sandbox.docflows()).length;
		const { number } = (await sandbox.requests()).at(-1);
		// In another encoding than it declares.
		const { fileName, bytes } = workplace.reportTo('0087');
		workplace.putBytes(fileName, Buffer.from(new TextDecoder('windows-1251').decode(bytes), 'utf8'));
		workplace.putBytes('Заметка & <черновик>.xml', Buffer.from('Это не отчёт'));
		const good = workplace.putReport('0087');
		const { status, data } = await file();

		assert.equal(status, 'success', data.resultData.error?.message);
		const told = mailbox.mails.filter(({ subject }) => subject.startsWith('Отчёт не отправлен: '));
		assert.deepEqual(told.map(({ subject }) => subject.replace(/^.*: /, '')).sort(), [shortNameOf(fileName), 'Заметка & <черновик>.xml'].sort());
		for (const { html } of told) assert.match(html, /Что не так: [^<]{10,}/);
		assert.ok(told.some(({ html }) => html.includes('<b>Заметка &amp; &lt;черновик>.xml</b>')));
		const docflows = await sandbox.docflows();
		assert.equal(docflows.length, filedBefore + 1);
		assert.equal(docflows.find(({ documents }) => documents.some(({ filename }) => filename === good.fileName)).successState, 'successful');
		assert.equal((await sandbox.requests(number)).filter(({ operation }) => operation === 'draft-send').length, 1);
	});

	it('tells of each report once although the mail server refuses a mail for long', async () => {
		const { sandbox, mailbox } = workplace;
		workplace.takeReportsAway();
		const reports = [workplace.putReport('0088'), workplace.putReport('0088')];
		mailbox.mails.length = 0;
		// More often than n8n itself tries a step again.
		let refusals = 6;
		let unloved;
		mailbox.refuse((mail) => isRefusal(mail) && (unloved ??= docflowIn(mail)) === docflowIn(mail) && (refusals -= 1) >= 0);
		const { status, data } = await file();
		mailbox.refuse(() => false);

		assert.equal(status, 'success', data.resultData.error?.message);
		const ids = (await sandbox.docflows()).filter(({ documents }) => documents.some(({ filename }) => reports.some(({ fileName }) => fileName === filename))).map(({ id }) => id);
		const told = mailbox.mails.filter(isRefusal).map(docflowIn);
		assert.deepEqual([...told].sort(), ids.sort());
		assert.equal(told[1], unloved);
		assert.equal(refusals, -1);
	});

	it('fails in sight when the mail server refuses everything', async () => {
		workplace.takeReportsAway();
		workplace.putReport('0088');
		workplace.mailbox.refuse((mail) => isRefusal(mail) || mail.subject.startsWith('Уже сутки'));
		const { status, data } = await file();
		workplace.mailbox.refuse(() => false);

		assert.equal(status, 'error');
		assert.match(data.resultData.error.message, /Сутки не узнать[\s\S]*не ушло и письмо о том/);
		assert.ok(data.resultData.runData['Письмо: не принят'].length >= 2);
	});
});

const isRefusal = ({ subject }) => subject.startsWith('Отказ: ');

const docflowIn = ({ html }) => /#([^"]+)"/.exec(html)[1];

/** As mails show it: without the GUID at its end. */
const shortNameOf = (fileName) => fileName.replace(/_[^_]{36}[.]/, '.');

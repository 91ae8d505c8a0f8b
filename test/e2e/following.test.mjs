import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { quickened } from '../../scripts/workflows.mjs';
import { openPage, withoutBrowser } from './browser.mjs';
import { openWorkplace } from './lane.mjs';
import { unreadableIn } from './readable.mjs';
import { eventually } from './waiting.mjs';

describe('workflows that follow a report', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	before(async () => {
		workplace = await openWorkplace('following');
	});
	after(() => workplace?.close());

	/** @param {'running' | 'waiting'} are */
	const executionsThat = async (are) => {
		const filter = encodeURIComponent(JSON.stringify({ status: [are] }));
		return (await workplace.n8n.client.rest('GET', `/executions?filter=${filter}`)).results.filter(({ status }) => status === are);
	};
	const docflowOf = async ({ fileName }) => (await workplace.sandbox.docflows()).find(({ documents }) => documents.some(({ filename }) => filename === fileName));
	const pageIn = (html) => /href="([^"]+)">отдать/.exec(html)[1].replaceAll('&amp;', '&');
	const mailAbout = (subject) => eventually(`the mail "${subject}"`, async () => workplace.mailbox.mails.find((mail) => mail.subject.startsWith(subject)));

	it('waits for the authority without an execution that runs, and through a restart of n8n', async () => {
		const { n8n, mailbox } = workplace;
		workplace.putReport('0085');
		// n8n keeps shorter waits in memory, as a running execution.
		const workflowId = await workplace.addExample('wait-for-authority', { waitSeconds: 66 });
		const executionId = await n8n.client.run(workflowId, 'Запустить');
		await eventually('the execution to wait', () => n8n.client.execution(executionId), ({ status }) => status === 'waiting');

		assert.deepEqual((await executionsThat('waiting')).map(({ id }) => id), [executionId]);
		// The trigger's example tells of the report meanwhile.
		assert.deepEqual((await executionsThat('running')).filter((execution) => execution.workflowId === workflowId), []);
		await n8n.stop();
		await n8n.start();
		await n8n.client.logIn();
		const { status: end, data } = await n8n.client.executionEnd(executionId);
		assert.equal(end, 'success', data.resultData.error?.message);
		assert.equal(data.resultData.runData['Что с отчётом'].length, 1);
		const mail = mailbox.mails.find(({ subject }) => subject.startsWith('Нужно уточнение: '));
		assert.match(mail.html, /ФНС 0085/);
		const [{ id }] = await workplace.sandbox.docflows();
		assert.match(mail.html, new RegExp(`<a href="[^"]+#${id}">Открыть в Контур.Экстерне</a>`));
	});

	it('watches the feed without an execution that runs between two polls', async () => {
		const { n8n, sandbox, workflowIds } = workplace;
		/** @param {() => Promise<unknown>} [meanwhile] */
		const twoPolls = async (meanwhile) => {
			const { number } = (await sandbox.requests()).at(-1);
			await eventually('two polls of the feed', async () => {
				await meanwhile?.();
				return (await sandbox.requests(number)).filter(({ operation }) => operation === 'events-list').length >= 2;
			});
		};
		// The second poll begins when the first has handed over all that happened so far.
		await twoPolls();
		await eventually('what was told to be worked through', () => executionsThat('running'), (running) => running.length === 0);
		assert.ok((await n8n.client.executions(workflowIds['report-events'])).some(({ mode, status }) => mode === 'trigger' && status === 'success'));
		await twoPolls(async () => assert.deepEqual(await executionsThat('running'), []));
	});

	describe('after a refusal', { skip: withoutBrowser }, () => {
		let workflowId, browser, page;
		before(async () => {
			const { client } = workplace.n8n;
			await client.deactivate(workplace.workflowIds['report-events']);
			workflowId = await workplace.addExample('correction-after-refusal');
			await client.runToEnd(workflowId, 'Подготовка (один раз)');
			await client.activate(workflowId);
			({ browser, page } = await openPage());
		});
		after(async () => {
			await browser?.close();
			await workplace.sandbox.removeFaults();
		});

		/** More than a trigger takes of one event each in the time that the test has for a mail. */
		const crowd = 60;
		const handIn = async (address, { fileName: name, bytes: buffer }) => {
			await eventually('the execution to wait', async () => (await executionsThat('waiting')).some((one) => one.workflowId === workflowId));
			await page.goto(address);
			assert.deepEqual(unreadableIn(await page.innerText('body')), []);
			await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/xml', buffer });
			await page.locator('#submit-btn').click();
		};

		/** Files a report and lets nobody wait for its outcome here. */
		const file = async (office) => {
			workplace.takeReportsAway();
			const report = workplace.putReport(office);
			await workplace.n8n.client.run(await workplace.addExample('wait-for-authority', { waitSeconds: 3_600 }), 'Запустить');
			return eventually('the report to be filed', () => docflowOf(report));
		};

		const noReport = { fileName: 'Отчёт.xml', bytes: Buffer.from('Это не отчёт') };
		/** With what goes wrong on the way; `answer` is what the page says to the wrong file. */
		const cases = [
			{ office: '0088', outcome: 'Отказ', correction: '0', unprintable: true, wrong: () => noReport, answer: 'Это не тот файл: ' },
			{ office: '0085', outcome: 'Нужно уточнение', correction: '1', unprintable: false, wrong: () => workplace.reportTo('0087', workplace.seed.accounts[2]), answer: 'Спасибо, отчёт получен' },
		];
		for (const { office, outcome, correction, unprintable, wrong, answer } of cases) {
			it(`${office}: mails the reasons${unprintable ? ' as far as they can be printed' : ''}, takes the corrected file after a wrong one and files it under a new name as correction ${correction}`, async () => {
				workplace.mailbox.mails.length = 0;
				await workplace.sandbox.post('/events', { count: crowd, newState: ['urn:transaction:report-receipt'] });
				if (unprintable) await workplace.sandbox.addFault({ operation: 'docflow-document-print', times: 1, action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: 'Нет доступа к печати' } } });
				await file(office);
				const before = (await workplace.sandbox.docflows()).map(({ id }) => id);
				const { html, files } = await mailAbout(`${outcome}: `);
				assert.match(html, unprintable ? /Причины прочитать не удалось[\s\S]*Открыть в Контур\.Экстерне/ : /Причины во вложении/);
				assert.deepEqual(files.map(({ bytes }) => bytes.toString('latin1', 0, 5)), unprintable ? [] : ['%PDF-']);

				await handIn(pageIn(html), wrong());
				await page.getByText(answer).waitFor();
				assert.deepEqual(unreadableIn(await page.innerText('body')), []);
				if (!unprintable) assert.equal(pageIn((await mailAbout('Исправленный отчёт не отправлен: ')).html), pageIn(html));
				const corrected = workplace.reportTo('0087', undefined, { income: 2_000_000 });
				await handIn(pageIn(html), corrected);
				await page.getByText('Спасибо, отчёт получен').waitFor();
				const sent = await mailAbout('Исправленный отчёт отправлен: ');
				assert.equal(/корректировка (\d+)/.exec(sent.html)?.[1] ?? '0', correction);
				assert.equal(await docflowOf(corrected), undefined);
				const [docflow, ...others] = (await workplace.sandbox.docflows()).filter(({ id }) => !before.includes(id));
				assert.deepEqual(others, []);
				assert.match(docflow.documents[0].filename, /^NO_USN_0087_0087_/);
			});
		}
	});

	it('goes on following a report although Kontur.Extern does not tell of it for long, a mail is refused and a file cannot be filed', async () => {
		const { n8n, sandbox, mailbox } = workplace;
		workplace.takeReportsAway();
		mailbox.mails.length = 0;
		const { number } = (await sandbox.requests()).at(-1);
		workplace.putBytes('Заметка.xml', Buffer.from('Это не отчёт'));
		const report = workplace.putReport('0087');
		const refused = refuseAtFirst('Принято: ');
		const executionId = await n8n.client.run(await workplace.addExample('wait-for-authority'), 'Запустить');
		const { id } = await eventually('the report to be filed', () => docflowOf(report));
		assert.match((await mailAbout('Отчёт не отправлен: Заметка.xml')).html, /Что не так: [^<]{10,}/);
		await cannotBeRead(id, 'Уже сутки не узнать, что с отчётом: УСН, 2025 год');
		const { status, data } = await n8n.client.executionEnd(executionId);
		assert.equal(status, 'success', data.resultData.error?.message);
		assert.equal(mailbox.mails.filter(({ subject }) => subject.startsWith('Принято: УСН, 2025 год')).length, 1);
		assert.equal(refused.count, 6);
		assert.equal((await sandbox.requests(number)).filter(({ operation }) => operation === 'draft-send').length, 1);
	});

	it('fetches the balance certificate of a month into a folder and into a mail, or tells that there is none', async () => {
		const { n8n, sandbox } = workplace;
		const ask = async (edit) => n8n.client.run(await workplace.addExample('balance-certificate', { edit: (chosen) => edit(quickened(chosen)) }), 'Первого числа');
		const asked = async (executionId) => (await n8n.client.execution(executionId)).data?.resultData.runData['Запросить справку']?.[0].data.main[0][0].json;
		const executions = await Promise.all([ask((chosen) => chosen), ask((chosen) => JSON.parse(JSON.stringify(chosen).replaceAll('"0087"', '"0088"')))]);
		const refused = refuseAtFirst('Справка о сальдо, запрошена ');
		const { docflowId } = await eventually('the request', () => asked(executions[0]));
		await cannotBeRead(docflowId, 'Уже сутки не узнать, что со справкой о сальдо');
		for (const id of executions) {
			const { status, data } = await n8n.client.executionEnd(id);
			assert.equal(status, 'success', data.resultData.error?.message);
		}

		const requests = (await sandbox.docflows()).filter(({ type }) => type === 'urn:docflow:fns534-ion');
		assert.deepEqual(requests.map(({ status, owedReplies }) => [status, owedReplies]), [['finished', []], ['finished', []]]);
		const [saved, ...others] = readdirSync(join(n8n.files, 'spravki'));
		assert.deepEqual(others, []);
		assert.match(saved, /^\d{4}-\d\d справка о сальдо\./);
		assert.equal((await mailAbout('Справка о сальдо, запрошена ')).files.length, 1);
		assert.equal(workplace.mailbox.mails.filter(({ subject }) => subject.startsWith('Справка о сальдо, запрошена ')).length, 1);
		assert.equal(refused.count, 6);
		assert.match((await mailAbout('Справки о сальдо не будет')).html, /0088/);
	});

	/** The mail server does not take mails with such a subject at first, more often than n8n itself tries a step again. */
	function refuseAtFirst(subject) {
		const refused = { count: 0 };
		workplace.mailbox.refuse((mail) => mail.subject.startsWith(subject) && refused.count < 6 && (refused.count += 1) > 0);
		return refused;
	}

	/** Until it has been told by mail. */
	async function cannotBeRead(docflowId, subject) {
		await workplace.sandbox.addFault({ operation: 'docflow-get', path: docflowId, action: { status: 403 } });
		await mailAbout(subject);
		await workplace.sandbox.removeFaults();
	}
});

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { impatient, quickened, withParameters } from '../../scripts/workflows.mjs';
import { ChatServer } from './chatServer.mjs';
import { openWorkplace } from './lane.mjs';
import { assertReadable, textOfMessage } from './readable.mjs';
import { eventually } from './waiting.mjs';
import { addWithoutMail } from './withoutMail.mjs';

describe('examples that tell people', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	let client;
	before(async () => {
		workplace = await openWorkplace('notices');
		client = workplace.n8n.client;
		await rename(awkwardName);
	});
	after(() => workplace?.close());

	/** In HTML it has to be written otherwise. */
	const awkwardName = 'ООО "Рога & <Копыта>"';
	const nameInHtml = 'ООО "Рога &amp; &lt;Копыта>"';
	/** Gives the company whose reports are filed another name, as somebody else may do in the service. */
	const rename = async (name) => {
		const { sandbox, seed, account } = workplace;
		const [{ id }] = account.organizations;
		const headers = { authorization: `auth.sid ${seed.sid}`, 'x-kontur-apikey': seed.apiKey, 'content-type': 'application/json' };
		const answer = await fetch(`${sandbox.api}/v1/${account.id}/organizations/${id}`, { method: 'PUT', headers, body: JSON.stringify({ name }) });
		assert.equal(answer.status, 200, await answer.text());
	};

	const mailsAbout = (subject) => workplace.mailbox.mails.filter((mail) => mail.subject.startsWith(subject));
	const mailAbout = (subject) => eventually(`the mail "${subject}"`, async () => mailsAbout(subject)[0]);

	const arrives = async (type) => (await workplace.sandbox.post('/incoming', { accountId: workplace.account.id, type })).docflowId;

	/** Switched on, n8n polls at once, whatever Poll Times says. */
	const poll = async (workflowId) => {
		await client.deactivate(workflowId);
		await client.activate(workflowId);
	};
	const failureOf = async (workflowId) => {
		const { data } = await eventually('the execution to fail', async () => (await client.executions(workflowId)).find(({ status }) => status === 'error'));
		return data.resultData.error?.message;
	};

	it('one mail a day with a table of all that happened, none twice, and of what waits for an answer, also of what a mail before did not tell', async () => {
		const digestId = await workplace.addExample('daily-digest', { edit: impatient });
		await client.runToEnd(digestId, 'Подготовка (один раз)');
		await client.activate(digestId);
		workplace.putReport('0087');
		const { status, data } = await client.executionEnd(await workplace.fileReports());
		assert.equal(status, 'success', data.resultData.error?.message);

		await arrives('fns534-demand');
		const before = (await workplace.sandbox.requests()).at(-1).number;
		workplace.mailbox.refuse(({ subject }) => subject.startsWith('Отчётность за сутки'));
		await poll(digestId);
		assert.match(await failureOf(digestId), /mailbox is full/);
		workplace.mailbox.refuse(() => false);
		assert.deepEqual(mailsAbout('Отчётность за сутки'), []);

		await arrives('fns534-demand');
		await poll(digestId);
		const mail = await mailAbout('Отчётность за сутки: 3');
		assert.deepEqual(mail.to, ['buhgalter@example.test']);
		const [news, waiting] = mail.html.split('Что ждёт вашего ответа:');
		for (const words of [nameInHtml, 'УСН', '2025 год', '0087', 'Принят', 'Требование']) assert.ok(news.includes(words), `${words} is not in ${news}`);
		for (const words of [nameInHtml, 'Требование', '0087']) assert.ok(waiting.includes(words), `${words} is not in ${waiting}`);
		assert.match(waiting, /\d\d\.\d\d\.\d{4}/);
		const changing = (await workplace.sandbox.requests(before)).filter(({ method, path }) => method !== 'GET' && path.includes('/docflows/'));
		assert.deepEqual(changing.map(({ operation }) => operation), []);
		await poll(digestId);
		await client.deactivate(digestId);
		assert.equal(mailsAbout('Отчётность за сутки').length, 1);
	});

	/** With a chat of its own, which like the mailbox takes nothing that the test refuses. */
	const withFaultyChat = async (test) => {
		const chat = await ChatServer.open();
		const usual = workplace.credentials['Телеграм'];
		await workplace.addCredential(chat.credential);
		try {
			await test(chat);
			assertReadable(chat.texts.map((text) => textOfMessage({ text, fields: { parse_mode: 'HTML' } })));
		} finally {
			workplace.credentials['Телеграм'] = usual;
			workplace.mailbox.refuse(() => false);
			await chat.close();
		}
	};

	it('what happened, also when the chat fails in between, and when one message is refused and the mail of another', () => withFaultyChat(async (chat) => {
		await client.deactivate(workplace.workflowIds['report-events']);
		const eventsId = await workplace.addExample('report-events');
		const told = () => workplace.mailbox.mails.map(({ subject }) => subject);
		const toldBefore = told().length;
		let failures = 1;
		chat.refuse((text) => failures-- > 0 || text.includes('требует уточнений'));
		workplace.mailbox.refuse(({ subject }) => subject.endsWith('Отклонён'));
		await client.activate(eventsId);
		try {
			// No report of this file comes to these, so nobody else tells of them.
			const states = ['processing-result-precise', 'acceptance-result-negative', 'report-receipt', 'report-confirmation'];
			await workplace.sandbox.post('/events', { count: states.length, newState: states.map((state) => `urn:transaction:${state}`) });
			const failure = await failureOf(eventsId);
			assert.match(failure, /Не удалось сообщить о событиях: 2\. .+перезапустите n8n/);
			const headlines = chat.texts.map((text) => text.split('\n')[0].replace(/<[^>]+>/g, ''));
			assert.equal(new Set(headlines).size, 2, chat.texts.join('; '));
			assert.deepEqual(told().slice(toldBefore).filter((subject) => !subject.endsWith('требует уточнений')), headlines);
			assert.equal(told().length, toldBefore + 3);
		} finally {
			await client.deactivate(eventsId);
			await client.activate(workplace.workflowIds['report-events']);
		}
	}));

	it('an error of a workflow, with what to do, the number that Kontur asks for, and whether the service answers at all', async () => {
		const alertId = await workplace.addExample('error-alert');
		await client.activate(alertId);
		const nightlyId = await workplace.addExample('nightly-replies', {
			edit: (workflow) => quickened({ ...workflow, settings: { ...workflow.settings, errorWorkflow: alertId } }),
		});
		await workplace.sandbox.addFault({ operation: 'docflows-list', action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: `Нет доступа к учётной записи 3d2c1b0a-9f8e-4d7c-b6a5-948372615040 ${awkwardName}` } } });
		await client.activate(nightlyId);
		const mail = await mailAbout('Ошибка: Ночью ответить на всё');
		await client.deactivate(nightlyId);
		await workplace.sandbox.removeFaults();
		for (const words of ['Шаг: Ответить на всё', 'Что случилось: Нет доступа к учётной записи', 'Что делать: The signed-in user has no right', 'Контур.Экстерн сейчас отвечает']) assert.ok(mail.text.includes(words), mail.text);
		const [, traceId] = /Номер запроса для поддержки Контура: (\w+)/.exec(mail.text);
		const refused = (await workplace.sandbox.requests()).find(({ responseHeaders }) => responseHeaders['x-kontur-trace-id'] === traceId);
		assert.equal(refused?.operation, 'docflows-list');
		assert.equal(refused.status, 403);
		const { text } = await eventually('the same in the chat', async () => (await workplace.chat()).find((message) => message.text.includes(traceId)));
		assert.ok(text.includes(nameInHtml), text);

		await workplace.sandbox.addFault({ operation: 'accounts-list', action: { status: 403 } });
		await client.runToEnd(alertId, 'Ошибка в рабочем процессе');
		await workplace.sandbox.removeFaults();
		assert.match((await mailAbout('Ошибка: Example Workflow')).text, /Контур\.Экстерн сейчас не отвечает: .+/);
	});

	const docflow = async (docflowId) => (await workplace.sandbox.docflows()).find(({ id }) => id === docflowId);
	const messageAbout = (words) => eventually(`the message "${words}"`, async () => (await workplace.chat()).find(({ text }) => text.includes(words)));

	it('a demand: accepted, with its deadline in the chat and its files in a mail, also when another cannot be accepted and its mail not be sent', async () => {
		const demandId = await workplace.addExample('demand-to-chat');
		await client.activate(demandId);
		await workplace.sandbox.addFault({ operation: 'docflow-check-demand', times: 1, action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: 'Нет прав на проверку требования 3d2c1b0a-9f8e-4d7c-b6a5-948372615040, urn:right:demand' } } });
		workplace.mailbox.refuse(({ subject }) => subject === 'Требование не принято');
		const refusedId = await arrives('fns534-demand');
		const docflowId = await arrives('fns534-demand');
		const refused = await messageAbout('Требование не принято');
		for (const words of ['Нет прав на проверку требования', nameInHtml, `#${refusedId}">Открыть в Контур.Экстерне</a>`]) assert.ok(refused.text.includes(words), refused.text);
		assert.match(await failureOf(demandId), /mailbox is full/);
		workplace.mailbox.refuse(() => false);
		const { id } = (await client.executions(demandId)).find(({ status }) => status === 'error');
		await client.rest('POST', `/executions/${id}/retry`, { loadWorkflow: false });
		assert.match((await mailAbout('Требование не принято')).text, /Нет прав на проверку требования/);
		await poll(demandId);
		const message = await messageAbout('ответить до');
		const mail = await eventually('the mail with the demand', async () => workplace.mailbox.mails.find(({ subject }) => subject.includes('ответить до')));
		await client.deactivate(demandId);
		const { documents } = await docflow(docflowId);
		assert.ok(documents.some(({ type }) => type.includes('acceptance-result-positive')), documents.map(({ type }) => type).join(', '));
		assert.match(message.text, /ответить до \d\d\.\d\d\.\d{4}[\s\S]*осталось рабочих дней: \d/);
		assert.ok(message.text.includes(`#${docflowId}">Открыть в Контур.Экстерне</a>`), message.text);
		assert.equal(mail.files.length, 2);
	});

	it('what came from the social fund: read, told once, with its files in a folder, also when something else cannot be fetched or told', () => withFaultyChat(async (chat) => {
		const folder = join(workplace.n8n.files, 'sedo');
		const inboxId = await workplace.addExample('sedo-inbox', { edit: impatient });
		await client.runToEnd(inboxId, 'Подготовка (один раз)');
		const haveEnded = (count) =>
			eventually(`${count} executions`, () => client.executions(inboxId), (executions) => executions.filter(({ mode, status }) => mode === 'trigger' && ['success', 'error'].includes(status)).length === count);
		const toldOf = (docflowId) => chat.texts.filter((text) => text.includes(`#${docflowId}">Открыть в Контур.Экстерне</a>`));
		await client.activate(inboxId);
		const failedId = await arrives('fss-sedo-appeal');
		const [docflowId, untoldId] = [await arrives('fss-sedo-benefit-payment-status-notice'), await arrives('fss-sedo-benefit-payment-status-notice')];
		const come = (wanted) => eventually(`the docflows to be ${wanted}`, () => Promise.all([docflowId, untoldId].map(docflow)), (docflows) => docflows.every(({ status }) => status === wanted));
		await workplace.sandbox.addFault({ operation: 'documents-request-generate', times: 1, action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: 'Нет доступа к документам 3d2c1b0a-9f8e-4d7c-b6a5-948372615040, urn:right:sedo' } } });
		await poll(inboxId);
		await haveEnded(1);
		const [failed, ...others] = chat.texts;
		assert.deepEqual(others, []);
		assert.deepEqual(toldOf(failedId), [failed]);
		for (const words of ['Из СФР не получено: ', 'Нет доступа к документам']) assert.ok(failed.includes(words), failed);

		await come('response-arrived');
		chat.refuse((text) => text.includes(untoldId));
		await poll(inboxId);
		assert.match(await failureOf(inboxId), /^Не удалось сообщить о документах СФР: 1\. .+перезапустите n8n/);
		const [text] = toldOf(docflowId);
		assert.match(text, /<b>СФР: [\s\S]*Файлов: 1[\s\S]*Дальше: [А-Я][\s\S]*Файлы не сохранены/);
		assert.ok(text.includes(nameInHtml), text);

		chat.refuse(() => false);
		mkdirSync(folder, { recursive: true });
		await come('finished');
		await poll(inboxId);
		await haveEnded(3);
		await client.deactivate(inboxId);
		assert.deepEqual([docflowId, untoldId, failedId].map((id) => toldOf(id).length), [2, 1, 1]);
		assert.equal(readdirSync(folder).length, 2);

		const told = chat.texts.length;
		const againId = await workplace.addExample('sedo-inbox', { edit: (workflow) => withParameters(workflow, ({ parameters }) => parameters.startFrom && { startFrom: 'beginning' }) });
		await client.activate(againId);
		const [{ status, data }] = await eventually('all once more', () => client.executions(againId), ([execution]) => execution?.stoppedAt);
		await client.deactivate(againId);
		assert.equal(status, 'success', data.resultData.error?.message);
		assert.equal(data.resultData.runData['Слова для людей'][0].data.main[0].length, 2);
		assert.equal(chat.texts.length, told);
	}));

	it('what is due, by mail and in the chat, also when one of the two fails, and none of it a second time', () => withFaultyChat(async (chat) => {
		const watchId = await workplace.addExample('deadline-watch', { edit: impatient });
		chat.refuse(() => true);
		await client.activate(watchId);
		const failure = await failureOf(watchId);
		assert.match(failure, /^Не ушло сообщение в чат о сроках \(\d+\): .+перезапустите n8n/);
		const mail = await mailAbout('Сроки отчётности: ');
		for (const words of [nameInHtml, 'Отчёт просрочен']) assert.ok(mail.html.includes(words), `${words} is not in ${mail.html}`);
		await poll(watchId);
		await client.deactivate(watchId);
		assert.equal((await client.executions(watchId)).length, 1);

		chat.refuse(() => false);
		workplace.mailbox.refuse(() => true);
		const otherId = await workplace.addExample('deadline-watch', { edit: impatient });
		await client.activate(otherId);
		assert.match(await failureOf(otherId), /^Не ушло письмо о сроках/);
		await client.deactivate(otherId);
		assert.match(chat.texts.join(), /Подошли сроки[\s\S]*Самый ранний: \d\d\.\d\d\.\d{4}\. Отчёт просрочен: /);
	}));

	it('nothing counts as told when the credential of the mail is gone, whatever n8n passes on', async () => {
		await client.deactivate(workplace.workflowIds['report-events']);
		const eventsId = await addWithoutMail(workplace, 'report-events', { edit: impatient });
		await client.activate(eventsId);
		await workplace.sandbox.post('/events', { count: 1, newState: ['urn:transaction:report-receipt'] });
		await poll(eventsId);
		assert.match(await failureOf(eventsId), /^Не удалось сообщить о событиях: 1\./);
		await client.deactivate(eventsId);

		const watchId = await addWithoutMail(workplace, 'deadline-watch', { edit: impatient });
		await client.activate(watchId);
		assert.match(await failureOf(watchId), /^Не ушло письмо о сроках/);
		await client.deactivate(watchId);
		await client.activate(workplace.workflowIds['report-events']);
	});
});

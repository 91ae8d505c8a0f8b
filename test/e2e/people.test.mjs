import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openPage, withoutBrowser } from './browser.mjs';
import { openWorkplace } from './lane.mjs';
import { signOutside, withoutSigner } from './outsideSigner.mjs';
import { eventually } from './waiting.mjs';

/** Where a person is led by the only link of a mail. */
const linkIn = ({ html }) => /href="([^"]+)"/.exec(html)[1].replaceAll('&amp;', '&');

describe('what a person does in between', { skip: withoutBrowser || withoutSigner }, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	let browser, page;
	before(async () => {
		workplace = await openWorkplace('people');
		({ browser, page } = await openPage());
	});
	after(async () => {
		await browser?.close();
		await workplace?.close();
	});

	const start = async (name, taxpayer, others = []) => {
		workplace.takeReportsAway();
		workplace.mailbox.mails.length = 0;
		const report = workplace.reportTo('0087', taxpayer);
		for (const { fileName, bytes } of [report, ...others]) workplace.putBytes(fileName, bytes);
		const { client } = workplace.n8n;
		const workflowId = await workplace.addExample(name);
		return { report, workflowId, executionId: await client.run(workflowId, 'Запустить') };
	};
	const mailAbout = (subject) => eventually(`the mail "${subject}"`, async () => workplace.mailbox.mails.find((mail) => mail.subject.startsWith(subject)));
	const executionsOf = async (workflowId) => (await workplace.n8n.client.rest('GET', `/executions?filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`)).results;
	const anyHasRun = async (workflowId, node) => {
		const executions = await Promise.all((await executionsOf(workflowId)).map(({ id }) => workplace.n8n.client.execution(id)));
		return executions.some(({ data }) => node in data.resultData.runData);
	};
	const docflowOf = async ({ fileName }) => (await workplace.sandbox.docflows()).filter(({ documents }) => documents.some(({ filename }) => filename === fileName));

	it('sends a report in the web interface, and the workflow finds it', async () => {
		const { sandbox, mailbox } = workplace;
		let refusals = 0;
		mailbox.refuse(({ subject }) => subject.startsWith('Отчёт ждёт вашей подписи: ') && (refusals += 1) === 1);
		const { report, workflowId } = await start('web-handover', { ...workplace.account, name: 'ООО "Рога & <Копыта>"' });
		const links = () => mailbox.mails.filter(({ subject }) => subject.startsWith('Отчёт ждёт вашей подписи: '));
		const mail = await mailAbout('Отчёт ждёт вашей подписи: ');
		assert.equal(refusals, 2);
		assert.deepEqual(mail.to, ['direktor@example.test']);
		assert.match(mail.html, /\(ООО "Рога &amp; &lt;Копыта>"\)/);
		await eventually('the first look at the draft', () => anyHasRun(workflowId, 'Что с черновиком'));
		assert.deepEqual(await docflowOf(report), []);

		const other = workplace.putReport('0087');
		workplace.putBytes('Заметка.xml', Buffer.from('Это не отчёт'));
		await workplace.n8n.client.run(workflowId, 'Запустить');
		assert.match((await mailAbout('Отчёт уже ждёт подписи в Экстерне: ')).html, /второй раз он не передан/);
		assert.match((await mailAbout('Отчёт не передан человеку: Заметка.xml')).html, /Что не так: [^<]{10,}/);
		await eventually('the link to the other report', async () => links().length === 2);
		await sandbox.addFault({ operation: 'draft-get', action: { status: 403 } });
		await mailAbout('Уже сутки не узнать, отправлен ли отчёт: ');
		await sandbox.removeFaults();

		for (const link of links()) {
			await page.goto(linkIn(link));
			await page.locator('button').click();
		}
		const executions = await eventually('the executions to end', () => executionsOf(workflowId), (all) => all.every(({ status }) => status === 'success' || status === 'error'));
		assert.deepEqual(executions.map(({ status }) => status), Array(6).fill('success'));
		for (const one of [report, other]) assert.equal((await docflowOf(one)).length, 1);
		assert.equal(mailbox.mails.filter(({ subject }) => subject.startsWith('Отчёт отправлен: УСН, 2025 год')).length, 2);
		assert.equal(links().length, 2);
	});

	it('stops following a draft that the person has thrown away, and says so', async () => {
		const { sandbox, account } = workplace;
		const { workflowId } = await start('web-handover', account);
		await mailAbout('Отчёт ждёт вашей подписи: ');
		// In the web interface, which the sandbox does not play so far.
		await sandbox.addFault({ operation: 'draft-get', action: { status: 404, body: { id: 'urn:error:externapi:notFound', 'status-code': 404, message: 'Черновик не найден' } } });
		await mailAbout('Черновика больше нет: ');
		await sandbox.removeFaults();
		const executions = await eventually('the executions to end', () => executionsOf(workflowId), (all) => all.every((one) => one.status === 'success' || one.status === 'error'));
		assert.deepEqual(executions.map((one) => one.status), ['success', 'success']);
	});

	it('signs the files of mails elsewhere and hands the signatures back on a page; one that does not fit is asked for again and holds up no other', async () => {
		const other = workplace.reportTo('0085');
		const { report, workflowId } = await start('sign-by-person', workplace.account, [other, { fileName: 'Заметка.xml', bytes: Buffer.from('Это не отчёт') }]);
		const mailFor = ({ fileName }) => eventually(`the mail with ${fileName}`, async () => workplace.mailbox.mails.find(({ files }) => files.some(({ name }) => name === fileName)));
		const executions = async () => (await executionsOf(workflowId)).map(({ status }) => status);
		const waiting = (count) => eventually(`${count} executions to wait`, executions, (all) => all.filter((status) => status === 'waiting').length === count);
		const [mail, otherMail] = [await mailFor(report), await mailFor(other)];
		const [file] = mail.files;
		assert.match((await mailAbout('Отчёт не отправлен: отчёт из файла Заметка.xml')).html, /Что случилось: [^<]{10,}/);
		assert.match(mail.subject, /^Подпишите отчёт: Налоговая декларация/);
		assert.ok(file.bytes.equals(report.bytes), 'the attached file differs from the report');

		await waiting(2);
		await handIn(mail, file.name, signOutside(Buffer.from('другой файл'), workplace.signer));
		const again = await mailAbout('Подпись не подошла: Налоговая декларация');
		assert.match(again.html, /Что не так: .+/);
		await waiting(2);
		await handIn(otherMail, other.fileName, signOutside(other.bytes, workplace.signer));
		await eventually('the other report to be filed', () => docflowOf(other), ({ length }) => length === 1);
		assert.deepEqual(await docflowOf(report), []);

		const body = { id: 'urn:error:externapi:error', 'status-code': 400, message: 'Подготовка & <отказ>' };
		await workplace.sandbox.addFault({ operation: 'draft-prepare', action: { status: 400, body } });
		await handIn(again, file.name, signOutside(file.bytes, workplace.signer));
		const failed = await mailAbout('Отчёт не отправлен: Налоговая декларация');
		assert.match(failed.html, /Что случилось: .*Подготовка &amp; &lt;отказ>/);
		assert.deepEqual(await docflowOf(report), []);
		await workplace.sandbox.removeFaults();
		workplace.mailbox.mails.length = 0;
		await workplace.n8n.client.run(workflowId, 'Запустить');
		await mailAbout('Отчёт отправлен: ');
		const [docflow, ...more] = await eventually('the report to be filed', () => docflowOf(report), ({ length }) => length > 0);
		assert.deepEqual(more, []);
		assert.equal(docflow.documents.find(({ filename }) => filename === report.fileName).signatures.length, 1);
		await eventually('the executions to end', executions, (all) => all.length === 8 && all.every((status) => status === 'success'));
	});

	async function handIn(mail, name, signature) {
		await page.goto(linkIn(mail));
		await page.getByText(/^Налоговая декларация.*Отдайте файл подписи/).waitFor();
		await page.locator('input[type="file"]').setInputFiles({ name: `${name}.sig`, mimeType: 'application/pgp-signature', buffer: signature });
		await page.locator('#submit-btn').click();
		await page.getByText('Спасибо, подпись получена').waitFor();
	}
});

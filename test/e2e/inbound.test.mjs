import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { Inbox } from '../../scripts/inbox.mjs';
import { openPage, withoutBrowser } from './browser.mjs';
import { openWorkplace } from './lane.mjs';
import { eventually } from './waiting.mjs';

const { makeReportInWrongEncoding } = createRequire(import.meta.url)('../reports/fnsReport.js');

describe('reports that come to the workflow', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	before(async () => {
		workplace = await openWorkplace('inbound');
	});
	after(() => workplace?.close());

	const docflowsOf = async ({ fileName }) => (await workplace.sandbox.docflows()).filter(({ documents }) => documents.some(({ filename }) => filename === fileName));
	const mailsTo = (address) => workplace.mailbox.mails.filter(({ to }) => to.includes(address));
	const mailTo = (address, subject) => eventually(`the mail "${subject}" to ${address}`, async () => mailsTo(address).find((mail) => mail.subject.startsWith(subject)));
	const brokenReport = ({ inn, kpp, name: organizationName }) =>
		makeReportInWrongEncoding({ inn, kpp, organizationName, taxOffice: '0087', signer: { surname: 'Выдумкина', name: 'Проба' } });

	describe('by e-mail', () => {
		/** @type {Inbox} */
		let inbox;
		before(async () => {
			inbox = await Inbox.open({ user: 'otchety', password: 'pochta-2026' });
			await workplace.addCredential({ name: 'Ящик для отчётов', type: 'imap', data: inbox.credential });
			await workplace.n8n.client.activate(await workplace.addExample('report-from-mail'));
		});
		after(() => inbox?.close());

		it('files what is attached and answers the sender what became of each report', async () => {
			const [right, broken] = [workplace.reportTo('0087'), brokenReport({ ...workplace.account, name: 'ООО "Рога & <Копыта>"' })];
			const files = [right, broken].map(({ fileName: name, bytes }) => ({ name, bytes }));
			await workplace.sandbox.setClock({ speed: 1 });
			inbox.receive({ from: 'Иванова <ivanova@example.test>', subject: 'Отчёты за год', files });

			await mailTo('ivanova@example.test', 'Отчёт отправлен: ');
			const [{ id }] = await docflowsOf(right);
			await workplace.sandbox.addFault({ operation: 'docflow-get', path: id, action: { status: 403 } });
			await workplace.sandbox.setClock({ speed: 20 });
			await mailTo('buhgalter@example.test', 'Уже сутки не узнать, что с отчётом: УСН, 2025 год');
			await workplace.sandbox.removeFaults();
			const { html } = await mailTo('ivanova@example.test', 'Отчёт не отправлен. Re: Отчёты за год');
			assert.match(html, /<li>.+<\/li>/);
			assert.match(html, /" *.* &amp; &lt;.*>"/);
			await mailTo('ivanova@example.test', 'Принято: ');
			const [docflow, ...others] = await docflowsOf(right);
			assert.deepEqual(others, []);
			assert.equal(docflow.status, 'finished');
			assert.deepEqual(await docflowsOf(broken), []);
			assert.equal(mailsTo('ivanova@example.test').length, 3);
			assert.equal(inbox.unread, 0);
		});

		it('does nothing for strangers, and tells who forgot the attachment', async () => {
			const before = (await workplace.sandbox.docflows()).length;
			const report = workplace.reportTo('0087');
			inbox.receive({ from: 'chuzhoy@elsewhere.test', subject: 'Отчёт', files: [{ name: report.fileName, bytes: report.bytes }] });
			inbox.receive({ from: 'petrov@example.test', subject: 'Отчёт за год', text: 'Во вложении' });

			await mailTo('petrov@example.test', 'В письме нет отчёта. Re: Отчёт за год');
			assert.deepEqual(mailsTo('chuzhoy@elsewhere.test'), []);
			assert.equal((await workplace.sandbox.docflows()).length, before);
		});
	});

	describe('by a web form', { skip: withoutBrowser }, () => {
		const user = { user: 'otchety', password: 'forma-2026' };
		let browser, page;
		before(async () => {
			await workplace.addCredential({ name: 'Вход на форму', type: 'httpBasicAuth', data: user });
			await workplace.n8n.client.activate(await workplace.addExample('report-from-form'));
			({ browser, page } = await openPage());
			const login = Buffer.from(`${user.user}:${user.password}`).toString('base64');
			await page.setExtraHTTPHeaders({ authorization: `Basic ${login}` });
		});
		after(() => browser?.close());

		const submit = async ({ fileName: name, bytes: buffer }) => {
			await page.goto(`${workplace.n8n.address}/form/sdat-otchet`);
			await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/xml', buffer });
			await page.locator('input[type="text"]').fill('Иванова & <Ко>');
			await page.locator('#submit-btn').click();
		};

		it('files the report and shows it on the page', async () => {
			const report = workplace.reportTo('0087');
			await submit(report);
			await page.getByText('Отчёт отправлен').waitFor();
			assert.equal((await docflowsOf(report)).length, 1);
			const mail = await mailTo('glavbuh@example.test', 'Иванова & <Ко>: ');
			assert.ok(mail.html.includes('Иванова &amp; &lt;Ко> отправил(а) отчёт'), mail.html);

			await submit(report);
			await page.getByText('Этот отчёт уже был отправлен').waitFor();
			assert.equal((await docflowsOf(report)).length, 1);
		});

		it('shows what is wrong with a report that cannot be filed', async () => {
			const report = brokenReport(workplace.account);
			await submit(report);
			await page.getByText('Отчёт не отправлен').waitFor();
			assert.deepEqual(await docflowsOf(report), []);
		});

		it('lets nobody in without the password', async () => {
			const answer = await fetch(`${workplace.n8n.address}/form/sdat-otchet`);
			assert.equal(answer.status, 401);
		});
	});

	it('files for several companies, each in its own account with its own key, and ends with what went wrong at one of them', async () => {
		const [company, firm, trader] = workplace.seed.accounts;
		const keyOf = ({ certificates }) => certificates.find(({ note }) => note === 'valid');
		for (const [name, account] of [['Ключ ООО', company], ['Ключ ИП', trader]]) {
			const { privateKey, content: publicCertificate } = keyOf(account);
			await workplace.addCredential({ name, type: 'konturExternTestKeyApi', data: { privateKey, publicCertificate } });
		}
		const folderOf = ({ inn }) => join(workplace.n8n.files, 'companies', inn);
		const put = ({ fileName, bytes }, account) => {
			mkdirSync(folderOf(account), { recursive: true });
			writeFileSync(join(folderOf(account), fileName), bytes);
		};
		const reports = [company, firm, trader].map((account) => {
			const report = workplace.reportTo('0087', account);
			put(report, account);
			return report;
		});
		put(brokenReport(company), company);
		const { status, data } = await workplace.n8n.client.runToEnd(await workplace.addExample('many-companies', { edit: withoutAddress }), 'Запустить');

		assert.equal(status, 'error');
		assert.match(data.resultData.error.message, new RegExp(`^Отчёты, которые можно было сдать, сданы. Не вышло: ${company.name} — No recipients defined$`));
		const [[ofCompany], ofFirm, [ofTrader]] = await Promise.all(reports.map(docflowsOf));
		assert.deepEqual(ofFirm, []);
		for (const [docflow, account] of [[ofCompany, company], [ofTrader, trader]]) {
			assert.equal(docflow.accountId, account.id);
			await mailTo(`buhgalter-${account.inn}@example.test`, `${account.name}: отчёт отправлен`);
		}
		await mailTo('buhgalter@example.test', `Отчёт не отправлен: нечем подписать за ${firm.name}`);

		symlinkSync('/etc/hostname', join(folderOf(company), 'chuzhoy.xml'));
		const again = await workplace.n8n.client.runToEnd(await workplace.addExample('many-companies'), 'Запустить');
		assert.equal(again.status, 'error');
		assert.match(again.data.resultData.error.message, new RegExp(`Не вышло: ${company.name} — .+ not allowed`));
		assert.equal(mailsTo(`buhgalter-${trader.inn}@example.test`).filter(({ subject }) => subject.endsWith('отчёт уже был отправлен')).length, 1);
	});

	/** The address of one mail turns out to be empty, which is found out sooner. */
	const withoutAddress = ({ nodes, ...workflow }) => ({
		...workflow,
		nodes: nodes.map((node) => (node.name === 'Письмо: не отправлен' ? { ...node, maxTries: 2, waitBetweenTries: 0, parameters: { ...node.parameters, toEmail: "={{ '' }}" } } : node)),
	});
});

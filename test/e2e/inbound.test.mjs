import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { Inbox } from '../../scripts/inbox.mjs';
import { quickened } from '../../scripts/workflows.mjs';
import { openPage, withoutBrowser } from './browser.mjs';
import { openWorkplace } from './lane.mjs';
import { textOfMail, unreadableIn } from './readable.mjs';
import { eventually } from './waiting.mjs';

const require = createRequire(import.meta.url);
const { encode } = require('iconv-lite');
const { makeReportInWrongEncoding } = require('../reports/fnsReport.js');
/** Once the sandbox has been built. */
const sandboxSamples = () => ({ ...require('../../build/sandbox/samples/forms.js'), ...require('../../build/sandbox/samples/taxReport.js') });

/** What the service says with IDs in it, which no mail and no page may show. */
const refusal = (status) => ({
	status,
	body: { id: 'urn:error:externapi:sandbox', 'status-code': status, message: 'Отказано: urn:docflow:fns534-report, 3d2c1b0a-9f8e-4d7c-b6a5-948372615040' },
});
/** How often a mail is tried before the workflow goes on without it. */
const triesOfMail = 5;

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
		let workflowId;
		before(async () => {
			inbox = await Inbox.open({ user: 'otchety', password: 'pochta-2026' });
			await workplace.addCredential({ name: 'Ящик для отчётов', type: 'imap', data: inbox.credential });
			workflowId = await workplace.addExample('report-from-mail');
			await workplace.n8n.client.activate(workflowId);
		});
		after(() => inbox?.close());

		/** The mail server takes none of these any more; how often each was tried. */
		const refuse = (...subjects) => {
			const tried = Object.fromEntries(subjects.map((subject) => [subject, 0]));
			workplace.mailbox.refuse(({ subject }) => {
				const found = subjects.find((one) => subject.startsWith(one));
				if (found) tried[found] += 1;
				return found !== undefined;
			});
			return tried;
		};
		/** What the first execution ends with that fails. */
		const errorOf = async (id) => {
			const failed = encodeURIComponent(JSON.stringify({ workflowId: id, status: ['error'] }));
			const { results } = await eventually('an execution to fail', () => workplace.n8n.client.rest('GET', `/executions?filter=${failed}`), ({ results: [one] }) => one?.status === 'error');
			return (await workplace.n8n.client.execution(results[0].id)).data.resultData.error;
		};
		/** A declaration with its books of purchases and sales. */
		const vatOf = ({ inn, kpp, name }) => {
			const { samples, taxAnnex, taxReport } = sandboxSamples();
			const order = { taxpayer: { inn, kpp, name }, senderInn: inn, office: '0087', now: new Date(), chief: { surname: 'Выдумкина', name: 'Проба', patronymic: 'Тестовна' } };
			const made = [taxReport(samples.nds, order), taxAnnex(samples.purchases, order), taxAnnex(samples.sales, order)];
			return made.map(({ fileId, xml }) => ({ name: `${fileId}.xml`, bytes: encode(xml, 'windows-1251') }));
		};

		it('files what is attached and answers the sender what became of each report, however long mails are refused', async () => {
			const [right, other, broken] = [workplace.reportTo('0087'), workplace.reportTo('0085'), brokenReport({ ...workplace.account, name: 'ООО "Рога & <Копыта>"' })];
			const files = [right, other, broken].map(({ fileName: name, bytes }) => ({ name, bytes }));
			const refused = refuse('Отчёт не отправлен. ', 'Принято: ');
			await workplace.sandbox.setClock({ speed: 1 });
			inbox.receive({ from: 'Иванова <ivanova@example.test>', subject: 'Отчёты за год', files: [...files, { name: 'Пояснение & <итог>.pdf', bytes: Buffer.from('%PDF-1.7') }] });

			assert.match((await mailTo('ivanova@example.test', 'Отчёт отправлен: ')).html, /Не отправлено из вашего письма: Пояснение &amp; &lt;итог>\.pdf/);
			const { id } = (await eventually('the right report', () => docflowsOf(right), ({ length }) => length > 0))[0];
			await workplace.sandbox.addFault({ operation: 'docflow-get', path: id, action: refusal(403) });
			await workplace.sandbox.setClock({ speed: 20 });
			await mailTo('buhgalter@example.test', 'Уже сутки не узнать, что с отчётом: УСН, 2025 год');
			await workplace.sandbox.removeFaults();
			await mailTo('ivanova@example.test', 'Нужно уточнение: ');
			await mailTo('buhgalter@example.test', 'Уже сутки не уходит ответ инспекции: УСН, 2025 год');
			await eventually('both mails to be tried anew', async () => Object.values(refused).every((times) => times > triesOfMail));
			workplace.mailbox.refuse(() => false);

			const { html } = await mailTo('ivanova@example.test', 'Отчёт не отправлен. Re: Отчёты за год');
			assert.match(html, /windows-1251/);
			assert.match(html, /" *.* &amp; &lt;.*>"/);
			await mailTo('ivanova@example.test', 'Принято: ');
			for (const report of [right, other]) {
				const [docflow, ...others] = await docflowsOf(report);
				assert.deepEqual(others, []);
				assert.equal(docflow.status, 'finished');
			}
			assert.deepEqual(await docflowsOf(broken), []);
			assert.equal(mailsTo('ivanova@example.test').length, 5);
			assert.equal(inbox.unread, 0);
		});

		it('files a declaration of VAT together with its books, and names what it leaves out', async () => {
			const before = (await workplace.sandbox.docflows()).length;
			const [declaration, ...books] = vatOf(workplace.account);
			const [, foreign] = vatOf(workplace.seed.accounts[2]);
			inbox.receive({ from: 'sidorov@example.test', subject: 'НДС', files: [books[0], foreign, declaration, books[1]] });

			const mail = await mailTo('sidorov@example.test', 'Отчёт отправлен: ');
			assert.match(mail.html, /Не отправлено из вашего письма: NO_NDS\.8_[^,]+\.xml/);
			const docflows = await workplace.sandbox.docflows();
			assert.equal(docflows.length, before + 1);
			const names = docflows.flatMap(({ documents }) => documents.map(({ filename }) => filename));
			for (const { name } of [declaration, ...books]) assert.ok(names.includes(name), name);
			assert.ok(!names.includes(foreign.name));

			inbox.receive({ from: 'fedorov@example.test', subject: 'Книга', files: [foreign] });
			const answer = await mailTo('fedorov@example.test', 'В письме нет отчёта. Re: Книга');
			assert.match(textOfMail(answer), /Не отправлено из вашего письма: NO_NDS\.8_.+вместе с декларацией/);
		});

		it('ends with an error, as the last means, when neither the sender nor the accountant can be written to', async () => {
			const report = workplace.reportTo('0087');
			refuse('Принято: УСН', 'Уже сутки ');
			inbox.receive({ from: 'kozlov@example.test', subject: 'Отчёт', files: [{ name: report.fileName, bytes: report.bytes }] });
			const { message } = await errorOf(workflowId);
			workplace.mailbox.refuse(() => false);
			assert.match(message, /^Сутки не уходит письмо с ответом инспекции \(УСН, 2025 год\)/);
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

		it('ends with an error when the sender cannot be told for a day that a report was not filed', async () => {
			await workplace.n8n.client.deactivate(workflowId);
			const soon = (workflow) => JSON.parse(JSON.stringify(quickened(workflow)).replace('"rightValue":47', '"rightValue":1'));
			const impatientId = await workplace.addExample('report-from-mail', { edit: soon });
			await workplace.n8n.client.activate(impatientId);
			const { fileName: name, bytes } = brokenReport(workplace.account);
			const tried = refuse('Отчёт не отправлен. Re: Ошибка');
			inbox.receive({ from: 'orlov@example.test', subject: 'Ошибка', files: [{ name, bytes }] });

			const { message } = await errorOf(impatientId);
			workplace.mailbox.refuse(() => false);
			assert.match(message, /^Отчёт не отправлен, и сутки не уходит письмо об этом \(orlov@example\.test\)\. [\s\S]*windows-1251/);
			assert.equal(Object.values(tried)[0], 2 * triesOfMail);
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
			assert.deepEqual(unreadableIn(await page.innerText('body')), []);
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

		it('shows without IDs what the service says with them, as it was written', async () => {
			const action = refusal(400);
			action.body.message += ' & <итог>';
			await workplace.sandbox.addFault({ operation: 'draft-prepare', action });
			await submit(workplace.reportTo('0087'));
			await page.getByText('Отчёт не отправлен').waitFor();
			await workplace.sandbox.removeFaults();
			const seen = await page.innerText('body');
			assert.match(seen, /Отказано: .* & <итог>/);
			assert.deepEqual(unreadableIn(seen.replace('<итог>', '')), []);
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

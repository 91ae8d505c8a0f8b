import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { quickened } from '../../scripts/workflows.mjs';
import { openWorkplace } from './lane.mjs';
import { textOfMail, unreadableIn } from './readable.mjs';
import { eventually } from './waiting.mjs';

/** `npm run test:large` asks for more. */
const { REPORTS: reportCount = 60, ORGANIZATIONS: organizationCount = 10 } = process.env;
/** Robots that accept, refuse and ask for a correction, and an office that keeps silent. */
const outcomes = { '0087': 'accepted', '0088': 'refused', '0085': 'needsCorrection', '7701': 'waiting' };
/** What the service itself holds then. */
const states = { accepted: 'successful', refused: 'failed', needsCorrection: 'warning', waiting: 'neutral' };
const offices = Object.keys(outcomes);
const silentOffice = '7701';
const lastYear = new Date().getUTCFullYear() - 1;
const limitMs = 3_600_000;
/** Place in the seed of the client whose power of attorney has ended: nothing is filed for it. */
const ended = 2;
/** Not a client of the firm. */
const stranger = { inn: '6699999014', kpp: '669901001', name: 'ООО "Рога & <Копыта>"' };

describe(`${reportCount} reports of ${organizationCount} organizations in a folder`, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	let workflowId, firm, reports, unsent, foreign;
	before(async () => {
		workplace = await openWorkplace('folder', { clients: Number(organizationCount) + 1 });
		firm = workplace.seed.accounts.find(({ organizations }) => organizations.length > Number(organizationCount));
		const clients = firm.organizations.filter(({ isMain }) => !isMain);
		const { privateKey, content: publicCertificate } = firm.certificates.find(({ note }) => note === 'valid');
		await workplace.addCredential({ name: 'Тестовый ключ', type: 'konturExternTestKeyApi', data: { privateKey, publicCertificate } });
		workflowId = await workplace.addExample('reports-from-folder', { account: firm, edit: (workflow) => withStatisticsOffice(quickened(workflow)) });
		reports = [...reportsOf(clients.filter((_, index) => index !== ended)), statisticsOf(clients[0])];
		unsent = { ...reportFor(offices[0], clients[ended], lastYear), name: clients[ended].name, inn: clients[ended].inn };
		foreign = reportFor(offices[0], stranger, lastYear);
	});
	after(() => workplace?.close());

	const reportFor = (office, organization, year) => workplace.reportTo(office, organization, { year, representative: { document: 'Доверенность' } });
	/** As many of each outcome as of the others, each organization with several years. */
	const reportsOf = (organizations) =>
		Array.from({ length: Number(reportCount) }, (_, index) => {
			const office = offices[index % offices.length];
			const year = lastYear - Math.floor(index / organizations.length / offices.length);
			return { ...reportFor(office, organizations[Math.floor(index / offices.length) % organizations.length], year), office };
		});
	/** A report for the statistics service, which names its office nowhere. */
	const statisticsOf = ({ inn }) => {
		const title = `<title><item name="okpo" value="00032537"/><item name="inn" value="${inn}"/></title>`;
		const text = `<?xml version="1.0" encoding="utf-8"?><report code="610013" shifr="0610013" year="2026" period="09" version="1">${title}<sections/></report>`;
		return { fileName: '0610013_007_004.xml', bytes: Buffer.from(text), office: '0087' };
	};
	const withStatisticsOffice = ({ nodes, ...workflow }) => ({
		...workflow,
		nodes: nodes.map((node) => (node.name === 'Сдать отчёты' ? { ...node, parameters: { ...node.parameters, additionalFields: { authorityCode: '00-87' } } } : node)),
	});
	const fill = () => {
		for (const { fileName, bytes } of [...reports, unsent, foreign]) workplace.putBytes(fileName, bytes);
	};
	const mailsAbout = (subject) => workplace.mailbox.mails.filter((mail) => mail.subject === subject);
	/** Runs only as far as the check needs: silent offices are waited for long. */
	const runUntil = async (isThere) => {
		const executionId = await workplace.n8n.client.run(workflowId, 'Каждый вечер');
		const outcome = await eventually('the check of a run', isThere.bind(undefined, executionId));
		await workplace.n8n.client.rest('POST', `/executions/${executionId}/stop`);
		return outcome;
	};
	const run = async (end = 'success') => {
		const execution = await workplace.n8n.client.runToEnd(workflowId, 'Каждый вечер', limitMs);
		assert.equal(execution.status, end, execution.data.resultData.error?.message);
		return (node, branch = 0) => execution.data.resultData.runData[node]?.at(-1).data.main[branch].map(({ json }) => json);
	};
	const filedAs = (docflows, { fileName }) => docflows.filter(({ documents }) => documents.some(({ filename }) => filename === fileName));

	it('says nothing of an empty folder, and still looks for what is owed', async () => {
		const outputOf = await run();
		assert.equal(outputOf('Ответить на квитанции').length, 1);
		assert.deepEqual(workplace.mailbox.mails, []);
	});

	it('tells of a file that it may not read', async () => {
		mkdirSync(join(workplace.n8n.files, 'outbox'), { recursive: true });
		symlinkSync('/etc/hostname', join(workplace.n8n.files, 'outbox', 'otchet.xml'));
		await run();
		const [mail, ...others] = workplace.mailbox.mails;
		assert.deepEqual(others, []);
		assert.equal(mail.subject, 'Отчёты из папки не прочитаны, ничего не отправлено');
		assert.match(textOfMail(mail), /not allowed/);
		workplace.takeReportsAway();
	});

	it('files each report once, and each ends in exactly one of the four results', async () => {
		fill();
		const outputOf = await run();

		const docflows = await workplace.sandbox.docflows();
		const listed = new Map(outputOf('Отчёты месяца').map(({ docflowId, result }) => [docflowId, result]));
		assert.equal(docflows.length, reports.length);
		assert.equal(listed.size, reports.length);
		for (const report of reports) {
			const [docflow, ...others] = filedAs(docflows, report);
			assert.deepEqual(others, []);
			assert.equal(listed.get(docflow.id), outcomes[report.office]);
			assert.equal(docflow.successState, states[outcomes[report.office]]);
		}
	});

	it('has answered every receipt', async () => {
		const docflows = await workplace.sandbox.docflows();
		assert.deepEqual(docflows.flatMap(({ owedReplies }) => owedReplies), []);
		const silent = reports.filter(({ office }) => outcomes[office] === 'waiting');
		assert.equal(docflows.filter(({ status }) => status === 'finished').length, reports.length - silent.length);
	});

	it('tells how it went, in numbers that are right', () => {
		const numbers = workplace.mailbox.mails.map(({ subject }) => subject).filter((subject) => subject.startsWith('Отчётность за 30 дней')).at(-1);
		const labels = { accepted: 'Принято', refused: 'Отказ', needsCorrection: 'Нужно уточнение', waiting: 'Ждём ответа' };
		for (const [result, label] of Object.entries(labels)) {
			const count = reports.filter(({ office }) => outcomes[office] === result).length;
			assert.ok(numbers.includes(`${label} ${count}`), numbers);
		}
	});

	it('tells what was not filed, and why, in words', async () => {
		const [mail, ...others] = mailsAbout('Не отправлено отчётов: 2');
		assert.deepEqual(others, []);
		for (const { name } of [unsent, stranger]) assert.ok(textOfMail(mail).includes(name), textOfMail(mail));
		assert.ok(mail.html.includes('Рога &amp; &lt;Копыта>'), mail.html);
		assert.match(textOfMail(mail), new RegExp(`The power of attorney of INN ${unsent.inn} ended on \\d{1,2} [A-Z][a-z]+ \\d{4}; nothing was sent`));
		const docflows = await workplace.sandbox.docflows();
		for (const report of [unsent, foreign]) assert.deepEqual(filedAs(docflows, report), []);
	});

	it('files nothing a second time', async () => {
		const filed = await runUntil(async (executionId) => (await workplace.n8n.client.execution(executionId)).data?.resultData.runData['Сдать отчёты']);
		const items = filed[0].data.main[0];
		assert.equal(items.length, reports.length);
		assert.ok(items.every(({ json }) => json.alreadyFiled));
		assert.equal((await workplace.sandbox.docflows()).length, reports.length);
	});

	it('goes through the evening and fails only at its end when a mail is refused; the mail tells without IDs what the service says with them', async () => {
		workplace.takeReportsAway();
		const { fileName, bytes } = again();
		workplace.putBytes(fileName, bytes);
		const book = fileName.replace('NO_USN', 'NO_NDS.9');
		workplace.putBytes(book, Buffer.from(`<?xml version="1.0" encoding="windows-1251"?><\xd4\xe0\xe9\xeb \xc8\xe4\xd4\xe0\xe9\xeb="${book.replace('.xml', '')}"/>`, 'latin1'));
		for (const answer of ['receipt', 'acceptance-result-negative']) await workplace.sandbox.post('/answers', { docflowId: await silentId(), document: `fns534-report-${answer}` });
		const message = 'Отказано: urn:docflow:fns534-report, 3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
		await workplace.sandbox.addFault({ operation: 'draft-prepare', action: { status: 400, body: { id: 'urn:error:externapi:sandbox', 'status-code': 400, message } } });
		const { number } = (await workplace.sandbox.requests()).at(-1);
		const refused = [];
		workplace.mailbox.refuse((mail) => mail.subject.startsWith('Не отправлено отчётов') && refused.push(mail));
		workplace.mailbox.mails.length = 0;
		await run('error');
		workplace.mailbox.refuse(() => false);
		await workplace.sandbox.removeFaults();

		const text = textOfMail(refused[0]);
		assert.match(text, /Не отправлено отчётов: 2/);
		assert.match(text, /Отказано: /);
		assert.match(text, /книга НДС/);
		assert.deepEqual(unreadableIn(text), []);
		assert.ok(!(await workplace.sandbox.requests(number)).some(({ operation }) => operation === 'draft-send'));
		assert.equal(timesToBeCorrected(), 2);
	});

	it('no longer names a refused report that has been filed anew', async () => {
		workplace.takeReportsAway();
		const { fileName, bytes } = again();
		workplace.putBytes(fileName, bytes);
		workplace.mailbox.mails.length = 0;
		await run();
		assert.equal(timesToBeCorrected(), 1);
	});

	/** For the office that keeps silent, by the last client. */
	const again = () => reportFor(silentOffice, lastClient(), lastYear);
	const lastClient = () => firm.organizations.filter(({ isMain }) => !isMain).at(-1);
	const silentId = async () => filedAs(await workplace.sandbox.docflows(), reports.find(({ office, bytes }) => office === silentOffice && bytes.includes(lastClient().inn)))[0].id;
	/** How often the summary names the last client's reports of last year as refused: one was refused by the robot that always does. */
	const timesToBeCorrected = () => {
		const [mail] = workplace.mailbox.mails.filter(({ subject }) => subject.startsWith('Отчётность за 30 дней'));
		return textOfMail(mail).split(`${lastClient().name}: УСН, ${lastYear} год. Отказ`).length - 1;
	};

	it('answers a late receipt also on an evening without reports', async () => {
		workplace.takeReportsAway();
		const [silent] = (await workplace.sandbox.docflows()).filter(({ successState }) => successState === 'neutral');
		for (const answer of ['receipt', 'acceptance-result-positive']) await workplace.sandbox.post('/answers', { docflowId: silent.id, document: `fns534-report-${answer}` });
		const owed = async () => (await workplace.sandbox.docflows()).flatMap(({ owedReplies }) => owedReplies);
		assert.equal((await owed()).length, 1);
		await runUntil(async () => (await owed()).length === 0);
	});
});

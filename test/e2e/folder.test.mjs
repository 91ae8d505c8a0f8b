import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { openWorkplace } from './lane.mjs';
import { textOfMail } from './readable.mjs';

/** `npm run test:large` asks for more. */
const { REPORTS: reportCount = 60, ORGANIZATIONS: organizationCount = 10 } = process.env;
/** Robots that accept, refuse and ask for a correction, and an office that keeps silent. */
const outcomes = { '0087': 'accepted', '0088': 'refused', '0085': 'needsCorrection', '7701': 'waiting' };
/** What the service itself holds then. */
const states = { accepted: 'successful', refused: 'failed', needsCorrection: 'warning', waiting: 'neutral' };
const offices = Object.keys(outcomes);
const lastYear = new Date().getUTCFullYear() - 1;
const limitMs = 3_600_000;
/** Place in the seed of the client whose power of attorney has ended: nothing is filed for it. */
const ended = 2;

describe(`${reportCount} reports of ${organizationCount} organizations in a folder`, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	let workflowId, firm, reports, unsent;
	before(async () => {
		workplace = await openWorkplace('folder', { clients: Number(organizationCount) + 1 });
		firm = workplace.seed.accounts.find(({ organizations }) => organizations.length > Number(organizationCount));
		const clients = firm.organizations.filter(({ isMain }) => !isMain);
		const { privateKey, content: publicCertificate } = firm.certificates.find(({ note }) => note === 'valid');
		await workplace.addCredential({ name: 'Тестовый ключ', type: 'konturExternTestKeyApi', data: { privateKey, publicCertificate } });
		workflowId = await workplace.addExample('reports-from-folder', { account: firm });
		reports = reportsOf(clients.filter((_, index) => index !== ended));
		unsent = { ...reportFor(offices[0], clients[ended], lastYear), name: clients[ended].name, inn: clients[ended].inn };
		for (const { fileName, bytes } of [...reports, unsent]) workplace.putBytes(fileName, bytes);
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
	const run = async () => {
		const execution = await workplace.n8n.client.runToEnd(workflowId, 'Каждый вечер', limitMs);
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		return (node, branch = 0) => execution.data.resultData.runData[node]?.at(-1).data.main[branch].map(({ json }) => json);
	};
	const filedAs = (docflows, { fileName }) => docflows.filter(({ documents }) => documents.some(({ filename }) => filename === fileName));

	it('files each report once, and each ends in exactly one of the four results', async () => {
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
		const each = reports.length / offices.length;
		for (const label of ['Принято', 'Отказ', 'Нужно уточнение', 'Ждём ответа']) assert.ok(numbers.includes(`${label} ${each}`), numbers);
	});

	it('tells what was not filed, and why, in words', async () => {
		const [mail, ...others] = workplace.mailbox.mails.filter(({ subject }) => subject === 'Не отправлено отчётов: 1');
		assert.deepEqual(others, []);
		assert.ok(textOfMail(mail).includes(unsent.name), textOfMail(mail));
		assert.match(textOfMail(mail), new RegExp(`The power of attorney of INN ${unsent.inn} ended on \\d{1,2} [A-Z][a-z]+ \\d{4}; nothing was sent`));
		assert.deepEqual(filedAs(await workplace.sandbox.docflows(), unsent), []);
	});

	it('files nothing a second time', async () => {
		const outputOf = await run();
		assert.ok(outputOf('Сдать отчёты').every(({ alreadyFiled }) => alreadyFiled));
		assert.equal((await workplace.sandbox.docflows()).length, reports.length);
	});
});

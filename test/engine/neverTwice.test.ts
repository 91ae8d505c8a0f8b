import { createHash } from 'node:crypto';

import { runWorkflow } from './engine';
import { givenReport, itemWith, sendReport, type Company } from './filing';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const file = async (company: Company, more = {}, options = {}) =>
	await runWorkflow({ nodes: [sendReport(company.account, more, options)], credentials: company.credentials, items: [company.item] });

const docflows = async () => (await sandbox.docflows()).docflows;

test('a report arrives byte for byte, and the item ends with a receipt', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const outcome = await file(company);
	expect(outcome.error).toBeUndefined();
	const [docflow, ...others] = await docflows();
	expect(others).toEqual([]);
	expect(outcome.json('Send Report')[0]).toMatchObject({
		outcome: 'filed',
		alreadyFiled: false,
		docflowId: docflow.id,
		draftId: docflow.draftId,
		accountId: company.account.id,
		docflowType: 'urn:docflow:fns534-report',
		receipt: { fileName: company.report.fileName, fileId: company.report.idFile, docflowId: docflow.id },
	});
	const sha256 = createHash('sha256').update(company.report.bytes).digest('hex');
	expect(docflow.documents.find(({ filename }) => filename === company.report.fileName)).toMatchObject({ sha256 });
});

test('two executions at the same time file once', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const both = await Promise.all([file(company), file(company)]);
	expect(both.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
	const [found, ...others] = await docflows();
	expect(others).toEqual([]);
	expect(both.map((one) => one.json('Send Report')[0].docflowId)).toEqual([found.id, found.id]);
	expect(both.map((one) => one.json('Send Report')[0].alreadyFiled).sort()).toEqual([false, true]);
});

test.each(['draft-put', 'content-upload-start', 'draft-document-put', 'draft-check', 'draft-signature-put', 'draft-prepare', 'draft-send', 'draft-task-get'])(
	'the answer to %s is lost after its effect: one docflow',
	async (operation) => {
		const company = givenReport(sandbox, fresh.seed);
		await sandbox.fault({ operation, after: true, times: 1, action: { disconnect: true } });
		const outcome = await file(company);
		expect(outcome.error?.message).toBeUndefined();
		const [found, ...others] = await docflows();
		expect(others).toEqual([]);
		expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', docflowId: found.id });
	},
);

test('the same file ID with other content stops after a filing', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const first = await file(company);
	const other = { ...company, item: itemWith(company.report.fileName, Buffer.concat([company.report.bytes, Buffer.from('\n')])) };
	const outcome = await file(other);
	expect(outcome.error?.message).toContain('was filed before');
	expect(outcome.error?.message).toContain(String(first.json('Send Report')[0].docflowId));
	expect(await docflows()).toHaveLength(1);
});

test('a deliberate second filing opens a draft of its own', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const first = await file(company);
	const again = await file(company, { fileAgain: true, until: 'draft' });
	expect(again.error?.message).toBeUndefined();
	expect(again.json('Send Report')[0].draftId).not.toBe(first.json('Send Report')[0].draftId);
});

test('a dry run creates nothing', async () => {
	const company = givenReport(sandbox, fresh.seed);
	const node = sendReport(company.account);
	const outcome = await runWorkflow({
		nodes: [{ ...node, parameters: { ...node.parameters, dryRun: true } }],
		credentials: company.credentials,
		items: [company.item],
	});
	expect(outcome.json('Send Report')[0]).toMatchObject({ dryRun: true, wouldDo: expect.stringContaining(company.report.fileName) });
	const changed = (await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET');
	expect(changed).toEqual([]);
});

describe('a broken report stops at the check, and nothing is prepared or sent:', () => {
	const broken: Record<string, (company: Company) => { bytes: Buffer; fileName: string }> = {
		'wrong file name': ({ report }) => ({ bytes: report.bytes, fileName: report.fileName.replace('.xml', '0.xml') }),
		'malformed XML': ({ report }) => ({ bytes: report.bytes.subarray(0, report.bytes.length - 20), fileName: report.fileName }),
		'UTF-8 under a windows-1251 declaration': ({ report }) => ({
			bytes: Buffer.from(new TextDecoder('windows-1251').decode(report.bytes), 'utf8'),
			fileName: report.fileName,
		}),
	};

	test.each(Object.entries(broken))('%s', async (_, make) => {
		const company = givenReport(sandbox, fresh.seed);
		const { bytes, fileName } = make(company);
		await expectStop(company, itemWith(fileName, bytes), fileName);
	});

	test('INN of somebody else', async () => {
		const [, , stranger] = fresh.seed.accounts;
		const company = givenReport(sandbox, fresh.seed, { inn: '7707083893' });
		expect(stranger).toBeDefined();
		await expectStop(company, company.item, company.report.fileName);
	});

	async function expectStop(company: Company, item: Company['item'], fileName: string) {
		const [organization] = company.account.organizations;
		const node = sendReport(company.account, { taxOffice: '0087' });
		const outcome = await runWorkflow({
			nodes: [{ ...node, parameters: { ...node.parameters, organizationId: { __rl: true, mode: 'id', value: organization.id } } }],
			credentials: company.credentials,
			items: [item],
		});
		expect(outcome.error?.message).toContain('check found errors');
		expect(outcome.error?.description).toContain(fileName);
		const operations = await sandbox.operations();
		expect(operations).toContain('draft-check');
		expect(operations.filter((id) => id === 'draft-prepare' || id === 'draft-send')).toEqual([]);
	}
});

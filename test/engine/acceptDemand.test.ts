import type { INodeParameters } from 'n8n-workflow';
import { createHash } from 'node:crypto';

import { readCertificate } from '../../gost';
import { runWorkflow, type WorkflowOutcome } from './engine';
import { certificateOf, chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service } from './stages';
import { demanded, documentOf, filedReport, timePasses, type AnsweredDocflow } from './stages/docflows';

/** A demand of the tax office is taken in with one node. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const accept = (typed: INodeParameters = {}) => step('konturExternDocflow', 'Accept', 'demand', 'accept', { signWith: 'testKey', ...typed });

async function givenDemand(): Promise<{ demand: AnsweredDocflow; json: { accountId: string; docflowId: string } }> {
	const { account, seed } = fresh;
	const demand = await demanded(await Service.of(sandbox, seed), account);
	await sandbox.clearRequests();
	return { demand, json: { accountId: account.id, docflowId: demand.id } };
}

async function run(json: object, typed: INodeParameters = {}, account = fresh.account): Promise<WorkflowOutcome> {
	return await runWorkflow({ nodes: [accept(typed)], credentials: credentialsOf(sandbox, fresh.seed, account), items: [{ json: { ...json } }] });
}

/** What was changed at the service. */
const changes = async () => (await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => operation);
const generated = async () => (await sandbox.requests()).filter(({ operation }) => operation === 'reply-generate').map(({ query }) => query);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function written(documentId: string): Promise<string | undefined> {
	const { docflows } = await sandbox.docflows();
	return docflows.flatMap(({ documents }) => documents).find(({ id }) => id === documentId)?.sha256;
}

test('it is decrypted, saved, read, confirmed, checked and accepted, and its files come along', async () => {
	const { demand, json } = await givenDemand();
	const outcome = await run(json, { options: { labelLanguage: 'ru' } });
	expect(outcome.error?.message).toBeUndefined();
	const [{ json: item, binary }] = outcome.output('Accept');
	const file = documentOf(demand, 'fns534-demand-attachment');
	expect(item).toMatchObject({
		...json,
		outcome: 'accepted',
		outcomeLabel: 'Приём подтверждён',
		isNew: true,
		reasons: [],
		demandNumber: expect.stringMatching(/\d/),
		demandDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
		demandKnd: '1165050',
		demandForm: 'Требование о представлении пояснений',
		demandInns: [fresh.account.inn],
		wantsDocuments: true,
		documentId: file.id,
		sentCount: 2,
		sent: [expect.objectContaining({ type: 'fns534-demand-receipt' }), expect.objectContaining({ type: 'fns534-demand-acceptance-result-positive' })],
		open: [],
	});
	expect(item).not.toHaveProperty('problem');
	expect(item.deadline).toBe(item.replyDeadline);
	expect(String(item.receiptDeadline) > String(item.demandDate)).toBe(true);
	expect(Object.keys(binary ?? {}).sort()).toEqual(['demand', 'demand_1']);
	expect(binary?.demand_1).toMatchObject({ mimeType: 'application/pdf', fileName: file.description.filename });
	expect(sha256(await outcome.binary('Accept', 0, 'demand'))).toBe(await written(documentOf(demand, 'fns534-demand').id));
	expect(sha256(await outcome.binary('Accept', 0, 'demand_1'))).toBe(await written(file.id));
	expect(item.files).toEqual([expect.objectContaining({ field: 'demand' }), expect.objectContaining({ field: 'demand_1', documentId: file.id, demandKnd: '1165050' })]);
	await timePasses(await Service.of(sandbox, fresh.seed));
	expect((await sandbox.docflows()).docflows).toEqual([expect.objectContaining({ id: demand.id, status: 'finished', successState: 'successful' })]);
});

test('a second run gives the same and changes nothing', async () => {
	const { json } = await givenDemand();
	const [first] = (await run(json)).json('Accept');
	await sandbox.clearRequests();
	const again = await run(json);
	const { isNew, sentCount, outcome, demandNumber, deadline } = again.json('Accept')[0];
	expect({ isNew, sentCount, outcome, demandNumber, deadline }).toEqual({ isNew: false, sentCount: 0, outcome: 'accepted', demandNumber: first.demandNumber, deadline: first.deadline });
	expect(Object.keys(again.output('Accept')[0].binary ?? {}).sort()).toEqual(['demand', 'demand_1']);
	expect(await changes()).toEqual([]);
});

test('a dry run tells what would be done, and does nothing', async () => {
	const { json } = await givenDemand();
	expect((await run(json, { dryRun: true })).json('Accept')).toEqual([expect.objectContaining({ ...json, dryRun: true, wouldDo: 'Decrypt and save the files of the demand, confirm its receipt, check it, accept it' })]);
	expect(await changes()).toEqual([]);
});

describe('a demand that is for another company', () => {
	/** Who signed it, and for whom, is right: only the container is somebody else's. */
	async function givenMisled() {
		const given = await givenDemand();
		await sandbox.fault({ operation: 'docflow-check-demand', action: { status: 200, body: { 'has-errors': true, 'error-codes': ['0400100005'], links: [] } } });
		return given;
	}

	test('is left to a person, who reads why', async () => {
		const { json } = await givenMisled();
		const [item] = (await run(json)).json('Accept');
		expect(item).toMatchObject({
			outcome: 'decisionNeeded',
			reasons: [{ code: '0400100005', codeLabel: expect.stringMatching(/INN/) }],
			sentCount: 1,
			open: [expect.objectContaining({ needsDecision: true }), expect.objectContaining({ needsDecision: true })],
			problem: expect.stringMatching(/^There is a ground to refuse the demand: INN.*neither accepted nor refused/),
		});
		expect(item.deadline).toBe(item.receiptDeadline);
		expect((await generated()).map(({ documentType }) => documentType)).toEqual(['fns534-demand-receipt']);
	});

	test('is refused with the ground where that was chosen, also after it was left to a person', async () => {
		const { json } = await givenMisled();
		await run(json);
		const [item] = (await run(json, { onGround: 'refuse' })).json('Accept');
		expect(item).toMatchObject({ outcome: 'refused', isNew: true, open: [], sent: [expect.objectContaining({ type: 'fns534-demand-acceptance-result-negative' })] });
		expect(item).not.toHaveProperty('deadline');
		expect((await generated())[1]).toEqual({ documentType: 'fns534-demand-acceptance-result-negative', declineNoticeErrorCode: '0400100005' });
	});
});

describe('a demand that cannot be opened', () => {
	test('with the key given, though another certificate of the account could, is no ground to refuse it', async () => {
		const { json } = await givenDemand();
		const outcome = await run(json, { onGround: 'refuse' }, fresh.seed.accounts[1]);
		expect(outcome.error?.message).toContain(readCertificate(Buffer.from(certificateOf(fresh.account).content, 'base64')).serialNumber);
		expect(await changes()).toEqual([]);
	});

	test('with any certificate of the account is left to a person before anything is confirmed', async () => {
		await sandbox.setEncryption({ certificate: certificateOf(fresh.seed.accounts[1]).content });
		const { json } = await givenDemand();
		const [item] = (await run(json)).json('Accept');
		expect(item).toMatchObject({ outcome: 'decisionNeeded', reasons: [{ code: '0100300003', codeLabel: 'Encrypted for another recipient' }], sentCount: 0, problem: expect.stringMatching(/None of the certificates of this account opens .*nothing was confirmed/) });
		expect(item.problem).not.toMatch(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/i);
		expect(await changes()).toEqual([]);
	});

	test('is refused where that was chosen: this ground is ours to name', async () => {
		await sandbox.setEncryption({ certificate: certificateOf(fresh.seed.accounts[1]).content });
		const { json } = await givenDemand();
		const [item] = (await run(json, { onGround: 'refuse' })).json('Accept');
		expect(item).toMatchObject({ outcome: 'refused', sentCount: 2, reasons: [{ code: '0100300003', codeLabel: 'Encrypted for another recipient' }] });
		expect((await generated())[1]).toMatchObject({ declineNoticeErrorCode: '0100300003' });
		expect(await changes()).not.toContain('docflow-check-demand');
	});
});

test('what is no demand is told by its kind, and nothing is done to it', async () => {
	const { id } = await filedReport(await Service.of(sandbox, fresh.seed), fresh.account);
	await sandbox.clearRequests();
	const outcome = await run({ accountId: fresh.account.id, docflowId: id });
	expect(outcome.error?.message).toMatch(/^This is no demand of the tax service, but: /);
	expect(await changes()).toEqual([]);
});

test('a file in which nothing can be read is a warning, and the demand is accepted all the same', async () => {
	const { json } = await givenDemand();
	await sandbox.fault({ operation: 'docflow-document-recognize', action: { status: 400, body: { message: 'Не удалось распознать документ' } } });
	const [item] = (await run(json)).json('Accept');
	expect(item).toMatchObject({ outcome: 'accepted', demandKnd: '1165050', warnings: [expect.objectContaining({ text: expect.stringContaining('Не удалось распознать документ') })] });
	expect(item).not.toHaveProperty('demandNumber');
});

test('an operator who named another field finds the files there', async () => {
	const { json } = await givenDemand();
	const outcome = await run(json, { outputField: 'letter', docflowId: chosen(json.docflowId) });
	expect(Object.keys(outcome.output('Accept')[0].binary ?? {}).sort()).toEqual(['letter', 'letter_1']);
});

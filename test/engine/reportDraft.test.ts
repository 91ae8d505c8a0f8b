import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { certificateOf, chosen, step } from './filing';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox();
const { sandbox } = fresh;

beforeEach(async () => {
	await sandbox.clearRequests();
});

/** No test key anywhere: somebody else signs. */
async function run(more: Array<ReturnType<typeof step>> = [], typed: INodeParameters = {}) {
	const { account, credentials, item } = fresh.company;
	const { konturExternApi } = credentials;
	const open = step('konturExternDraft', 'Open', 'draft', 'createFromReport', {
		accountId: chosen(account.id),
		certificate: chosen(certificateOf(account).thumbprint),
		...typed,
	});
	return await runWorkflow({ nodes: [open, ...more], credentials: { konturExternApi }, items: [item] });
}

const sentByPerson = async (draftId: unknown) => {
	const answer = await fetch(`${sandbox.addresses.control}/web-drafts/${fresh.account.id}/${String(draftId)}`, { method: 'POST' });
	expect(answer.status).toBe(200);
};

test('a report file leads to its draft without anybody who signs, and to the same one again', async () => {
	const first = await run();
	expect(first.error?.message).toBeUndefined();
	const [opened] = first.json('Open');
	expect(opened).toMatchObject({ accountId: fresh.account.id, fileName: fresh.company.report.fileName, outcome: 'draft' });
	await sandbox.clearRequests();
	const [again] = (await run()).json('Open');
	expect(again.draftId).toBe(opened.draftId);
	expect((await sandbox.operations()).filter((operation) => operation !== 'draft-get' && operation !== 'account-get' && operation !== 'certificates-list')).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('the draft holds the chosen certificate and the file as it is', async () => {
	const { account, report } = fresh.company;
	const outcome = await run([step('konturExternDraft', 'Requisites', 'draft', 'getRequisites'), step('konturExternSign', 'Unsigned', 'draft', 'listUnsigned')]);
	expect(outcome.json('Requisites')[0]).toMatchObject({ requisites: { sender: { inn: account.inn, certificate: { content: certificateOf(account).content } } } });
	expect((await outcome.binary('Unsigned', 0)).equals(report.bytes)).toBe(true);
});

test('what a person sent from the web interface is filed, and is not filed again', async () => {
	const [{ draftId }] = (await run([step('konturExternDraft', 'Hand Over', 'draft', 'handOver')])).json('Open');
	expect((await run()).error?.message).toContain('handed over to the Extern web interface');
	await sentByPerson(draftId);
	const [{ id }] = (await sandbox.docflows()).docflows;
	const outcome = await run([step('konturExternDraft', 'Look', 'draft', 'get')]);
	expect(outcome.json('Open')[0]).toMatchObject({ outcome: 'filed', draftId, docflowId: id });
	expect(outcome.json('Look')[0]).toMatchObject({ draftStatus: 'sent-via-web', docflowId: id });
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('a deliberate second filing takes another draft', async () => {
	const [{ draftId }] = (await run([step('konturExternDraft', 'Hand Over', 'draft', 'handOver')])).json('Open');
	await sentByPerson(draftId);
	const [again] = (await run([], { additionalFields: { fileAgain: true } })).json('Open');
	expect(again).toMatchObject({ outcome: 'draft' });
	expect(again.draftId).not.toBe(draftId);
});

test('without a certificate nothing is sent', async () => {
	const outcome = await run([], { certificate: { ...chosen(''), value: '={{ $json.nothing }}' } });
	expect(outcome.error?.message).toContain('Certificate');
	expect((await sandbox.operations()).filter((operation) => operation?.startsWith('draft'))).toEqual([]);
});

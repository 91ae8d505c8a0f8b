import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, type ItemIn } from '../engine';
import { certificateOf, chosen, sendReport, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import type { NodeOnCanvas } from '../surroundings';
import { waitForAuthority } from '../waiting';
import { followUp } from './steps';

/** Scenario (d): a draft is handed over to a person, who sends it from the web interface. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

async function run(nodes: NodeOnCanvas[], item: ItemIn = fresh.company.item) {
	return await runWorkflow({ nodes, credentials: fresh.company.credentials, items: [item], extraNodes: { 'test.wait': waitForAuthority(sandbox) } });
}

const open = (typed: INodeParameters = {}) => step('konturExternDraft', 'Open', 'draft', 'createFromReport', { accountId: chosen(fresh.account.id), certificate: chosen(certificateOf(fresh.account).thumbprint), ...typed });
const handOver = step('konturExternDraft', 'Hand Over', 'draft', 'handOver');
const look = step('konturExternDraft', 'Look at Draft', 'draft', 'get');

test('a person sends it from there, and the workflow follows it to its end', async () => {
	const before = await run([open(), handOver, look]);
	expect(before.error?.message).toBeUndefined();
	const [{ draftId }] = before.json('Hand Over');
	expect(before.json('Hand Over')[0]).toMatchObject({ handedOver: true, webDraftUrl: expect.stringContaining(String(draftId)) });
	expect(before.json('Look at Draft')[0].draftStatus).toBe('transferred-to-web');
	expect((await sandbox.docflows()).docflows).toEqual([]);
	// The person: signs and sends.
	await fetch(`${sandbox.addresses.control}/web-drafts/${fresh.account.id}/${String(draftId)}`, { method: 'POST' });
	const after = await run([look, ...followUp()], { json: { accountId: fresh.account.id, draftId } });
	expect(after.error?.message).toBeUndefined();
	expect(after.json('Look at Draft')[0]).toMatchObject({ draftStatus: 'sent-via-web', docflowId: expect.any(String) });
	expect(after.json('Look')[0]).toMatchObject({ result: 'accepted', isFinished: true });
	expect((await sandbox.docflows()).docflows).toHaveLength(1);
});

test('what is not allowed there is told in the words of the service, and stays here', async () => {
	const police = { authority: 'mvd', authorityCode: '660-066' };
	const notification = { files: { data: { bytes: Buffer.from('<?xml version="1.0" encoding="utf-8"?><n/>'), fileName: 'n.xml' } } };
	const outcome = await run([open({ organizationId: chosen(fresh.account.organizations[0].id), additionalFields: police }), { ...handOver, onError: 'continueRegularOutput' }, look], notification);
	expect(Object(outcome.json('Hand Over')[0].error).message).toContain('нельзя передать в веб-интерфейс');
	expect(outcome.json('Look at Draft')[0].draftStatus).toBe('new');
});

test('what was handed over is not changed or sent from here any more', async () => {
	const outcome = await run([open(), handOver]);
	const [{ accountId, draftId }] = outcome.json('Hand Over');
	await sandbox.clearRequests();
	const report = fresh.company.item;
	const added = await run([step('konturExternUpload', 'Upload', 'content', 'upload', { accountId: chosen(fresh.account.id) }), step('konturExternDraft', 'Add', 'document', 'add', { accountId: chosen(String(accountId)), draftId: chosen(String(draftId)) })], report);
	expect(added.error).toBeDefined();
	const sent = await run([sendReport(fresh.account)], report);
	expect(sent.error?.message).toBe('This report was handed over to the Extern web interface');
	const named = await run([sendReport(fresh.account, { draftId: String(draftId) })], report);
	expect(named.error?.message).toBe('This report was handed over to the Extern web interface');
	expect((await sandbox.operations()).filter((operation) => operation === 'draft-send')).toEqual([]);
	expect((await sandbox.docflows()).docflows).toEqual([]);
});

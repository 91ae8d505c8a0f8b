import { createHash } from 'node:crypto';

import type { ItemIn } from '../engine';
import { runWorkflow } from '../engine';
import { certificateOf, chosen, givenReport, itemWith, sendReport, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import type { NodeOnCanvas } from '../surroundings';
import { waitForAuthority } from '../waiting';
import { editFile, followUp, sendAgain } from './steps';

/** Scenario (a): a report to the tax service, check errors, and what follows a refusal or a clarification. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const LONG = 120_000;

/** The office that refuses everything is taken out of the file, where the operator put it by mistake. */
const toOtherOffice = editFile((text) => text.replaceAll('0088', '0087'));

async function run(nodes: NodeOnCanvas[], item: ItemIn) {
	return await runWorkflow({ nodes, credentials: fresh.company.credentials, items: [item], extraNodes: { 'test.wait': waitForAuthority(sandbox), 'test.edit': toOtherOffice } });
}

const makeCorrection = step('konturExternDraft', 'Make Correction', 'reportFile', 'correct');
const docflows = async () => (await sandbox.docflows()).docflows;

test('errors of the check stop before anything is sent; the right file is filed, accepted and answered to the end', async () => {
	const { account, report } = fresh.company;
	const validated = step('konturExternDraft', 'Validate', 'reportFile', 'validate');
	const spoiled = itemWith(report.fileName, Buffer.from(report.bytes.toString('latin1').replace(account.inn, '7736050003'), 'latin1'));
	const organizationId = { __rl: true, mode: 'id', value: account.organizations[0].id };
	const node = sendReport(account);
	const first = await run([validated, { ...node, parameters: { ...node.parameters, organizationId } }], spoiled);
	expect(first.json('Validate')[0].isValid).toBe(false);
	expect(first.error?.message).toBe('The check found errors; nothing was sent');
	expect(first.error?.description).toContain('7736050003');
	expect(await docflows()).toEqual([]);

	const second = await run([validated, sendReport(account), ...followUp()], fresh.company.item);
	expect(second.error?.message).toBeUndefined();
	expect(second.json('Validate')[0]).toMatchObject({ isValid: true, payerInn: account.inn });
	expect(second.json('Send Report')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect(second.json('Look')[0]).toMatchObject({ result: 'accepted', isFinished: true, severity: 'success' });
	expect(await docflows()).toHaveLength(1);
}, LONG);

test('step by step: where the check finds an error the file is replaced in its place, passes, and only the right one is signed and sent', async () => {
	const { account, report, item } = fresh.company;
	const requisites = { accountId: chosen(account.id), authorityCode: chosen('0087'), payerInn: account.inn, payerKpp: account.kpp ?? '', certificate: chosen(certificateOf(account).content) };
	const upload = step('konturExternUpload', 'Upload', 'content', 'upload', { accountId: chosen(account.id) });
	const check = step('konturExternSend', 'Check', 'draft', 'check');
	const spoiled = itemWith(report.fileName, Buffer.from(report.bytes.toString('latin1').replace(account.inn, '7736050003'), 'latin1'));
	const first = await run([upload, step('konturExternDraft', 'Create', 'draft', 'create', requisites), step('konturExternDraft', 'Add', 'document', 'add'), check], spoiled);
	expect(first.error?.message).toBe('The check found errors; nothing was sent');
	expect(first.error?.description).toContain('7736050003');
	const [{ accountId, draftId, documentId }] = first.json('Add');

	const replaced = step('konturExternDraft', 'Replace', 'document', 'put', { documentId: String(documentId) });
	const rest = [step('konturExternSign', 'Sign', 'draft', 'sign', { signWith: 'testKey' }), step('konturExternSend', 'Prepare', 'draft', 'prepare'), step('konturExternSend', 'Send', 'draft', 'send')];
	const second = await run([upload, replaced, check, ...rest, ...followUp()], { ...item, json: { accountId, draftId } });
	expect([second.error?.message, second.error?.description]).toEqual([undefined, undefined]);
	expect(second.json('Check')[0]).toMatchObject({ stageStatus: 'done', lines: [] });
	expect(second.json('Look')[0]).toMatchObject({ result: 'accepted', isFinished: true });
	const [docflow, ...others] = await docflows();
	expect(others).toEqual([]);
	const own = docflow.documents.filter(({ type }) => type === 'urn:document:fns534-report');
	expect(own).toEqual([expect.objectContaining({ filename: report.fileName, sha256: createHash('sha256').update(report.bytes).digest('hex') })]);
}, LONG);

test('a refused report goes once more under a new name, with the same number, and is accepted', async () => {
	const { account, report, item } = givenReport(sandbox, fresh.seed, { taxOffice: '0088' });
	const nodes = [sendReport(account), ...followUp(), makeCorrection, { type: 'test.edit', name: 'Edit' }, sendAgain(account, 'Send Again'), ...followUp(' Again')];
	const outcome = await run(nodes, item);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Look')[0]).toMatchObject({ result: 'refused', severity: 'failure' });
	expect(outcome.json('Make Correction')[0]).toMatchObject({ previousFileId: report.idFile, previousCorrectionNumber: 0, correctionNumber: 0 });
	expect(outcome.json('Send Again')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect(outcome.json('Look Again')[0]).toMatchObject({ result: 'accepted', isFinished: true, correctionNumber: 0 });
	expect((await docflows()).map(({ successState }) => successState.split(':').at(-1)).sort()).toEqual(['failed', 'successful']);
}, LONG);

test('a clarification leads to the next correction, which is filed once however often the workflow runs', async () => {
	const { account, item } = givenReport(sandbox, fresh.seed, { taxOffice: '0085' });
	const asked = await run([sendReport(account), ...followUp()], item);
	expect(asked.json('Look')[0]).toMatchObject({ result: 'needsCorrection', severity: 'actionNeeded' });
	const { docflowId, accountId, result } = asked.json('Look')[0];
	const answer = { ...item, json: { docflowId, accountId, result } };
	const corrected = await run([makeCorrection, sendAgain(account, 'Send Correction'), step('konturExternDocflow', 'Look', 'docflow', 'get')], answer);
	expect(corrected.error?.message).toBeUndefined();
	expect(corrected.json('Make Correction')[0]).toMatchObject({ previousCorrectionNumber: 0, correctionNumber: 1 });
	expect(corrected.json('Look')[0]).toMatchObject({ correctionNumber: 1 });
	const again = await run([makeCorrection, sendAgain(account, 'Send Correction')], answer);
	expect(again.json('Send Correction')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: true, docflowId: corrected.json('Send Correction')[0].docflowId });
	expect(await docflows()).toHaveLength(2);
}, LONG);

test.each([
	['application', 'application', ['acceptance-result-positive', 'processing-result-positive']],
	['submission', 'submission-message', ['acceptance-result-positive']],
])('what is no report goes its own way to its end: %s', async (kind, document, answers) => {
	// This office has no robot: it answers when the test does.
	const { account, item } = givenReport(sandbox, fresh.seed, { taxOffice: '0007' });
	const sent = await run([sendReport(account, { documentType: `urn:document:fns534-${document}` })], item);
	expect([sent.error?.message, sent.error?.description]).toEqual([undefined, undefined]);
	expect(sent.json('Send Report')[0]).toMatchObject({ outcome: 'filed', docflowType: `urn:docflow:fns534-${kind}` });
	const { accountId, docflowId } = sent.json('Send Report')[0];
	for (const answer of ['receipt', ...answers]) await sandbox.writeAnswer(String(docflowId), `fns534-${kind}-${answer}`);
	const followed = await run([step('konturExternDocflow', 'Process', 'reply', 'process'), step('konturExternDocflow', 'Look', 'docflow', 'get')], { json: { accountId, docflowId } });
	expect(followed.json('Process')[0]).toMatchObject({ sentCount: 1 + answers.length, open: [] });
	expect(followed.json('Look')[0]).toMatchObject({ result: 'accepted', isFinished: true });
});

test('a package that the tax office could not open has failed at once, and the report goes again under a new name', async () => {
	const { account, item } = givenReport(sandbox, fresh.seed, { taxOffice: '0007' });
	const { accountId, docflowId } = (await run([sendReport(account)], item)).json('Send Report')[0];
	await sandbox.writeAnswer(String(docflowId), 'error', { text: 'Пакет не расшифрован' });
	const again = await run([step('konturExternDocflow', 'Process', 'reply', 'process'), step('konturExternDocflow', 'Look', 'docflow', 'get'), makeCorrection, sendAgain(account, 'Send Again')], { ...item, json: { accountId, docflowId } });
	expect(again.error?.message).toBeUndefined();
	expect(again.json('Look')[0]).toMatchObject({ result: 'refused', severity: 'failure', isFinished: true });
	expect(again.json('Send Again')[0]).toMatchObject({ outcome: 'filed', alreadyFiled: false });
	expect(await docflows()).toHaveLength(2);
});

test('what the authority has not answered yet has no correction', async () => {
	// This office never answers.
	const { account, item } = givenReport(sandbox, fresh.seed, { taxOffice: '7701' });
	const outcome = await run([sendReport(account), step('konturExternDocflow', 'Look', 'docflow', 'get'), makeCorrection, sendAgain(account, 'Send Again')], item);
	expect(outcome.error?.message).toBe('The authority has not answered this report yet');
	expect(await docflows()).toHaveLength(1);
});

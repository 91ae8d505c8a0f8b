import { randomBytes } from 'node:crypto';

import { chosen, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { ofAccount } from '../stages/accounts';
import { Desk, file, receive, xmlFile, xmlOf } from './desk';

/** Scenario (j): a notification for the police, through Gosuslugi in the name of an employee. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const desk = new Desk(fresh);

const PROTOCOL = 'urn:document:mvd-notification-epgu-protocol';
const to = (authorityCode: string, more = {}) => ({ authority: 'mvd', authorityCode, ...more });
const renew = () => step('konturExternAccount', 'Renew', 'organization', 'renewGosuslugi', { signWith: 'testKey' });
const employee = () => ({ konturExternGosuslugiApi: { apiKey: randomBytes(16).toString('hex') } });
const protocolIn = ({ documents }: Awaited<ReturnType<Desk['received']>>) => JSON.stringify(documents).includes(PROTOCOL);

/** Renewing the access and filing are one workflow: the access lasts 18 hours. */
async function notified(code: string, key = employee()) {
	const told = await desk.done({ json: ofAccount(fresh.account), ...xmlFile('Уведомление') }, [renew(), file(fresh.account, to(code))], key);
	expect(told).toMatchObject({ docflowType: 'urn:docflow:mvd-notification', outcome: 'filed' });
	await desk.pass();
	return told.docflowId;
}

test('what a notification names is looked up in the handbooks', async () => {
	const regions = await desk.run({}, [step('konturExternAccount', 'Regions', 'handbook', 'getHandbook', { handbookType: 'mvd-regions-rf', returnAll: true })]);
	expect(regions.json('Regions').length).toBeGreaterThan(10);
	const office = await desk.done({}, [step('konturExternAccount', 'Office', 'handbook', 'getControlUnit', { code: chosen('660-066'), additionalFields: { ofPolice: true } })]);
	expect(office).toMatchObject({ code: '660-066' });
});

test('a notification is checked, numbered, signed and taken, and its protocol comes out', async () => {
	const docflowId = await notified('660-066');
	expect((await desk.changes()).filter((operation) => operation !== 'content-upload-start')).toEqual(
		expect.arrayContaining(['organization-gosuslugi-auth', 'draft-check', 'draft-document-data-to-sign', 'draft-signature-put', 'draft-prepare', 'draft-send']),
	);
	const told = await desk.received(docflowId);
	expect(told).toMatchObject({ result: 'accepted', nextStep: 'nothing', isFinished: true, files: [expect.any(String)] });
	expect(protocolIn(told)).toBe(true);
});

test('a refusal with details is read after the key of the same employee was renewed', async () => {
	const key = employee();
	const docflowId = await notified('770-077', key);
	await desk.pass(19 * 60);
	const hidden = await desk.received(docflowId);
	expect(hidden).toMatchObject({ result: 'refused', nextStep: 'read-refusal', files: [] });
	expect(protocolIn(hidden)).toBe(false);

	const look = [renew(), receive()];
	const item = { json: { ...ofAccount(fresh.account), docflowId: String(docflowId) } };
	expect(await desk.done(item, look, employee())).toMatchObject({ files: [] });
	const outcome = await desk.run(item, look, key);
	expect(outcome.json('Receive')[0]).toMatchObject({ result: 'refused', files: [expect.any(String)] });
	expect((await outcome.binary('Receive')).toString('latin1')).toContain('<?xml');
});

test('a refusal without details has no protocol, however often the key is renewed', async () => {
	const key = employee();
	const docflowId = await notified('770-066', key);
	const told = await desk.done({ json: { ...ofAccount(fresh.account), docflowId: String(docflowId) } }, [renew(), receive()], key);
	expect(told).toMatchObject({ result: 'refused', nextStep: 'read-refusal', isFinished: true, files: [] });
});

test('what was changed after it was signed is numbered and signed anew before it goes', async () => {
	const prepared = await desk.done(xmlFile('Уведомление'), [file(fresh.account, to('660-066', { until: 'prepared' }))]);
	const draft = { accountId: fresh.account.id, draftId: String(prepared.draftId) };
	const { documentIds } = await desk.done({ json: draft }, [step('konturExternDraft', 'Draft', 'draft', 'get')]);
	const [documentId] = Array.isArray(documentIds) ? documentIds : [];
	const corrected = { json: draft, files: { data: { bytes: xmlOf('Уведомление'), fileName: 'report.xml', mimeType: 'application/xml' } } };
	await desk.done(corrected, [
		step('konturExternUpload', 'Upload', 'content', 'upload', { accountId: chosen(fresh.account.id), file: 'data' }),
		step('konturExternDraft', 'Replace', 'document', 'put', { draftId: chosen(draft.draftId), documentId: String(documentId) }),
	]);

	const early = await desk.run({ json: draft }, [step('konturExternSend', 'Send', 'draft', 'send')]);
	expect(early.error?.message).toMatch(/./);
	expect((await sandbox.docflows()).total).toBe(0);

	const sent = await desk.done({ json: draft }, [
		step('konturExternSend', 'Check', 'draft', 'check'),
		step('konturExternSign', 'Sign', 'draft', 'sign', { signWith: 'testKey' }),
		step('konturExternSend', 'Prepare', 'draft', 'prepare'),
		step('konturExternSend', 'Send', 'draft', 'send'),
	]);
	expect(sent).toMatchObject({ outcome: 'filed', docflowType: 'urn:docflow:mvd-notification' });
	expect((await desk.changes()).filter((operation) => operation === 'draft-document-data-to-sign')).toHaveLength(2);
});

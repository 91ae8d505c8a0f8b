import type { INodeParameters } from 'n8n-workflow';

import { chosen, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { Desk, file, receive, xmlFile } from './desk';

/** Scenario (f): letters to the tax service, the statistics service and the social fund, and those that come from them. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const desk = new Desk(fresh);
const MB = 1024 * 1024;

const toTaxService = (office: string): INodeParameters => ({ authority: 'fns', authorityCode: chosen(office), region: '77' });
const toStatistics: INodeParameters = { authority: 'rosstat', authorityCode: chosen('00-87'), payerOkpo: '00032537' };

const write = (to: INodeParameters, typed: INodeParameters = {}) =>
	step('konturExternSend', 'Write', 'letter', 'send', { accountId: chosen(fresh.account.id), subject: 'О сверке', letterText: 'Просим провести сверку', signWith: 'testKey', ...to, ...typed });

test('a letter to the tax service is delivered, and the answer to it is received and answered in turn', async () => {
	const sent = await desk.done({}, [write(toTaxService('0087'))]);
	expect(await desk.received(sent.docflowId)).toMatchObject({ nextStep: 'wait', sent: [{ type: 'fns534-letter-receipt' }] });
	await desk.pass();
	expect(await desk.received(sent.docflowId)).toMatchObject({ status: 'urn:docflow-common-status:delivered', nextStep: 'wait' });

	// The real answer is a docflow of its own, within 30 days.
	const answer = await sandbox.beginDocflow(fresh.account.id, 'fns534-cu-letter', { subject: 'О сверке', answers: String(sent.docflowId) });
	const outcome = await desk.run(desk.about(answer), [receive()]);
	expect(outcome.json('Receive')[0]).toMatchObject({ subject: 'О сверке', relatedDocflowId: sent.docflowId, nextStep: 'nothing', isFinished: true });
	expect((await outcome.binary('Receive')).toString('latin1')).toContain('<?xml');

	const again = await desk.done({}, [write(toTaxService('0087'), { letterText: 'Спасибо', additionalFields: { answeredDocflowId: answer } })]);
	expect(again).toMatchObject({ outcome: 'filed', alreadyFiled: false, relatedDocflowId: answer });
});

test('a letter to the statistics service rests when it is delivered; theirs is received', async () => {
	const sent = await desk.done({}, [write(toStatistics)]);
	await desk.pass();
	expect(await desk.received(sent.docflowId)).toMatchObject({ nextStep: 'nothing', isFinished: true, result: 'accepted' });
	const theirs = await sandbox.beginDocflow(fresh.account.id, 'stat-cu-letter', { subject: 'О форме № 1-Т' });
	expect(await desk.received(theirs)).toMatchObject({ subject: 'О форме № 1-Т', sent: [{ type: 'stat-cu-letter-receipt' }], nextStep: 'nothing' });
});

test('a demand that came as a letter is moved into the table of demands', async () => {
	const letter = await sandbox.beginDocflow(fresh.account.id, 'fns534-cu-letter', { subject: 'Требование' });
	const moved = await desk.done(desk.about(letter), [step('konturExternDocflow', 'Move', 'docflow', 'update', { demandKnd: '1165013' }), step('konturExternDocflow', 'Look', 'docflow', 'get', { simplify: false })]);
	expect(moved).toMatchObject({ id: letter, description: { requisites: { 'demand-knd': '1165013' } } });
});

test('letters to a group need no receipt', async () => {
	for (const type of ['fns534-cu-broadcast', 'stat-cu-broadcast', 'fss-sedo-broadcast-message']) {
		const docflowId = await sandbox.beginDocflow(fresh.account.id, type);
		await sandbox.clearRequests();
		expect(await desk.received(docflowId)).toMatchObject({ nextStep: 'nothing', sent: [] });
		expect((await desk.changes()).filter((operation) => operation?.startsWith('reply'))).toEqual([]);
	}
});

test('an appeal of the social fund is received, and its answer goes as a file of the fund\'s own format', async () => {
	const appeal = await sandbox.beginDocflow(fresh.account.id, 'fss-sedo-appeal');
	expect(await desk.received(appeal)).toMatchObject({ nextStep: 'wait-for-documents' });
	await desk.pass();
	expect(await desk.received(appeal)).toMatchObject({ nextStep: 'answer', sent: [{ type: 'fss-sedo-appeal-read-receipt' }] });

	const filing = { authority: 'sedo', authorityCode: 'SEDO-TEST', payerSfrNumber: '087-108-123456', documentType: 'urn:document:fss-sedo-appeal-reply-request' };
	const reply = await desk.done(xmlFile('appealReply'), [file(fresh.account, filing)]);
	await desk.pass();
	expect(await desk.received(reply.docflowId)).toMatchObject({ docflowType: 'urn:docflow:fss-sedo-appeal-reply', result: 'accepted', nextStep: 'nothing', sent: [{ type: 'fss-sedo-appeal-reply-read-receipt' }] });
});

test('a refused letter: the notice is confirmed, and says why', async () => {
	const sent = await desk.done({}, [write(toTaxService('0088'))]);
	await desk.received(sent.docflowId);
	await desk.pass();
	const outcome = await desk.run(desk.about(sent.docflowId), [receive()]);
	expect(outcome.json('Receive')[0]).toMatchObject({ nextStep: 'read-refusal', result: 'refused', sent: [{ type: 'fns534-letter-receipt' }], status: 'urn:docflow-common-status:response-processed' });
	expect((await outcome.binary('Receive')).length).toBeGreaterThan(0);
});

test('a table that is too large for a letter is told before anything is sent; as PDF it goes in parts', async () => {
	const large = (fileName: string) => ({ files: { data: { bytes: Buffer.alloc(5 * MB, 'x'), fileName, mimeType: 'application/octet-stream' } } });
	const node = write(toTaxService('0087'), { attachments: 'data' });
	const outcome = await desk.run(large('Реестр.xlsx'), [node]);
	expect(outcome.error?.message).toBe('Attachments of the letter are too large or empty');
	expect(outcome.error?.description).toMatch(/Реестр\.xlsx: The file is larger than 4 MB/);
	expect(await desk.changes()).toEqual([]);
	const divided = await desk.run(large('Реестр.pdf'), [node]);
	expect(divided.json('Write').map(({ part, outcome: told }) => [part, told])).toEqual([[1, 'filed'], [2, 'filed']]);
});

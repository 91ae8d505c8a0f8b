import type { INodeParameters } from 'n8n-workflow';

import { type ItemIn, type NodeOnCanvas, runWorkflow } from '../engine';
import { certificateOf, chosen, credentialsOf, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { waitForAuthority } from '../waiting';

/** Scenario (g): a demand comes, is taken in, answered with documents, and followed to its end. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

beforeEach(async () => {
	await sandbox.setClock({ speed: 120 });
});

const docflow = (name: string, resource: string, operation: string, typed: INodeParameters = {}) => step('konturExternDocflow', name, resource, operation, { accountId: chosen(fresh.account.id), ...typed });
const findDemands = () => docflow('Find', 'docflow', 'getAll', { type: ['urn:docflow:fns534-demand'] });
const accept = (typed: INodeParameters = {}) => docflow('Accept', 'demand', 'accept', typed);
const processReplies = () => docflow('Process', 'reply', 'processMany');
const wait = (name: string) => ({ type: 'test.wait', name, parameters: {} });

async function run(nodes: NodeOnCanvas[], item: ItemIn = {}) {
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item], extraNodes: { 'test.wait': waitForAuthority(sandbox) } });
}

/** The tax office demands something: in the place of the robot, the test tools do. */
async function givenDemand() {
	const { account } = fresh;
	const typed = { accountId: chosen(account.id), senderInn: account.inn, senderKpp: account.kpp ?? '', payerInn: account.inn, payerKpp: account.kpp ?? '', knds: ['1165013'] };
	const outcome = await run([step('konturExternAccount', 'Generate', 'testStand', 'generateDemand', typed)]);
	expect(outcome.error?.message).toBeUndefined();
}

const kinds = async () => (await sandbox.docflows()).docflows.map(({ type, status, successState }) => `${type.replace('urn:docflow:', '')} ${status} ${successState}`).sort();

test('the demand is found, accepted and answered with two scans, and both docflows come to their end', async () => {
	await givenDemand();
	const accepted = await run([findDemands(), accept()]);
	expect(accepted.error?.message).toBeUndefined();
	const [{ json: demand, binary }] = accepted.output('Accept');
	expect(demand).toMatchObject({ outcome: 'accepted', demandForm: 'Demand for documents', wantsDocuments: true, workingDaysLeft: expect.any(Number) });
	expect(binary?.demand_1).toMatchObject({ mimeType: 'application/pdf' });

	// The table of demands: who works on it, how urgent it is.
	const [{ assigneeId }] = (await run([docflow('People', 'demand', 'getAssignees')], { json: demand })).json('People');
	const noted = await run([docflow('Note', 'demand', 'update', { comment: 'до пятницы', commentColor: 'red', demandStatus: 'in-progress', assigneeId: chosen(String(assigneeId)), additionalFields: { labels: 'срочно' } }), docflow('Read', 'document', 'get')], { json: demand });
	expect(noted.json('Read')[0].requisites).toMatchObject({ comment: { text: 'до пятницы' }, 'demand-status': 'in-progress', labels: [{ name: 'срочно' }], assignees: [{ id: assigneeId }] });

	// An accountant puts the scans into a folder, and n8n reads them into the item.
	const scans = { contract: '1.01 Договор поставки № 5.pdf', act: '1.02 Акт сверки.pdf' };
	const files = Object.fromEntries(Object.entries(scans).map(([field, fileName]) => [field, { bytes: Buffer.from(`%PDF-1.4 ${fileName}`), fileName, mimeType: 'application/pdf' }]));
	const answered = await run(
		[
			docflow('Answer', 'demand', 'answer', { files: Object.keys(files).join(', ') }),
			wait('Some minutes'),
			docflow('Sent', 'inventory', 'getAll', { relatedDocflowId: '={{ $json.relatedDocflowId }}', relatedDocumentId: '={{ $json.relatedDocumentId }}' }),
			processReplies(),
		],
		{ json: demand, files },
	);
	expect(answered.error?.message).toBeUndefined();
	expect(answered.json('Answer')).toEqual([expect.objectContaining({ outcome: 'filed', relatedDocflowId: demand.docflowId, relatedDocumentId: demand.documentId, inventoryCount: 1 })]);
	expect(answered.json('Sent')).toEqual([expect.objectContaining({ result: 'accepted', resultLabel: 'Accepted' })]);
	expect(answered.json('Process')).toEqual([expect.objectContaining({ docflowId: answered.json('Answer')[0].inventoryId, sentCount: 2, open: [], isFinished: true })]);
	expect(await kinds()).toEqual(['fns534-demand finished successful', 'fns534-inventory finished successful']);

	const again = await run([findDemands()]);
	expect(again.json('Find')).toEqual([expect.objectContaining({ isFinished: true })]);
	expect(again.json('Find')[0]).not.toHaveProperty('deadline');
});

test('explanations to a report that went through another operator are a submission of their own', async () => {
	const { account } = fresh;
	const parties = { authorityCode: '0087', payerInn: account.inn, payerKpp: account.kpp ?? '', certificate: chosen(certificateOf(account).content), additionalFields: { reportFileId: 'NO_NDS_0087_0087_7712345678771201001_20260401_1' } };
	const sent = await run(
		[
			step('konturExternDraft', 'Builder', 'builder', 'create', { accountId: chosen(account.id), ...parties }),
			step('konturExternDraft', 'Document', 'builderDocument', 'create', { claimItemNumber: '2.01', documentName: 'Пояснения' }),
			step('konturExternUpload', 'Upload', 'content', 'upload'),
			step('konturExternDraft', 'File', 'builderFile', 'create'),
			step('konturExternDraft', 'Build', 'builder', 'build'),
			step('konturExternSign', 'Sign', 'draft', 'sign', { signWith: 'testKey' }),
			step('konturExternSend', 'Send', 'draft', 'send'),
			wait('Some minutes'),
			processReplies(),
		],
		{ files: { data: { bytes: Buffer.from('%PDF-1.4 пояснения'), fileName: 'Пояснения.pdf', mimeType: 'application/pdf' } } },
	);
	expect(sent.error?.message).toBeUndefined();
	expect(sent.json('Send')).toEqual([expect.objectContaining({ outcome: 'filed', docflowType: 'urn:docflow:fns534-submission' })]);
	expect(sent.json('Process')).toEqual([expect.objectContaining({ open: [], isFinished: true, result: 'accepted' })]);
});

test('a demand that nobody here can open, and an answer that does not fit, are told before anything of it is sent', async () => {
	const [, stranger] = fresh.seed.accounts;
	await sandbox.setEncryption({ certificate: stranger.certificates.find(({ note }) => note === 'valid')?.content });
	await givenDemand();
	await sandbox.clearRequests();
	const stopped = await run([findDemands(), accept()]);
	const [told] = stopped.json('Accept');
	expect(told).toMatchObject({ outcome: 'decisionNeeded', outcomeLabel: 'A person has to decide', reasons: [{ code: '0100300003', codeLabel: 'Encrypted for another recipient' }], deadline: told.receiptDeadline, problem: expect.stringContaining('nothing was confirmed') });
	expect(await sandbox.operations()).not.toContain('reply-send');

	// The accountant decides to refuse it.
	const refused = await run([accept({ onGround: 'refuse' }), wait('Some minutes')], { json: told });
	expect(refused.json('Accept')).toEqual([expect.objectContaining({ outcome: 'refused' })]);
	expect(await kinds()).toEqual(['fns534-demand finished successful']);

	// The tax office sends it anew, now rightly; the first answer has a file that no inspector could open.
	await sandbox.setEncryption({ certificate: fresh.account.certificates.find(({ note }) => note === 'valid')?.content });
	await givenDemand();
	const [next] = (await run([findDemands()])).json('Find').filter(({ isFinished }) => !isFinished);
	const [demand] = (await run([accept()], { json: next })).json('Accept');
	await sandbox.clearRequests();
	const wrong = await run([docflow('Answer', 'demand', 'answer', { claimItemNumber: '1.01' })], { json: demand, files: { data: { bytes: Buffer.from('PK'), fileName: 'Реестр.xlsx' } } });
	expect(wrong.error?.message).toBe('The files do not fit; nothing was sent');
	expect(wrong.error?.description).toContain('Реестр.xlsx: A scan is a file of type jpg, pdf, png or tiff');
	expect((await sandbox.requests()).filter(({ method }) => method !== 'GET')).toEqual([]);
});

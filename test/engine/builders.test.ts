import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { encode } from 'iconv-lite';

import { runWorkflow, type ItemIn, type NodeOnCanvas } from './engine';
import { credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages } from './stages';
import { addBuilderDocument, addBuilderFile } from './stages/builders';

const fresh = freshSandbox();
const { sandbox } = fresh;

const LETTER = 'urn:drafts-builder:fns534-letter';

const builder = (operation: string, typed: INodeParameters = {}) => step('konturExternDraft', `Builder ${operation}`, 'builder', operation, typed);
const builderDocument = (operation: string, typed: INodeParameters = {}) => step('konturExternDraft', `Document ${operation}`, 'builderDocument', operation, typed);
const builderFile = (operation: string, typed: INodeParameters = {}) => step('konturExternDraft', `File ${operation}`, 'builderFile', operation, typed);
const upload = step('konturExternUpload', 'Upload', 'content', 'upload');
const sign = step('konturExternSign', 'Sign', 'draft', 'sign', { signWith: 'testKey' });
const send = step('konturExternSend', 'Send', 'draft', 'send');

const payer = () => ({ authorityCode: '0087', payerInn: fresh.account.inn, payerKpp: fresh.account.kpp ?? '' });

async function run(nodes: NodeOnCanvas[], item: ItemIn) {
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] });
}

async function given(stage: string): Promise<ItemIn & { json: IDataObject }> {
	const item = await stages[stage](await Service.of(sandbox, fresh.seed), fresh.account);
	await sandbox.clearRequests();
	return item;
}

const asked = async (operation: string) => (await sandbox.requests()).filter((request) => request.operation === operation);

/** A builder with one document that can be packed and one without files. */
async function givenHalfFilledBuilder() {
	const item = await given('a builder with a file');
	const service = await Service.of(sandbox, fresh.seed);
	const draftsBuilderId = String(item.json.draftsBuilderId);
	const documentId = await addBuilderDocument(service, fresh.account, draftsBuilderId, 'Таблица');
	await addBuilderFile(service, fresh.account, { draftsBuilderId, documentId }, 'Таблица.exe');
	return item;
}

describe('an answer to a demand', () => {
	test('goes from the demand to its docflow with hardly anything typed in', async () => {
		const demand = await given('a demand to answer with files');
		const scan = { bytes: Buffer.from('%PDF-1.4 page'), fileName: 'Договор.pdf' };
		const nodes = [builder('create', payer()), builderDocument('create', { claimItemNumber: '1.01', documentName: 'Договор' }), upload, builderFile('create'), builder('checkDocuments'), builder('build'), sign, send];
		const outcome = await run(nodes, { ...demand, files: { data: scan } });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Builder create')[0]).toMatchObject({ builderStatus: 'new', builderStatusLabel: 'New', builderType: 'urn:drafts-builder:fns534-inventory', builderTypeLabel: 'Reply to a tax demand (inventory)', payerInn: fresh.account.inn });
		expect(outcome.json('File create')[0]).toMatchObject({ fileName: 'Договор.pdf', hasSignature: false });
		expect(outcome.json('Builder checkDocuments')[0]).toMatchObject({ taskState: 'succeed', lines: [] });
		const [built] = outcome.json('Builder build');
		expect(built).toMatchObject({ taskState: 'succeed', draftIds: [built.draftId], draftCount: 1, alreadyBuilt: false, lines: [] });
		expect(built).not.toHaveProperty('documentId');
		expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed', docflowType: 'urn:docflow:fns534-inventory' });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('names the demand, or a report that went another way, but not both', async () => {
		const demand = await given('a demand to answer with files');
		await run([builder('create', payer())], demand);
		await run([builder('create', { ...payer(), additionalFields: { reportFileId: 'NO_PRIB_1' } })], demand);
		await run([builder('create', { ...payer(), additionalFields: { reportFileId: 'NO_PRIB_1' } })], { json: { accountId: fresh.account.id, certificate: demand.json.certificate } });
		const bodies = (await asked('drafts-builder-create')).map(({ body }) => Object(body)['builder-data']);
		expect(bodies).toEqual([
			{ 'related-document': { 'related-docflow-id': demand.json.docflowId, 'related-document-id': demand.json.documentId } },
			{ 'id-file-osn': 'NO_PRIB_1' },
			{ 'id-file-osn': 'NO_PRIB_1' },
		]);
	});

	test('with a wrong item of the demand is stopped before it is sent', async () => {
		const outcome = await run([builderDocument('create', { claimItemNumber: '3.1' })], await given('an empty builder'));
		expect(outcome.error?.message).toContain('Claim Item Number: "3.1" does not look right');
		expect(await asked('drafts-builder-document-create')).toEqual([]);
	});
});

test('a letter is its text with a subject and an address, and becomes a draft', async () => {
	const { json } = await given('an account');
	const nodes = [
		builder('create', { builderType: LETTER, ...payer(), region: '77', subject: 'О сверке', additionalFields: { city: 'Москва', street: 'Мясницкая', postalCode: '101000' } }),
		builderDocument('create', { builderType: LETTER, letterDocumentKind: 'letter' }),
		upload,
		builderFile('create', { builderType: LETTER, additionalFields: { fileOrder: 1 } }),
		builder('build'),
	];
	const outcome = await run(nodes, { json, files: { data: { bytes: encode('Просим провести сверку', 'win1251'), fileName: 'письмо.txt' } } });
	expect(outcome.error?.message).toBeUndefined();
	const [opened] = await asked('drafts-builder-create');
	expect(Object(opened.body)['builder-data']).toEqual({ subject: 'О сверке', address: { region: '77', city: 'Москва', street: 'Мясницкая', index: '101000' } });
	const [added] = await asked('drafts-builder-file-create');
	expect(Object(added.body).meta).toEqual({ 'file-name': 'письмо.txt', 'builder-data': { 'attachment-file-order': 1 } });
	expect(outcome.json('Builder build')).toHaveLength(1);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

describe('a builder of another type', () => {
	test.each([
		['urn:drafts-builder:business-registration', { 'registration-ifns-code': '0007' }, '0007', '{ "registration-info": { "applicant-infos": [{ "fio": { "surname": "Иванова", "name": "Анна" } }] } }'],
		['urn:drafts-builder:pfr-report', { 'upfr-code': '087-108' }, '087-108', '{}'],
		['urn:drafts-builder:stat-letter', { 'togs-code': '77-00' }, '77-00', '{}'],
	])('%s knows its authority and takes its data as JSON', async (builderType, recipient, authorityCode, builderData) => {
		const outcome = await run([builder('create', { builderType, ...payer(), authorityCode, builderData })], await given('an account'));
		expect(outcome.error?.message).toBeUndefined();
		const [{ body }] = await asked('drafts-builder-create');
		const data = JSON.parse(builderData);
		expect(body).toMatchObject({ 'builder-type': builderType, recipient });
		expect(Object(body)['builder-data']).toEqual(Object.keys(data).length > 0 ? data : undefined);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('that this package does not know passes as it is', async () => {
		const { json } = await given('an account');
		const builderType = 'urn:drafts-builder:of-tomorrow';
		const typed = { builderType: '={{ $json.kind }}', ...payer(), builderData: '{ "new": true }', additionalFields: { authority: 'sfr', payerSfrNumber: '1234567890' } };
		const outcome = await run([builder('create', typed)], { json: { ...json, kind: builderType } });
		const [{ body }] = await asked('drafts-builder-create');
		expect(body).toMatchObject({ 'builder-type': builderType, 'builder-data': { new: true }, recipient: { 'sfr-code': '0087' }, payer: { 'registration-number-sfr': '1234567890' } });
		expect(outcome.error?.message).toContain(builderType);
	});

	test('whose data is no object is stopped', async () => {
		const typed = { builderType: 'urn:drafts-builder:pfr-report', ...payer(), builderData: '[1]' };
		const outcome = await run([builder('create', typed)], await given('an account'));
		expect(outcome.error?.message).toContain('Builder Data must be a JSON object');
		expect(await asked('drafts-builder-create')).toEqual([]);
	});
});

describe('documents that cannot be packed', () => {
	test('stop the workflow before the build, by the names of their files', async () => {
		const item = await givenHalfFilledBuilder();
		const stopped = await run([builder('checkDocuments'), builder('build')], item);
		expect(stopped.error?.message).toBe('Documents of the builder cannot be packed');
		expect(stopped.error?.description).toContain('Таблица.exe');
		expect(await asked('drafts-builder-build')).toEqual([]);

		const wentOn = await run([builder('checkDocuments', { additionalFields: { goOnWithErrors: true } })], item);
		expect(wentOn.json('Builder checkDocuments')[0]).toMatchObject({ lines: [{ level: 'error', file: 'Таблица.exe', text: expect.stringMatching(/[а-я]/), documentId: expect.any(String) }] });
	});

	test('and were built without stop the workflow too, so that no half of an answer is sent', async () => {
		const item = await givenHalfFilledBuilder();
		const stopped = await run([builder('build'), sign], item);
		expect(stopped.error?.message).toBe('Some documents are in none of the drafts');
		expect(stopped.error?.description).toMatch(/new builder.*Таблица\.exe/s);
		expect(stopped.output('Sign')).toEqual([]);

		const again = await run([builder('build'), sign], item);
		expect(again.error?.message).toBe('Some documents are in none of the drafts');
		expect(again.error?.description).toMatch(/Таблица\.exe: An earlier build left it out/);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('can be left out on purpose', async () => {
		const outcome = await run([builder('build', { additionalFields: { goOnWithErrors: true } })], await givenHalfFilledBuilder());
		expect(outcome.json('Builder build')).toEqual([expect.objectContaining({ draftCount: 1, lines: [expect.objectContaining({ file: 'Таблица.exe' })] })]);
	});

	test('all of them make no draft, and the builder can still be mended', async () => {
		const item = await given('a builder with an empty document');
		const stopped = await run([builder('build', { additionalFields: { goOnWithErrors: true } })], item);
		expect(stopped.error?.message).toBe('No draft was built');
		const again = await run([builder('get')], item);
		expect(again.json('Builder get')[0].builderStatus).toBe('new');
	});
});

describe('a build', () => {
	test('that is only tried does nothing', async () => {
		const outcome = await run([builder('build', { dryRun: true })], await given('a builder to build'));
		expect(outcome.json('Builder build')[0]).toMatchObject({ dryRun: true });
		expect(await asked('drafts-builder-build')).toEqual([]);
	});

	test('that runs already is joined', async () => {
		await sandbox.setClock({ speed: 1 });
		const item = await given('a builder being built');
		const outcome = await run([builder('build')], item);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Builder build')[0]).toMatchObject({ draftCount: 1, taskId: item.json.taskId });
	});

	test('whose answer was lost, or that was done before, yields the same drafts', async () => {
		const item = await given('a builder to build');
		await sandbox.fault({ operation: 'drafts-builder-build', times: 1, after: true, action: { disconnect: true } });
		const lost = await run([builder('build')], item);
		expect(lost.error?.message).toContain('not known whether this was done');
		const first = await run([builder('build')], item);
		const second = await run([builder('build')], item);
		expect(second.json('Builder build')[0]).toMatchObject({ alreadyBuilt: true, lines: [] });
		expect(second.json('Builder build')[0].draftIds).toEqual(first.json('Builder build')[0].draftIds);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('that takes longer than was waited for names its task', async () => {
		const item = await given('a builder to build');
		const outcome = await run([builder('build', { options: { waitUpTo: 0 } }), builder('getTask')], item);
		expect(outcome.json('Builder build')[0]).toMatchObject({ taskState: 'running', taskId: expect.any(String) });
		expect(outcome.json('Builder getTask')[0]).toMatchObject({ taskId: outcome.json('Builder build')[0].taskId, taskType: 'urn:task-type:draftBuilderBuild' });
	});
});

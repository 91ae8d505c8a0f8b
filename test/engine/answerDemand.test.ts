import type { INodeParameters } from 'n8n-workflow';
import { encode } from 'iconv-lite';

import { runWorkflow } from './engine';
import { credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service } from './stages';
import { demanded, documentOf, timePasses } from './stages/docflows';
import type { FileOfItem } from './workflow';

/** A demand of the tax office is answered with documents, with one node. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const scan = (fileName: string, content = fileName): FileOfItem => ({ bytes: Buffer.from(`%PDF-1.4 ${content}`), fileName, mimeType: 'application/pdf' });
const xml = (fileName: string): FileOfItem => ({ bytes: encode('<?xml version="1.0" encoding="windows-1251"?><Файл ИдФайл="ON_SCHFDOPPR_1"/>', 'win1251'), fileName, mimeType: 'application/xml' });
const row = (files: string, more: object = {}) => ({ files, claimItemNumber: '1.01', ...more });

async function givenDemand(taxOffice?: string) {
	const { account, seed } = fresh;
	const demand = await demanded(await Service.of(sandbox, seed), account, taxOffice);
	await sandbox.clearRequests();
	return { accountId: account.id, docflowId: demand.id, documentId: documentOf(demand, 'fns534-demand-attachment').id };
}

async function run(json: object, files: Record<string, FileOfItem>, typed: INodeParameters = {}, more: ReturnType<typeof step>[] = []) {
	const answer = step('konturExternDocflow', 'Answer', 'demand', 'answer', { files: Object.keys(files).join(','), ...typed });
	return await runWorkflow({ nodes: [answer, ...more], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ json: { ...json }, files }] });
}

const described = (...documents: object[]): INodeParameters => ({ files: '', additionalFields: { documents: { document: documents.map((one) => ({ ...one })) } } });
const changes = async () => (await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => operation);
const inventories = async () => (await sandbox.docflows()).docflows.filter(({ type }) => type === 'urn:docflow:fns534-inventory');

test('files go from the demand to the inventory with hardly anything typed in', async () => {
	const json = await givenDemand();
	const outcome = await run(json, { contract: scan('1.01 Договор поставки.pdf'), invoice: xml('2.01 ON_SCHFDOPPR.xml') });
	expect(outcome.error?.message).toBeUndefined();
	const [sent, ...others] = outcome.json('Answer');
	expect(others).toEqual([]);
	const [inventory] = await inventories();
	expect(sent).toMatchObject({
		accountId: json.accountId,
		docflowId: inventory.id,
		inventoryId: inventory.id,
		relatedDocflowId: json.docflowId,
		relatedDocumentId: json.documentId,
		outcome: 'filed',
		alreadySent: false,
		inventoryCount: 1,
		inventoryIds: [inventory.id],
		result: 'waiting',
		authority: 'FNS 0087',
		lines: [],
	});
	expect(inventory.documents.filter(({ type }) => type === 'urn:document:fns534-inventory-attachment').map(({ filename }) => filename)).toEqual(['1.01 Договор поставки.pdf', 'ON_SCHFDOPPR_1.xml']);
	const details = (await sandbox.requests()).filter(({ operation }) => operation === 'drafts-builder-document-put').map(({ body }) => Object(body)['builder-data']);
	expect(details).toEqual([
		{ 'claim-item-number': '1.01', type: 'scanned', 'scanned-document-name': 'Договор поставки', 'background-processing': { 'total-file-count': 1 } },
		{ 'claim-item-number': '2.01', type: 'formalized', 'background-processing': { 'total-file-count': 1 } },
	]);
});

test('the same files are not sent a second time, in whatever order they come', async () => {
	const json = await givenDemand();
	const files = { a: scan('1.01 A.pdf'), b: scan('1.02 B.pdf') };
	const [first] = (await run(json, files)).json('Answer');
	await sandbox.clearRequests();
	const [again] = (await run(json, { b: files.b, a: files.a })).json('Answer');
	expect(again).toMatchObject({ inventoryId: first.inventoryId, alreadySent: true, outcome: 'filed' });
	expect(await inventories()).toHaveLength(1);
	// Only the start of a build, which is refused: it was built.
	expect(await changes()).toEqual(['drafts-builder-build']);
});

test('other files are sent only where that is wanted', async () => {
	const json = await givenDemand();
	await run(json, { a: scan('1.01 A.pdf') });
	await sandbox.clearRequests();
	const stopped = await run(json, { b: scan('1.02 B.pdf') });
	expect(stopped.error?.message).toContain('was answered before, with other documents');
	expect(await changes()).toEqual([]);
	const [added] = (await run(json, { b: scan('1.02 B.pdf') }, { additionalFields: { answerAgain: true } })).json('Answer');
	expect(added).toMatchObject({ outcome: 'filed', alreadySent: false });
	expect(await inventories()).toHaveLength(2);
});

test('what the tax office refused is sent anew: corrected files at once, the same ones where that is wanted', async () => {
	const refusingOffice = '0088';
	const json = await givenDemand(refusingOffice);
	const service = await Service.of(sandbox, fresh.seed);
	const files = { a: scan('1.01 A.pdf') };
	const [first] = (await run(json, files)).json('Answer');
	await timePasses(service);
	const [told] = (await run(json, files)).json('Answer');
	expect(told).toMatchObject({ inventoryId: first.inventoryId, alreadySent: true, result: 'refused' });
	expect(await inventories()).toHaveLength(1);

	const corrected = await run(json, { a: scan('1.01 A.pdf', 'legible') });
	expect(corrected.error?.message).toBeUndefined();
	expect(corrected.json('Answer')).toEqual([expect.objectContaining({ outcome: 'filed', alreadySent: false })]);
	expect(await inventories()).toHaveLength(2);

	const again = await run(json, files, { additionalFields: { answerAgain: true } });
	expect(again.error?.message).toBeUndefined();
	expect(again.json('Answer')).toEqual([expect.objectContaining({ outcome: 'filed', alreadySent: false })]);
	expect(again.json('Answer')[0].inventoryId).not.toBe(first.inventoryId);
	expect(await inventories()).toHaveLength(3);
});

test('what is too much for one draft, or belongs to another group, goes in several inventories, and each is followed', async () => {
	const json = await givenDemand();
	const pages = Object.fromEntries(Array.from({ length: 60 }, (_, page) => [`p${page}`, scan(`Том ${page}.pdf`)]));
	const files = { ...pages, act: scan('Акт.pdf'), photo: { bytes: Buffer.from([0xff, 0xd8, 0xff]), fileName: 'Фото.jpg', mimeType: 'image/jpeg' } };
	const half = (from: number, to: number) => Object.keys(pages).slice(from, to).join(', ');
	const getMany = step('konturExternDocflow', 'Sent', 'inventory', 'getAll', { relatedDocflowId: '={{ $json.relatedDocflowId }}', relatedDocumentId: '={{ $json.relatedDocumentId }}', returnAll: true });
	const outcome = await run(json, files, described(row(half(0, 50), { name: 'Том 1' }), row(half(50, 60), { name: 'Том 2' }), row('act', { groupLabel: 'акты' }), row('photo', { claimItemNumber: '2.01', groupLabel: 'акты' })), [getMany]);
	expect(outcome.error?.message).toBeUndefined();
	const sent = outcome.json('Answer');
	expect(sent).toHaveLength(2);
	expect(sent.map(({ inventoryCount }) => inventoryCount)).toEqual([2, 2]);
	expect(new Set(sent.map(({ inventoryId }) => inventoryId)).size).toBe(2);
	expect(new Set(outcome.json('Sent').map(({ inventoryId }) => inventoryId))).toEqual(new Set(sent.map(({ inventoryId }) => inventoryId)));
	expect((await inventories()).map(({ documents }) => documents.filter(({ type }) => type.endsWith('attachment')).length).sort()).toEqual([2, 60].sort());
});

test('a counterparty\'s signature goes along with its file', async () => {
	const json = await givenDemand();
	const files = { act: scan('Акт.pdf'), sgn: { bytes: Buffer.from('signature'), fileName: 'Акт.sgn', mimeType: 'application/pgp-signature' } };
	const outcome = await run(json, files, described(row('act', { signature: 'sgn', kind: 'scanned' })));
	expect(outcome.error?.message).toBeUndefined();
	const [{ body }] = (await sandbox.requests()).filter(({ operation }) => operation === 'drafts-builder-file-put');
	expect(Object(body)['base64-signature-content']).toBe(Buffer.from('signature').toString('base64'));
});

test('a power of attorney is named in every draft', async () => {
	const json = await givenDemand();
	const powerOfAttorneyId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
	const outcome = await run(json, { a: scan('1.01 A.pdf') }, { additionalFields: { powerOfAttorneyId } });
	expect(outcome.error?.message).toBeUndefined();
	const named = (await sandbox.requests()).filter(({ operation }) => operation === 'draft-meta-update').map(({ body }) => Object(body)['additional-info']);
	expect(named).toEqual([{ 'machine-readable-warrant-id': powerOfAttorneyId }]);
});

describe('files that do not fit', () => {
	test('are told all at once, each by its name, before anything is asked', async () => {
		const json = await givenDemand();
		const files = { a: scan('Договор.pdf'), b: { bytes: Buffer.from('x'), fileName: '1.02 Таблица.xlsx' }, c: { bytes: Buffer.alloc(0), fileName: '1.03 Пустой.pdf' }, d: scan('3.01 Странный.pdf') };
		const outcome = await run(json, files);
		expect(outcome.error?.message).toBe('The files do not fit; nothing was sent');
		for (const told of ['Договор.pdf: The item of the demand is missing', '1.02 Таблица.xlsx: A scan is a file of type', '1.03 Пустой.pdf: The file is empty', '3.01 Странный.pdf: The item of the demand is missing']) expect(outcome.error?.description).toContain(told);
		expect((await sandbox.requests()).filter(({ service }) => service === 'api')).toEqual([]);
	});

	test('and only the service finds out, stop before the build', async () => {
		const json = await givenDemand();
		const broken = { bytes: Buffer.from('no xml'), fileName: '1.01 счёт.xml' };
		const outcome = await run(json, { a: scan('1.02 A.pdf'), b: broken });
		expect(outcome.error?.message).toBe('Documents of the answer cannot be packed; nothing was sent');
		expect(outcome.error?.description).toContain('1.01 счёт.xml');
		expect(await changes()).not.toContain('drafts-builder-build');
		// Corrected, the whole answer goes out.
		const again = await run(json, { a: scan('1.02 A.pdf'), b: xml('1.01 счёт.xml') });
		expect(again.json('Answer')).toEqual([expect.objectContaining({ outcome: 'filed' })]);
	});

	test('can be left out on purpose', async () => {
		const json = await givenDemand();
		const broken = { bytes: Buffer.from('no xml'), fileName: '1.01 счёт.xml' };
		const outcome = await run(json, { a: scan('1.02 A.pdf'), b: broken }, { additionalFields: { goOnWithErrors: true } });
		expect(outcome.json('Answer')).toEqual([expect.objectContaining({ outcome: 'filed', lines: [expect.objectContaining({ level: 'error', file: '1.01 счёт.xml' })] })]);
	});
});

test('a dry run looks at the files and the demand, and sends nothing', async () => {
	const json = await givenDemand();
	const outcome = await run(json, { a: scan('1.01 A.pdf'), b: scan('1.02 B.pdf') }, { dryRun: true });
	expect(outcome.json('Answer')).toEqual([expect.objectContaining({ ...json, dryRun: true, wouldDo: expect.stringContaining('Send 2 documents (2 files) to 0087') })]);
	expect(await changes()).toEqual([]);
});

test('a build that takes longer than was waited for is gone on with by the next run', async () => {
	await sandbox.setClock({ speed: 1 });
	const json = await givenDemand();
	const files = { a: scan('1.01 A.pdf') };
	const first = (await run(json, files, { options: { waitUpTo: 0 } })).json('Answer');
	expect(first).toEqual([expect.objectContaining({ outcome: 'waiting', waitingFor: 'build', taskId: expect.any(String) })]);
	await timePasses(await Service.of(sandbox, fresh.seed));
	await sandbox.setClock({ speed: 60 });
	expect((await run(json, files)).json('Answer')).toEqual([expect.objectContaining({ outcome: 'filed' })]);
	expect(await inventories()).toHaveLength(1);
});

test('a lost answer to sending is looked up, and nothing is sent twice', async () => {
	const json = await givenDemand();
	await sandbox.fault({ operation: 'draft-send', times: 1, after: true, action: { disconnect: true } });
	const outcome = await run(json, { a: scan('1.01 A.pdf') });
	expect(outcome.json('Answer')).toEqual([expect.objectContaining({ outcome: 'filed', alreadySent: false })]);
	expect(await inventories()).toHaveLength(1);
});

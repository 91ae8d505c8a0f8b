import type { INodeParameters } from 'n8n-workflow';
import { createHash } from 'node:crypto';

import { unzipSync } from 'fflate';

import { runWorkflow, type ItemIn, type WorkflowOutcome } from './engine';
import { credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages } from './stages';
import { demanded, filedReport, timePasses } from './stages/docflows';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const archive = (typed: INodeParameters = {}) => step('konturExternDocflow', 'Archive', 'docflow', 'archive', typed);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const service = async () => await Service.of(sandbox, fresh.seed);
const itemOf = (docflowId: string, more: Partial<ItemIn> = {}): ItemIn => ({ ...more, json: { accountId: fresh.account.id, docflowId, ...more.json } });

interface WireDocflow {
	readonly documents: ReadonlyArray<{ readonly id: string; readonly signatures: ReadonlyArray<{ readonly id: string }>; readonly content: { readonly 'docflow-document-contents': ReadonlyArray<{ readonly 'content-id': string; readonly encrypted: boolean }> } }>;
}

/** The only content of a document that there is no plain one of. */
function sealedContentOf({ documents }: WireDocflow): string {
	const contents = documents.map(({ content }) => content['docflow-document-contents']).find((all) => all.length > 0 && all.every(({ encrypted }) => encrypted));
	if (!contents) throw new Error('Every document has a plain content');
	return contents[0]['content-id'];
}

/** A report that the tax office has accepted, its answers encrypted. */
async function givenReport(): Promise<ItemIn> {
	const { id } = await filedReport(await service(), fresh.account);
	await timePasses(await service());
	return itemOf(id);
}

async function run(items: ItemIn[], typed: INodeParameters = {}): Promise<WorkflowOutcome> {
	return await runWorkflow({ nodes: [archive(typed)], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items });
}

/** What is in the ZIP, by path. */
async function zipped(outcome: WorkflowOutcome): Promise<Record<string, Buffer>> {
	expect(outcome.error?.message).toBeUndefined();
	const files = unzipSync(await outcome.binary('Archive'));
	return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes)]));
}

interface Index {
	docflows: Array<{ docflowId: string; folder: string; problem?: string; files: Array<Record<string, unknown>> }>;
}

const indexIn = (files: Record<string, Buffer>): Index => JSON.parse(files['index.json'].toString());

describe('one ZIP', () => {
	test('holds documents, signatures, printed forms and an index that fits them', async () => {
		const item = await givenReport();
		const outcome = await run([item], { signWith: 'testKey', additionalFields: { table: true }, options: { labelLanguage: 'ru' } });
		const files = await zipped(outcome);
		const { docflows } = indexIn(files);
		expect(docflows).toEqual([expect.objectContaining({ docflowId: item.json?.docflowId, docflowTypeLabel: expect.any(String), statusLabel: expect.any(String) })]);
		const [{ folder, files: listed }] = docflows;
		expect(folder).toMatch(new RegExp(`^${fresh.account.inn}-${fresh.account.kpp}/\\d{4}/.+ \\d{4}-\\d{2}-\\d{2} ${String(item.json?.docflowId).slice(0, 8)}$`));
		expect(listed.filter(({ problem }) => problem !== undefined)).toEqual([]);
		expect(listed.map(({ path }) => path).sort()).toEqual(Object.keys(files).filter((path) => !path.startsWith('index.')).sort());
		for (const { path, sha256: digest, size } of listed) expect([path, sha256(files[String(path)]), files[String(path)].length]).toEqual([path, digest, size]);
		expect(new Set(listed.map(({ kind }) => kind))).toEqual(new Set(['document', 'signature', 'print', 'docflow']));
		for (const { kind, signatureFits } of listed) expect(signatureFits).toBe(kind === 'signature' ? true : undefined);
		for (const { path } of listed.filter(({ kind }) => kind === 'print')) expect(files[String(path)].subarray(0, 5).toString()).toBe('%PDF-');
		const { docflows: truth } = await sandbox.docflows();
		const written = truth.find(({ id }) => id === item.json?.docflowId)?.documents ?? [];
		expect(listed.filter(({ kind }) => kind === 'document').map(({ sha256: digest }) => digest).sort()).toEqual(written.map(({ sha256: digest }) => digest).sort());
		expect(files['index.csv'].toString()).toContain(';Сертификат;Подпись подходит;');
		expect(outcome.json('Archive')).toEqual([expect.objectContaining({ fileName: 'archive.zip', newFiles: listed.length, docflows: 1, sha256: sha256(await outcome.binary('Archive')) })]);
		expect((await outcome.binary('Archive', 0, 'index')).toString()).toBe(files['index.json'].toString());
	});

	test('is the same, byte for byte, when nothing has changed, whatever the order of the items', async () => {
		const items = [await givenReport(), itemOf((await demanded(await service(), fresh.account)).id)];
		const first = await run(items, { signWith: 'testKey', additionalFields: { printedForms: false } });
		const second = await run([...items].reverse(), { signWith: 'testKey', additionalFields: { printedForms: false } });
		expect(Object.keys(await zipped(first)).length).toBeGreaterThan(5);
		expect((await second.binary('Archive')).equals(await first.binary('Archive'))).toBe(true);
	});

	test('without a key the encrypted originals are kept, and told as such', async () => {
		const files = await zipped(await run([itemOf((await demanded(await service(), fresh.account)).id)]));
		const sealed = indexIn(files).docflows[0].files.filter(({ isEncrypted }) => isEncrypted);
		expect(sealed.length).toBeGreaterThan(0);
		for (const { path } of sealed) expect(path).toMatch(/\.enc$/);
	});
});

describe('signatures', () => {
	test('the signature of another document is archived and told as such, and the others fit', async () => {
		const item = await givenReport();
		const docflow = `/v1/${fresh.account.id}/docflows/${String(item.json?.docflowId)}`;
		const { documents } = await (await service()).call<WireDocflow>('get', docflow);
		const signed = documents.flatMap(({ id, signatures }) => signatures.map((signature) => ({ id: signature.id, path: `${docflow}/documents/${id}/signatures/${signature.id}/content` })));
		const [first, second] = [signed[0], signed[signed.length - 1]];
		const swapped = await (await service()).call<string>('get', second.path);
		await sandbox.fault({ path: first.path, action: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(swapped) } });
		const outcome = await run([item], { signWith: 'testKey', additionalFields: { printedForms: false } });
		const listed = indexIn(await zipped(outcome)).docflows[0].files.filter(({ kind }) => kind === 'signature');
		expect(listed).toHaveLength(signed.length);
		for (const one of listed) {
			if (one.signatureId === first.id) expect(one).toMatchObject({ signatureFits: false, path: expect.any(String), problem: expect.stringContaining('belongs to another file') });
			else expect(one).toMatchObject({ signatureFits: true });
		}
		expect(outcome.json('Archive')).toEqual([expect.objectContaining({ problem: expect.stringContaining('belongs to another file') })]);
	});

	test('of what stays encrypted nothing is said', async () => {
		const files = await zipped(await run([await givenReport()], { additionalFields: { printedForms: false } }));
		const listed = indexIn(files).docflows[0].files;
		const sealed = new Set(listed.filter(({ isEncrypted }) => isEncrypted).map(({ documentId }) => documentId));
		expect(sealed.size).toBeGreaterThan(0);
		for (const { documentId, signatureFits } of listed.filter(({ kind }) => kind === 'signature')) expect(signatureFits).toBe(sealed.has(documentId) ? undefined : true);
	});
});

describe('separate files', () => {
	test('are one item each, and the index is the last', async () => {
		const item = await givenReport();
		const outcome = await run([item], { output: 'files', signWith: 'testKey', additionalFields: { table: true } });
		expect(outcome.error?.message).toBeUndefined();
		const items = outcome.output('Archive');
		expect(items.slice(-2).map(({ json }) => [json.kind, json.path])).toEqual([['index', 'index.json'], ['table', 'index.csv']]);
		for (const [index, { json, binary }] of items.entries()) {
			expect(`${String(json.directory)}/${String(json.fileName)}`.replace(/^\//, '')).toBe(json.path);
			expect(binary?.data.fileName).toBe(json.fileName);
			expect(sha256(await outcome.binary('Archive', index))).toBe(json.sha256);
			expect(json.newFiles).toBe(items.length - 2);
		}
	});

	test('lie side by side where no folders can be made', async () => {
		const outcome = await run([await givenReport()], { output: 'files', signWith: 'testKey', additionalFields: { oneFolder: true, printedForms: false } });
		const paths = outcome.json('Archive').map(({ path }) => String(path));
		expect(paths.filter((path) => path.includes('/'))).toEqual([]);
		expect(new Set(paths).size).toBe(paths.length);
		expect(Math.max(...paths.map((path) => Buffer.byteLength(path)))).toBeLessThanOrEqual(255);
	});
});

describe('what is archived already', () => {
	test('comes out no more: with the index file there is nothing new, and nothing is downloaded', async () => {
		const item = await givenReport();
		const first = await run([item], { signWith: 'testKey' });
		const index = { bytes: await first.binary('Archive', 0, 'index'), fileName: 'index.json' };
		await sandbox.clearRequests();
		const second = await run([{ ...item, files: { index } }], { signWith: 'testKey', alreadyArchived: 'file' });
		expect(second.json('Archive')).toEqual([{ newFiles: 0, docflows: 1 }]);
		expect(second.output('Archive')[0].binary).toBeUndefined();
		expect((await sandbox.operations()).filter((id) => id !== 'docflow-get' && !id.includes('/connect/'))).toEqual([]);
	});

	test('is known by the rows of a table too, and only what came since is given out', async () => {
		const { id } = await filedReport(await service(), fresh.account);
		const first = await run([itemOf(id)], { output: 'files', signWith: 'testKey' });
		const rows = first.json('Archive').filter(({ docflowId }) => docflowId);
		await timePasses(await service());
		const second = await run([itemOf(id)], { output: 'files', signWith: 'testKey', alreadyArchived: 'json', indexJson: JSON.stringify(rows) });
		expect(second.error?.message).toBeUndefined();
		const fresher = second.json('Archive').filter(({ kind }) => kind !== 'index');
		expect(fresher.length).toBeGreaterThan(1);
		const known = new Set(rows.map(({ sha256: digest }) => digest));
		expect(fresher.filter(({ sha256: digest }) => known.has(digest))).toEqual([]);
		const paths = [...rows, ...fresher].filter(({ kind }) => kind !== 'docflow').map(({ path }) => path);
		expect(new Set(paths).size).toBe(paths.length);
		const index: Index = JSON.parse((await second.binary('Archive', second.output('Archive').length - 1)).toString());
		expect(index.docflows[0].files.map(({ path }) => path).sort()).toEqual([...new Set([...paths, ...fresher.map(({ path }) => path)])].sort());
	});

	test('what was kept encrypted is opened once there is a key', async () => {
		const item = itemOf((await demanded(await service(), fresh.account)).id);
		const first = await run([item]);
		const index = { bytes: await first.binary('Archive', 0, 'index'), fileName: 'index.json' };
		const files = await zipped(await run([{ ...item, files: { index } }], { signWith: 'testKey', alreadyArchived: 'file' }));
		expect(indexIn(files).docflows[0].files.filter(({ isEncrypted }) => isEncrypted)).toEqual([]);
		expect(Object.keys(files).filter((path) => path.endsWith('.enc'))).toEqual([]);
	});

	test.each(['{"schema":"other"}', '[1]', 'no JSON', '{"schema":"kontur-extern-archive","schemaVersion":2,"docflows":[]}'])('an index that is none stops the work before anything is asked: %s', async (text) => {
		const item = itemOf('3d2c1b0a-9f8e-4d7c-b6a5-948372615040', { files: { index: { bytes: Buffer.from(text), fileName: 'index.json' } } });
		const outcome = await run([item], { alreadyArchived: 'file' });
		expect(outcome.error?.message).toMatch(/Already Archived/);
		expect(await sandbox.requests()).toEqual([]);
	});
});

describe('what cannot be had', () => {
	test('a content that is gone is told, and the rest is archived', async () => {
		const item = await givenReport();
		const sealed = sealedContentOf(await (await service()).call<WireDocflow>('get', `/v1/${fresh.account.id}/docflows/${String(item.json?.docflowId)}`));
		await sandbox.fault({ operation: 'content-download', path: sealed, action: { status: 404, body: { id: 'urn:error:externapi:error', 'status-code': 404, message: 'Контент не найден' } } });
		const outcome = await run([item], { signWith: 'testKey', additionalFields: { printedForms: false } });
		const files = await zipped(outcome);
		const [{ files: listed }] = indexIn(files).docflows;
		const lost = listed.filter(({ problem }) => problem !== undefined);
		expect(lost).toEqual([expect.objectContaining({ kind: 'document', documentId: expect.any(String), problem: 'Контент не найден' })]);
		expect(outcome.json('Archive')).toEqual([expect.objectContaining({ problem: expect.stringContaining('Контент не найден'), problems: [expect.objectContaining({ documentId: lost[0].documentId })] })]);
		expect(outcome.json('Archive')[0]).not.toHaveProperty('error');
	});

	test('a docflow that is gone is told; alone it stops the workflow', async () => {
		const gone = itemOf('3d2c1b0a-9f8e-4d7c-b6a5-948372615040');
		const outcome = await run([await givenReport(), gone], { signWith: 'testKey', additionalFields: { printedForms: false } });
		expect(indexIn(await zipped(outcome)).docflows).toEqual(expect.arrayContaining([expect.objectContaining({ docflowId: gone.json?.docflowId, problem: expect.any(String), files: [] })]));
		expect((await run([gone])).error?.message).toBeTruthy();
	});

	test('a download that is cut off is repeated; cut off for good, there is no archive', async () => {
		const item = await givenReport();
		await sandbox.fault({ operation: 'content-download', times: 1, action: { truncateBytes: 100 } });
		expect(indexIn(await zipped(await run([item], { signWith: 'testKey', additionalFields: { printedForms: false } }))).docflows[0].files.filter(({ problem }) => problem)).toEqual([]);
		await sandbox.fault({ operation: 'content-download', action: { truncateBytes: 100 } });
		const outcome = await run([item], { signWith: 'testKey', additionalFields: { printedForms: false }, options: { giveUpAfter: 0 } });
		expect(outcome.error?.description).toContain('Nothing was changed');
		expect(outcome.output('Archive')).toEqual([]);
	});

	test('a cancelled execution ends without an archive', async () => {
		const item = await givenReport();
		await sandbox.fault({ operation: 'content-download', action: { delayMs: 20_000 } });
		const outcome = await runWorkflow({ nodes: [archive({ additionalFields: { printedForms: false } })], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item], cancelAfter: 1500 });
		expect(outcome.output('Archive')).toEqual([]);
		expect(['canceled', 'error']).toContain(outcome.status);
	});
});

test('a docflow without documents is archived as its JSON', async () => {
	const id = await sandbox.beginDocflow(fresh.account.id, 'fss-sedo-demand');
	const files = await zipped(await run([itemOf(id)]));
	expect(indexIn(files).docflows[0].files).toEqual([expect.objectContaining({ kind: 'docflow' })]);
});

test('inventories go into the folder of their demand', async () => {
	const { json } = await stages['an inventory'](await service(), fresh.account);
	const files = await zipped(await run([itemOf(String(json.relatedDocflowId))], { signWith: 'testKey', additionalFields: { inventories: true } }));
	const { docflows } = indexIn(files);
	const demand = docflows.find(({ docflowId }) => docflowId === json.relatedDocflowId);
	const inventory = docflows.find(({ docflowId }) => docflowId === json.inventoryId);
	expect(inventory?.folder.startsWith(`${String(demand?.folder)}/`)).toBe(true);
	expect(inventory?.files.filter(({ problem }) => problem)).toEqual([]);
	expect(new Set(inventory?.files.map(({ kind }) => kind))).toEqual(new Set(['document', 'signature', 'print', 'docflow']));
});

import { randomUUID } from 'node:crypto';
import {
	addFile,
	builderMeta,
	builderPath,
	built,
	givenBuilder,
	givenBuilderDocument,
	type AnsweredBuilder,
	type BuildResult,
} from '../building';
import { givenSentReport, upload } from '../filing';
import type { AnsweredTask } from '../answers';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

interface BuilderDocument {
	id: string;
	message: string;
	meta: { 'builder-type': string; 'builder-data': Record<string, unknown> };
}
interface BuilderFile {
	id: string;
	message: string;
	'content-id': string;
	'content-link'?: { href: string };
	'signature-content-link'?: { href: string };
	meta: { 'file-name': string; 'builder-type': string; 'builder-data': Record<string, unknown> };
}

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let company: SeedAccount;
let related: { 'related-docflow-id': string; 'related-document-id': string };

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
	const { docflow } = await givenSentReport(sandbox, company);
	related = { 'related-docflow-id': docflow.id, 'related-document-id': docflow.documents[0].id };
});
afterAll(() => sandbox.stop());

const inventory = () => builderMeta(company, 'fns534-inventory', { 'related-document': related });
const letter = () => builderMeta(company, 'fns534-letter', { subject: 'О сверке', address: { region: '66' } });
const path = (builderId: string) => builderPath(company, builderId);

describe('a builder', () => {
	test('is created, read, changed and deleted', async () => {
		const created = await sandbox.call<AnsweredBuilder>('post', `/v1/${company.id}/drafts/builders`, inventory());
		expect([created.status, created.data.status]).toEqual([201, 'new']);
		expect(created.data.meta).toMatchObject({
			sender: { name: company.name, 'is-representative': false },
			'builder-type': 'urn:drafts-builder:fns534-inventory',
			'builder-data': { 'related-document': related },
		});
		const changed = await sandbox.call<AnsweredBuilder['meta']>('put', `${path(created.data.id)}/meta`, {
			...inventory(),
			recipient: { 'ifns-code': '0088' },
		});
		const meta = await sandbox.call('get', `${path(created.data.id)}/meta`);
		const whole = await sandbox.call<AnsweredBuilder>('get', path(created.data.id));
		expect(changed.status).toBe(200);
		expect(meta.data).toMatchObject({ recipient: { 'ifns-code': '0088' } });
		expect(whole.data.meta).toEqual(meta.data);
		expect((await sandbox.call('delete', path(created.data.id))).status).toBe(204);
		const gone = await Promise.all([
			sandbox.call('get', path(created.data.id)),
			sandbox.call('get', `${path(created.data.id)}/meta`),
			sandbox.call('put', `${path(created.data.id)}/meta`, inventory()),
			sandbox.call('delete', path(created.data.id)),
		]);
		expect(gone.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
	});

	test('is created by PUT under an id of the caller and changed by the next', async () => {
		const id = randomUUID();
		const first = await sandbox.call<AnsweredBuilder>('put', path(id), letter());
		await givenBuilderDocument(sandbox, company, { builderId: id, data: { type: 'letter' }, files: [] });
		const second = await sandbox.call<AnsweredBuilder>('put', path(id), { ...letter(), recipient: { 'ifns-code': '0088' } });
		const documents = await sandbox.call<BuilderDocument[]>('get', `${path(id)}/documents`);
		expect([first.status, first.data.id, second.status, documents.data.length]).toEqual([200, id, 200, 1]);
		const otherType = await sandbox.call('put', path(id), inventory());
		expect([otherType.status, otherType.data.message]).toEqual([400, expect.stringContaining('Тип конструктора')]);
	});

	test.each([
		['of an unknown type', () => ({ ...letter(), 'builder-type': 'urn:drafts-builder:534-letter' }), 400],
		['without its data', () => builderMeta(company, 'fns534-inventory'), 400],
		['with data of another kind', () => builderMeta(company, 'fns534-letter', { 'related-document': related }), 400],
		['without a recipient of its kind', () => ({ ...letter(), recipient: { 'togs-code': '00-87' } }), 400],
		['with a field that does not exist', () => ({ ...letter(), 'additional-info': {} }), 400],
		[
			'with a certificate that is none',
			() => ({ ...letter(), sender: { ...letter().sender, certificate: { content: 'AAAA' } } }),
			400,
		],
		[
			'for a demand that does not exist',
			() => builderMeta(company, 'fns534-inventory', { 'related-document': { ...related, 'related-document-id': randomUUID() } }),
			404,
		],
	])('%s is refused', async (_what, meta, status) => {
		expect((await sandbox.call('post', `/v1/${company.id}/drafts/builders`, meta())).status).toBe(status);
	});

	test('is not seen from a foreign account', async () => {
		const id = await givenBuilder(sandbox, company, letter());
		const [, firm] = sandbox.seed.accounts;
		expect((await sandbox.call('get', builderPath(firm, id))).status).toBe(404);
		expect((await sandbox.call('get', `/v1/${sandbox.seed.foreignAccountId}/drafts/builders/${id}`)).status).toBe(403);
	});
});

describe('a document of a builder', () => {
	test('is created, read, changed and deleted', async () => {
		const builderId = await givenBuilder(sandbox, company, inventory());
		const documents = `${path(builderId)}/documents`;
		const created = await sandbox.call<BuilderDocument>('post', documents, {
			'builder-data': { 'claim-item-number': '1.01', type: 'scanned' },
		});
		const id = randomUUID();
		const put = await sandbox.call<BuilderDocument>('put', `${documents}/${id}`, {
			'builder-data': { 'claim-item-number': '1.02', 'background-processing': { 'total-file-count': 2 } },
		});
		const again = await sandbox.call<BuilderDocument>('put', `${documents}/${id}`, {
			'builder-data': { 'claim-item-number': '1.03' },
		});
		expect([created.status, put.status, put.data.id, again.status]).toEqual([201, 200, id, 200]);
		const meta = await sandbox.call('put', `${documents}/${created.data.id}/meta`, {
			'builder-data': { 'claim-item-number': '2.01', 'label-for-grouping': 'А' },
		});
		expect(meta.status).toBe(200);
		const read = await sandbox.call<BuilderDocument>('get', `${documents}/${created.data.id}`);
		expect(read.data.meta).toEqual({
			'builder-type': 'urn:drafts-builder:fns534-inventory',
			'builder-data': { 'claim-item-number': '2.01', 'label-for-grouping': 'А' },
		});
		expect((await sandbox.call('get', `${documents}/${created.data.id}/meta`)).data).toEqual(read.data.meta);
		const list = await sandbox.call<BuilderDocument[]>('get', documents);
		expect(list.data.map(({ meta: { 'builder-data': data } }) => data['claim-item-number'])).toEqual(['2.01', '1.03']);
		expect((await sandbox.call('delete', `${documents}/${id}`)).status).toBe(204);
		expect((await sandbox.call<BuilderDocument[]>('get', documents)).data).toHaveLength(1);
		const gone = await Promise.all([
			sandbox.call('get', `${documents}/${id}`),
			sandbox.call('get', `${documents}/${id}/meta`),
			sandbox.call('put', `${documents}/${id}/meta`, { 'builder-data': { 'claim-item-number': '1.01' } }),
			sandbox.call('delete', `${documents}/${id}`),
		]);
		expect(gone.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
	});

	test.each([
		['needs the item of the demand in an inventory', inventory, null, 'claim-item-number'],
		['has no code of the registration in an inventory', inventory, { 'svdreg-code': '021001', signers: [] }, 'svdreg-code'],
		['has no item of a demand in a letter', letter, { 'claim-item-number': '1.01' }, 'claim-item-number'],
	])('%s', async (_what, meta, data, field) => {
		const builderId = await givenBuilder(sandbox, company, meta());
		const { status, data: answer } = await sandbox.call('post', `${path(builderId)}/documents`, { 'builder-data': data });
		expect([status, answer.message]).toEqual([400, expect.stringContaining(field)]);
	});

	test('of a letter says what its file is, or is refused', async () => {
		const builderId = await givenBuilder(sandbox, company, letter());
		const documents = `${path(builderId)}/documents`;
		const text = await givenBuilderDocument(sandbox, company, { builderId, data: { type: 'letter' }, files: [] });
		const pdf = await addFile(sandbox, company, { path: `${documents}/${text}/files`, file: { name: 'письмо.pdf' } });
		const untyped = await givenBuilderDocument(sandbox, company, { builderId, files: [{ name: 'скан.pdf' }] });
		const retyped = await sandbox.call('put', `${documents}/${untyped}`, { 'builder-data': { type: 'warrant' } });
		expect([pdf.status, pdf.data.message]).toEqual([400, expect.stringContaining('txt')]);
		expect([retyped.status, retyped.data.message]).toEqual([400, expect.stringContaining('доверенность')]);
	});
});

describe('a file of a builder', () => {
	const givenFiles = async (meta: object, data?: unknown) => {
		const builderId = await givenBuilder(sandbox, company, meta);
		const documentId = await givenBuilderDocument(sandbox, company, { builderId, data, files: [] });
		return `${path(builderId)}/documents/${documentId}/files`;
	};
	const scanned = { 'claim-item-number': '1.01', type: 'scanned' };

	test('is created, read, changed and deleted; orders are answered as numbers', async () => {
		const files = await givenFiles(inventory(), scanned);
		const bytes = Buffer.from('%PDF-1.4 one');
		const signature = Buffer.from('a signature of the counterparty');
		const created = await addFile(sandbox, company, {
			path: files,
			file: { name: 'счёт.pdf', bytes, signature, data: { 'scanned-file-order': '2' } },
		});
		const read = await sandbox.call<BuilderFile>('get', `${files}/${created.data.id}`);
		expect([created.status, read.status]).toEqual([201, 200]);
		expect(read.data.meta).toEqual({
			'file-name': 'счёт.pdf',
			'builder-type': 'urn:drafts-builder:fns534-inventory',
			'builder-data': { 'scanned-file-order': 2 },
		});
		const content = await sandbox.call<string>('get', `${files}/${created.data.id}/content`);
		const signed = await sandbox.call<string>('get', `${files}/${created.data.id}/signature`);
		expect([content.data, signed.data]).toEqual([bytes.toString('base64'), signature.toString('base64')]);
		const download = await sandbox.call<Buffer>('get', `/v1/${company.id}/contents/${read.data['content-id']}`, undefined, {
			responseType: 'arraybuffer',
		});
		expect(Buffer.from(download.data).equals(bytes)).toBe(true);

		const renamed = await sandbox.call<BuilderFile['meta']>('put', `${files}/${created.data.id}/meta`, {
			'file-name': 'акт.pdf',
			'builder-data': { 'scanned-file-order': 1 },
		});
		const meta = await sandbox.call<BuilderFile['meta']>('get', `${files}/${created.data.id}/meta`);
		expect(renamed.data).toEqual(meta.data);
		expect(meta.data['file-name']).toBe('акт.pdf');
		const list = await sandbox.call<BuilderFile[]>('get', files);
		expect(list.data.map(({ id, meta: { 'file-name': name } }) => [id, name])).toEqual([[created.data.id, 'акт.pdf']]);
		expect((await sandbox.call('delete', `${files}/${created.data.id}`)).status).toBe(204);
		expect((await sandbox.call<BuilderFile[]>('get', files)).data).toEqual([]);
		const gone = await Promise.all(
			['', '/meta', '/content', '/signature'].map((end) => sandbox.call('get', `${files}/${created.data.id}${end}`)),
		);
		expect(gone.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
	});

	test('is put under an id of the caller, first without its content', async () => {
		const files = await givenFiles(inventory(), scanned);
		const id = randomUUID();
		const empty = await sandbox.call<BuilderFile>('put', `${files}/${id}`, { meta: { 'file-name': 'скан.png' } });
		const noContent = await sandbox.call('get', `${files}/${id}/content`);
		const noSignature = await sandbox.call('get', `${files}/${id}/signature`);
		const filled = await sandbox.call<BuilderFile>('put', `${files}/${id}`, {
			'content-id': await upload(sandbox, company, Buffer.from('png')),
			meta: { 'file-name': 'скан.png' },
		});
		expect([empty.status, empty.data['content-link'], noContent.status, noSignature.status]).toEqual([200, undefined, 404, 404]);
		expect((await sandbox.call('get', `${files}/${id}/content`)).status).toBe(200);
		expect([filled.status, filled.data.id]).toEqual([200, id]);
	});

	test('is refused with an unknown content, a foreign field, a wrong name, or as the hundredth', async () => {
		const files = await givenFiles(inventory(), { ...scanned, type: 'warrant' });
		const meta = { 'file-name': 'скан.pdf' };
		const unknown = await sandbox.call('post', files, { 'content-id': randomUUID(), meta });
		const foreign = await sandbox.call('post', files, { meta: { ...meta, 'builder-data': { 'attachment-file-order': 1 } } });
		const guarantee = await sandbox.call('post', files, { meta: { 'file-name': '0270_wrong.pdf' } });
		for (let index = 0; index < 99; index += 1) await sandbox.call('post', files, { meta });
		const hundredth = await sandbox.call('post', files, { meta });
		expect([unknown.status, foreign.status, guarantee.status, hundredth.status]).toEqual([404, 400, 400, 400]);
		expect((await sandbox.call<BuilderFile[]>('get', files)).data).toHaveLength(99);
	});

	test('is generated from a contract', async () => {
		const files = await givenFiles(inventory(), { 'claim-item-number': '1.01', type: 'formalized' });
		const generated = await sandbox.call<BuilderFile>('post', `${files}/generate?version=1`, {
			КНД: '1160200',
			Пояснения: { Текст: 'Расхождений нет' },
		});
		expect(generated.status).toBe(200);
		expect(generated.data.meta['file-name']).toMatch(/\.xml$/);
		const content = await sandbox.call<string>('get', `${files}/${generated.data.id}/content`);
		const xml = new TextDecoder('windows-1251').decode(Buffer.from(content.data, 'base64'));
		expect(xml).toContain('Расхождений нет');
		expect((await sandbox.call('post', `${files}/generate`, {})).status).toBe(400);
	});
});

describe('while a builder is built', () => {
	const scan = { 'claim-item-number': '1.01', type: 'scanned' };

	test('it can only be read, and afterwards it stays as it is', async () => {
		const builderId = await givenBuilder(sandbox, company, inventory());
		const documentId = await givenBuilderDocument(sandbox, company, { builderId, data: scan, files: [{ name: '1.pdf' }] });
		const changes = () =>
			Promise.all([
				sandbox.call('post', `${path(builderId)}/build?deferred=true`),
				sandbox.call('post', `${path(builderId)}/documents/prepare`),
				sandbox.call('put', path(builderId), inventory()),
				sandbox.call('put', `${path(builderId)}/meta`, inventory()),
				sandbox.call('delete', path(builderId)),
				sandbox.call('post', `${path(builderId)}/documents`, { 'builder-data': scan }),
				sandbox.call('delete', `${path(builderId)}/documents/${documentId}`),
				sandbox.call('post', `${path(builderId)}/documents/${documentId}/files`, { meta: { 'file-name': '2.pdf' } }),
			]);
		const started = await sandbox.call('post', `${path(builderId)}/build?deferred=true`);
		const during = await changes();
		expect(during.map(({ status }) => status)).toEqual(during.map(() => 409));
		expect(during[0].data).toMatchObject({
			context: { 'concurrent-task': { id: started.data.id, 'task-type': 'urn:task-type:draftBuilderBuild' } },
		});
		expect((await sandbox.call('get', path(builderId))).data.status).toBe('building');
		await sandbox.pass(3);
		expect((await sandbox.call('get', path(builderId))).data.status).toBe('finished');
		const after = await changes();
		expect(after.map(({ status }) => status)).toEqual(after.map(() => 400));
	});

	test('it is built in the background only, and not when it is empty', async () => {
		const builderId = await givenBuilder(sandbox, company, inventory());
		const answers = await Promise.all([
			sandbox.call('post', `${path(builderId)}/build?deferred=false`),
			sandbox.call('post', `${path(builderId)}/build?deferred=true`),
			sandbox.call('post', `${path(builderId)}/documents/prepare`),
			sandbox.call('get', `${path(builderId)}/tasks/${randomUUID()}`),
		]);
		expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404]);
	});

	test('bad documents are told before the build and left behind by it', async () => {
		const builderId = await givenBuilder(sandbox, company, inventory());
		const add = (data: object, files: Array<{ name: string; bytes?: Buffer }>) =>
			givenBuilderDocument(sandbox, company, { builderId, data: { ...scan, ...data }, files });
		await add({}, [{ name: '1.pdf' }]);
		const bad = [
			await add({}, []),
			await add({}, [{ name: '1.docx' }]),
			await add({ type: 'formalized' }, [{ name: '1.xml', bytes: Buffer.from('no xml') }]),
			await add({ 'background-processing': { 'total-file-count': 2 } }, [{ name: '1.pdf' }]),
		];
		const started = await sandbox.call('post', `${path(builderId)}/documents/prepare`);
		expect(started.status).toBe(202);
		await sandbox.pass(3);
		const prepared = await sandbox.call<AnsweredTask<BuildResult>>('get', `${path(builderId)}/tasks/${started.data.id}`);
		const errors = prepared.data['task-result']['error-drafts-builder-documents'];
		expect(errors.map(({ 'document-id': id }) => id)).toEqual(bad);
		expect(errors.map(({ 'error-message': message }) => message)).toEqual([
			expect.stringContaining('нет файлов'),
			expect.stringContaining('Формат файла не поддерживается'),
			expect.stringContaining('XML'),
			expect.stringContaining('Загружено файлов: 1'),
		]);
		expect((await sandbox.call('get', path(builderId))).data.status).toBe('new');
		const result = await built(sandbox, company, builderId);
		expect(result['draft-ids']).toHaveLength(1);
		expect(result['error-drafts-builder-documents']).toEqual(errors);
	});

	test('a build without a single good document leaves the builder open', async () => {
		const builderId = await givenBuilder(sandbox, company, inventory());
		const documentId = await givenBuilderDocument(sandbox, company, { builderId, data: scan, files: [] });
		const first = await built(sandbox, company, builderId);
		expect([first['draft-ids'].length, first['error-drafts-builder-documents'].length]).toEqual([0, 1]);
		await addFile(sandbox, company, { path: `${path(builderId)}/documents/${documentId}/files`, file: { name: '1.pdf' } });
		expect((await built(sandbox, company, builderId))['draft-ids']).toHaveLength(1);
	});
});

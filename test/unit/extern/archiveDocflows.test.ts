import { packZip } from '../../../extern/archives';
import { archivedBefore, indexOf, tableOf, type ArchiveIndex } from '../../../extern/archiving';
import { Extern } from '../../../extern/client';
import { Archive, type NewFile, type ToArchive } from '../../../extern/flows/archiveDocflows';
import { answer, serviceThat, type Call } from './service';

const MIB = 1024 * 1024;
const accountId = '7c1e6a3f-2b5d-4c8e-9f01-a2b3c4d5e6f7';
const docflowId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const wishes = { printedForms: false, inventories: false, save: false, flat: false, patienceMs: 0, view: { language: 'ru' as const, now: 0 } };

interface Given {
	readonly size: number;
	readonly told?: number;
	readonly type?: string;
	readonly print?: string;
}

/** A docflow of the tax service with documents of so many bytes, each signed once. */
function serviceWith(documents: readonly Given[]) {
	const wire = {
		id: docflowId,
		type: 'urn:docflow:fns534-report',
		status: 'urn:docflow-common-status:sent',
		'send-date': '2026-04-20T12:00:00',
		'last-change-date': '2026-04-20T09:30:00Z',
		description: { 'payer-inn': '7757424860-680345565' },
		documents: documents.map(({ size, told = size, type = 'application/xml', print = 'no' }, index) => ({
			id: idOf(index),
			description: { type: 'urn:document:fns534-report', filename: `Отчёт.xml`, 'content-type': type, 'decrypted-content-size': told, 'support-print': print },
			'send-date': '2026-04-20T09:00:00Z',
			content: { 'docflow-document-contents': [{ 'content-id': idOf(index), encrypted: false, compressed: false }] },
			signatures: [{ id: idOf(index), title: '=ООО "Ромашка"', 'signature-certificate-thumbprint': 'AB', links: [] }],
		})),
	};
	const { port, calls, cancel } = serviceThat((call: Call) => {
		if (call.path.endsWith(`/docflows/${docflowId}`)) return wire;
		if (call.path.endsWith('/content')) return JSON.stringify(Buffer.from('signature').toString('base64'));
		if (!call.path.includes('/contents/')) return answer(404, { message: 'Не найдено' });
		const { size } = documents[Number(call.path.slice(-12))];
		const [from, last] = (/bytes=(\d+)-(\d+)/.exec(call.request.headers.range ?? '') ?? []).slice(1).map(Number);
		const to = Math.min(last, size - 1);
		if (size === 0) return answer(400, { message: 'Диапазон Range лежит за пределами контента' });
		return answer(206, Buffer.alloc(to - from + 1, `${from} отчёт`), { 'content-range': `bytes ${from}-${to}/${size}` });
	});
	const order: ToArchive = { extern: new Extern(port), accountId, docflowId };
	return { order, calls, cancel };
}

async function taken(archive: Archive, order: ToArchive): Promise<NewFile[]> {
	const files: NewFile[] = [];
	for await (const file of archive.filesOf([order])) {
		for await (const chunk of file.chunks()) expect(chunk.length).toBeGreaterThan(-1);
		files.push(file);
	}
	return files;
}

test('an empty document is an empty file', async () => {
	const { order } = serviceWith([{ size: 0 }]);
	const archive = new Archive(wishes, new Map());
	const [document] = await taken(archive, order);
	expect(document.facts()).toMatchObject({ kind: 'document', size: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' });
});

test('a thousand documents of one name each get a place of their own, and are not asked for again', async () => {
	const { order, calls } = serviceWith(Array.from({ length: 1000 }, () => ({ size: 10 })));
	const archive = new Archive(wishes, new Map());
	const files = await taken(archive, order);
	expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(2001);
	calls.splice(0);
	const again = new Archive(wishes, archivedBefore(JSON.stringify(archive.index)));
	expect(await taken(again, order)).toEqual([]);
	expect(again.newFiles).toBe(0);
	expect(calls).toHaveLength(1);
	expect(again.index).toEqual(archive.index);
});

test('a document of 200 MB is packed with flat memory', async () => {
	const pack = async (mebibytes: number) => {
		const { order } = serviceWith([{ size: mebibytes * MIB }]);
		let length = 0;
		for await (const piece of packZip(new Archive(wishes, new Map()).filesOf([order]))) length += piece.length;
		return length;
	};
	await pack(40);
	const before = process.memoryUsage.rss();
	let most = 0;
	const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - before)), 5);
	expect(await pack(200)).toBeGreaterThan(0);
	clearInterval(watch);
	expect(most / MIB).toBeLessThan(100);
});

test('what a cancelled execution has not read is not read any more', async () => {
	const { order, calls, cancel } = serviceWith(Array.from({ length: 50 }, () => ({ size: 10 })));
	const archive = new Archive(wishes, new Map());
	const reading = (async () => {
		for await (const file of archive.filesOf([order])) {
			for await (const chunk of file.chunks()) expect(chunk.length).toBeGreaterThan(0);
			cancel();
		}
	})();
	await expect(reading).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
	expect(calls.length).toBeLessThan(5);
});

test('an index that was tampered with leads nowhere', async () => {
	const { order } = serviceWith([{ size: 10 }]);
	for (const folder of ['../../etc', '/etc', 'C:\\Windows', 'a/../../b', 'CON']) {
		const before = archivedBefore({ schema: 'kontur-extern-archive', schemaVersion: 1, docflows: [{ docflowId, folder, files: [] }] });
		for (const { path } of await taken(new Archive(wishes, before), order)) expect(path).toMatch(/^7757424860-680345565\/2026\//);
	}
});

test('two docflows never share a folder', async () => {
	const { order } = serviceWith([{ size: 10 }]);
	const first = new Archive(wishes, new Map());
	await taken(first, order);
	const [{ folder }] = first.index.docflows;
	const other = { docflowId: idOf(7), folder: folder?.toUpperCase(), files: [] };
	const second = new Archive(wishes, new Map([[other.docflowId, other]]));
	await taken(second, order);
	expect(new Set(second.index.docflows.map((one) => one.folder?.toLowerCase())).size).toBe(2);
});

test('a printing that needs longer than we wait is told, and taken up by the next archive', async () => {
	const { order } = serviceWith([{ size: 10, print: 'yes' }]);
	const send = order.extern.port.send.bind(order.extern.port);
	const port = { ...order.extern.port, send: async (request: Parameters<typeof send>[0]) => (request.url.includes('/print') ? answer(202, { id: docflowId, 'task-state': 'running', 'task-type': 'urn:task-type:docflowPrint' }) : await send(request)) };
	const archive = new Archive({ ...wishes, printedForms: true }, new Map());
	await taken(archive, { ...order, extern: new Extern(port) });
	expect(archive.index.docflows[0].files.filter(({ kind }) => kind === 'print')).toEqual([expect.objectContaining({ problem: expect.stringContaining('still being printed') })]);
});

test('the table of an index cannot calculate, and quotes what has to be quoted', () => {
	const index: ArchiveIndex = indexOf([{ docflowId, folder: 'a', files: [{ kind: 'signature', path: 'a/b.sig', signer: '=ООО "Ромашка"', signatureFits: false, size: 1 }], problem: 'x' }]);
	const [head, row, lost] = tableOf(index, 'ru').split('\r\n');
	expect(head.startsWith('\ufeffПапка;Файл;')).toBe(true);
	expect(row).toBe(`a;b.sig;подпись;;;;"'=ООО ""Ромашка""";;нет;;1;;`);
	expect(lost).toBe('a;;;;;;;;;;;;x');
});

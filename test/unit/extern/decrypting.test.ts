import { zipSync } from 'fflate';

import { decryptDocument, decryptFile, docflowPlace, Extern, inventoryPlace, type Decryption } from '../../../extern';
import { testKeyFrom, testKeyOpener, type Opener } from '../../../extern/signing';
import { encryptFor, signDetached, streebog, writePrivateKey, type EnvelopeCipherName } from '../../../gost';
import { givenPerson, type Person } from '../gost/people';
import { failureOf } from './failures';
import { answer, serviceThat, type Call } from './service';

const accountId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const docflowId = '7c1e0f2d-0000-4000-8000-000000000002';
const documentId = 'f75361fe-edb5-4ac2-835e-02654448245e';
const sealedId = '4fb5789b-7efb-44aa-a48f-2c5cad44628b';
const plainId = '4fb5789b-7efb-44aa-a48f-2c5cad44628c';
const uploadedId = '4fb5789b-7efb-44aa-a48f-2c5cad44628d';
const savedId = '4fb5789b-7efb-44aa-a48f-2c5cad44628e';

const anna = givenPerson('TC26-256-A');
const openerOf = ({ key, certificate }: Person) => testKeyOpener(testKeyFrom(writePrivateKey(key), Buffer.from(certificate.der).toString('base64')));
const plain = Buffer.from('<?xml version="1.0"?><Требование/>');
const zipped = (bytes: Uint8Array = plain) => zipSync({ '0a1b.bin': new Uint8Array(bytes) });
const sealed = (content: Uint8Array, cipher?: EnvelopeCipherName) => Buffer.from(encryptFor([anna.certificate], content, cipher));
const signatureOver = (bytes: Uint8Array) => signDetached({ digest: streebog(256, bytes), ...anna });

interface Held {
	contents?: unknown;
	description?: Record<string, unknown>;
	bytes?: Record<string, Uint8Array>;
	signature?: Uint8Array;
}

const usualContents = [{ 'content-id': sealedId, encrypted: true, compressed: true, 'compression-type': 'zip' }];
const unzippedContents = [{ 'content-id': sealedId, encrypted: true, compressed: false, 'compression-type': 'none' }];

/** A service that holds one document. */
function serviceWith({ contents = usualContents, description = { filename: 'demand.xml', 'content-type': 'application/xml' }, bytes = {}, signature }: Held) {
	const document = {
		id: documentId.toUpperCase(),
		description,
		content: { 'docflow-document-contents': contents },
		signatures: signature ? [{ id: sealedId }] : [],
	};
	const service = serviceThat(({ method, path }: Call) => {
		if (path.endsWith('/content')) return answer(200, JSON.stringify(Buffer.from(signature ?? []).toString('base64')));
		if (method === 'POST' && path.endsWith('/contents')) return answer(201, { id: uploadedId });
		if (path.includes('/contents/')) return answer(200, bytes[path.split('/').pop() ?? ''] ?? sealed(zipped()));
		if (path.endsWith('/decrypted-content')) return { 'content-id': savedId };
		return path.includes('/inventories/') ? { id: docflowId, documents: [document] } : document;
	});
	return { ...service, extern: new Extern(service.port) };
}

const usual: Decryption = { unzip: true, save: true, again: false };

async function decrypted(held: Held, wishes: Partial<Decryption> = {}, opener: Opener = openerOf(anna)) {
	const { extern, calls } = serviceWith(held);
	const place = docflowPlace(extern, { accountId, docflowId, documentId });
	let asked = false;
	const work = decryptDocument(extern, place, async () => ((asked = true), opener), { ...usual, ...wishes });
	return { work, calls, wasAsked: () => asked, changes: () => calls.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path.split('/').slice(-1)[0]}`) };
}

const SAVED = ['POST contents', 'PUT decrypted-content'];

describe('an encrypted document', () => {
	test('is decrypted, unpacked, named and saved as it was packed, so that the service unpacks it once', async () => {
		const { work, calls, changes } = await decrypted({});
		const { packed, ...opened } = { packed: undefined, ...(await work) };
		expect(opened).toEqual({ fileName: 'demand.xml', contentType: 'application/xml', contentId: savedId, bytes: new Uint8Array(plain), isNew: true });
		expect(changes()).toEqual(SAVED);
		const upload = calls.find(({ method }) => method === 'POST');
		expect(Buffer.from(upload?.request.body ?? '').subarray(0, 2).toString()).toBe('PK');
		expect(Buffer.from(packed ?? '')).toEqual(Buffer.from(upload?.request.body ?? ''));
		expect(calls.find(({ method }) => method === 'PUT')?.request.body).toBe(JSON.stringify({ 'content-id': uploadedId }));
	});

	test('is only read where Save is off', async () => {
		const { work, changes } = await decrypted({}, { save: false });
		expect(await work).toMatchObject({ contentId: undefined, isNew: true });
		expect(changes()).toEqual([]);
	});

	test('stays packed where Unzip is off, and says so by its name', async () => {
		const { work, changes } = await decrypted({}, { unzip: false });
		const { fileName, contentType, bytes } = await work;
		expect([fileName, contentType, Buffer.from(bytes ?? []).subarray(0, 2).toString()]).toEqual(['demand.xml.zip', undefined, 'PK']);
		expect(changes()).toEqual(SAVED);
	});

	test('of an older answer is unpacked by what it is', async () => {
		const contents = [{ 'content-id': sealedId, encrypted: true, compressed: true }];
		expect(await (await decrypted({ contents })).work).toMatchObject({ bytes: new Uint8Array(plain) });
	});

	test.each([
		['requirement.bin', 'application/pdf', 'requirement.pdf'],
		['requirement', 'application/pdf', 'requirement.pdf'],
		['../../requirement.pdf', 'application/pdf', 'requirement.pdf'],
		['requirement.xml', 'application/octet-stream', 'requirement.xml'],
		['', 'application/xml; charset=windows-1251', '0a1b.xml'],
	])('named %j of kind %j becomes %j', async (filename, contentType, expected) => {
		const { work } = await decrypted({ description: { filename, 'content-type': contentType } });
		expect((await work).fileName).toBe(expected);
	});

	test('in an inventory is found in the inventory, and saved there', async () => {
		const { extern, calls } = serviceWith({});
		const place = inventoryPlace(extern, { accountId, relatedDocflowId: docflowId, relatedDocumentId: sealedId, inventoryId: docflowId, documentId });
		expect(await decryptDocument(extern, place, async () => openerOf(anna), usual)).toMatchObject({ bytes: new Uint8Array(plain), contentId: savedId });
		expect(calls.map(({ path }) => path).pop()).toContain(`/inventories/${docflowId}/documents/${documentId}/decrypted-content`);
	});
});

describe('a document that is readable already', () => {
	const both = [...usualContents, { 'content-id': plainId, encrypted: false, compressed: false, 'compression-type': 'none' }];

	test('asks for no key and changes nothing', async () => {
		const { work, calls, wasAsked } = await decrypted({ contents: both });
		expect(await work).toEqual({ fileName: 'demand.xml', contentType: 'application/xml', contentId: plainId, isNew: false });
		expect([calls.length, wasAsked()]).toEqual([1, false]);
	});

	test('is decrypted once more when that is wanted', async () => {
		const { work, changes } = await decrypted({ contents: both }, { again: true });
		expect(await work).toMatchObject({ isNew: true, contentId: savedId });
		expect(changes()).toEqual(SAVED);
	});

	test('and packed is unpacked, without a key', async () => {
		const contents = [{ 'content-id': plainId, encrypted: false, compressed: true, 'compression-type': 'zip' }];
		const { work, changes, wasAsked } = await decrypted({ contents, bytes: { [plainId]: zipped() } });
		expect(await work).toMatchObject({ bytes: new Uint8Array(plain), contentId: plainId, isNew: false });
		expect([changes(), wasAsked()]).toEqual([[], false]);
	});
});

describe('nothing is saved', () => {
	const stopped = async (held: Held, opener?: Opener) => {
		const { work, changes } = await decrypted(held, {}, opener);
		const failure = await failureOf(async () => await work);
		expect(changes()).toEqual([]);
		return failure;
	};

	test('of a document without content, which the service still works on', async () => {
		for (const contents of [[], undefined, null, [{ encrypted: true }]]) {
			const failure = await stopped({ contents: contents ?? [] });
			expect(failure).toMatchObject({ kind: 'stopped', message: 'demand.xml has no content yet', hint: expect.stringContaining('run this again') });
		}
	});

	test('of what is for another certificate; both are named', async () => {
		const boris = givenPerson('TC26-256-A');
		const failure = await stopped({}, openerOf(boris));
		expect(failure).toMatchObject({ kind: 'stopped', message: `The file is encrypted to the certificate ${anna.certificate.serialNumber}; the key belongs to ${boris.certificate.serialNumber}` });
	});

	test('of what the key does not open', async () => {
		const { key } = givenPerson('TC26-256-A');
		const failure = await stopped({}, testKeyOpener({ key, certificate: anna.certificate }));
		expect(failure).toMatchObject({ kind: 'stopped', message: expect.stringContaining('The key does not open the file') });
	});

	test('of what is no envelope', async () => {
		expect(await stopped({ bytes: { [sealedId]: plain } })).toMatchObject({ message: 'The file is not encrypted' });
		expect(await stopped({ bytes: { [sealedId]: Buffer.from(signatureOver(plain)) } })).toMatchObject({ message: expect.stringContaining('is a signature and not an encrypted file') });
		expect(await stopped({ bytes: { [sealedId]: sealed(zipped()).subarray(0, 300) } })).toMatchObject({ message: expect.stringContaining('is damaged') });
	});

	test('of what was changed on the way, whichever cipher and archive', async () => {
		for (const cipher of ['kuznyechik-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm', 'magma-ctr-acpkm-omac', 'gost89'] as const) {
			for (const contents of [usualContents, unzippedContents]) {
				const envelope = sealed(contents === usualContents ? zipped() : plain, cipher);
				// Behind the middle of the content, before a check value of 20 bytes and its description.
				envelope[envelope.length - 60] ^= 1;
				expect(await stopped({ contents, signature: signatureOver(plain), bytes: { [sealedId]: envelope } })).toMatchObject({ kind: 'stopped', message: expect.stringMatching(/damaged|was changed|does not fit its signature/) });
			}
		}
	});

	test('of an archive that grows without end', async () => {
		const bomb = zipped(Buffer.alloc(1000));
		// The directory says two gigabytes.
		Buffer.from(bomb.buffer).writeUInt32LE(2 ** 31, bomb.length - 22 - 46 - '0a1b.bin'.length + 24);
		expect(await stopped({ bytes: { [sealedId]: sealed(bomb) } })).toMatchObject({ message: 'The archive unpacks to more than 512 MB' });
	});

	test('of a file that is too large to be held', async () => {
		const { extern, calls } = serviceWith({});
		const send = extern.port.send.bind(extern.port);
		const port = {
			...extern.port,
			send: async (request: Parameters<typeof send>[0]) => (request.url.includes('/contents/') ? answer(206, new Uint8Array(8 * 1024 * 1024), { 'content-range': `bytes 0-8388607/${2 ** 31}` }) : await send(request)),
		};
		const large = new Extern(port);
		const failure = await failureOf(async () => await decryptDocument(large, docflowPlace(large, { accountId, docflowId, documentId }), async () => openerOf(anna), usual));
		expect(failure).toMatchObject({ kind: 'stopped', message: 'demand.xml is too large to be decrypted here: 2147483648 bytes' });
		expect(calls).toHaveLength(1);
	});
});

describe('what was not packed', () => {
	test('is saved when one of its signatures fits, or none can be judged', async () => {
		for (const signature of [signatureOver(plain), Buffer.from('no signature'), undefined]) {
			const { work, changes } = await decrypted({ contents: unzippedContents, bytes: { [sealedId]: sealed(plain) }, signature });
			expect(await work).toMatchObject({ isNew: true, contentId: savedId });
			expect(changes()).toEqual(SAVED);
		}
	});

	test('is not saved when its signature belongs to something else', async () => {
		const { work, changes } = await decrypted({ contents: unzippedContents, bytes: { [sealedId]: sealed(plain) }, signature: signatureOver(Buffer.from('else')) });
		expect(await failureOf(async () => await work)).toMatchObject({ message: expect.stringContaining('does not fit its signature'), hint: expect.stringContaining('Save to Kontur.Extern off') });
		expect(changes()).toEqual([]);
	});
});

test('a large file is decrypted in turns: other work goes on meanwhile', async () => {
	const envelope = sealed(Buffer.alloc(4 * 1024 * 1024), 'kuznyechik-ctr-acpkm-omac');
	let turns = 0;
	const count = () => {
		turns += 1;
		if (turns > 0) setImmediate(count);
	};
	count();
	expect(await openerOf(anna).open(envelope)).toHaveLength(4 * 1024 * 1024);
	expect(turns).toBeGreaterThan(10);
	turns = -Infinity;
});

describe('a file that came some other way', () => {
	const fileOf = (name: string, bytes: Uint8Array) => ({ name, length: bytes.length, bytes: async () => bytes });

	test.each([
		['report.xml.enc', zipped(), 'report.xml'],
		['message.p7m', plain, 'message'],
		['scan.bin', zipSync({ 'scan.pdf': new Uint8Array(plain) }), 'scan.pdf'],
	])('%s is decrypted to what it was', async (name, content, expected) => {
		const { fileName, bytes } = await decryptFile(fileOf(name, sealed(content)), openerOf(anna), { unzip: true });
		expect([fileName, Buffer.from(bytes).toString()]).toEqual([expected, plain.toString()]);
	});

	test('stays packed where Unzip is off', async () => {
		const { bytes } = await decryptFile(fileOf('a.enc', sealed(zipped())), openerOf(anna), { unzip: false });
		expect(Buffer.from(bytes).subarray(0, 2).toString()).toBe('PK');
	});

	test('is not even read when it is too large', async () => {
		const file = { name: 'a.enc', length: 2 ** 31, bytes: async () => Promise.reject(new Error('it was read')) };
		expect(await failureOf(async () => await decryptFile(file, openerOf(anna), { unzip: true }))).toMatchObject({ kind: 'stopped', message: expect.stringContaining('too large') });
	});
});

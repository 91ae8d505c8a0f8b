import type { INodeParameters } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { encryptFor, readCertificate, writePrivateKey } from '../../gost';
import { engineWorks, GostBench } from '../gost/gostEngine';
import { zipOf } from '../unit/extern/zips';
import { givenPerson } from '../unit/gost/people';
import { runWorkflow, type ItemIn, type WorkflowOutcome } from './engine';
import { certificateOf, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import type { SandboxDocflow } from './sandbox';
import { Service, stages } from './stages';
import { demanded, documentOf, type AnsweredDocflow } from './stages/docflows';

const fresh = freshSandbox();
const { sandbox } = fresh;

const ciphers = ['gost89', 'kuznyechik-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm', 'magma-ctr-acpkm-omac'];
const compressions = ['zip', 'gzip', 'none'] as const;

const docflow = (name: string, resource: string, operation: string, typed: INodeParameters = {}) => step('konturExternDocflow', name, resource, operation, typed);
const decryptAndSave = (typed: INodeParameters = {}) => docflow('Decrypt', 'document', 'decryptAndSave', typed);
const decryptFile = (typed: INodeParameters = {}) => step('konturExternSign', 'Decrypt', 'file', 'decrypt', typed);

/** A demand, and one of its encrypted documents as an item: the demand itself, which is XML, or its file, a PDF. */
async function givenDemand(type: 'fns534-demand' | 'fns534-demand-attachment' = 'fns534-demand'): Promise<{ item: ItemIn; demand: AnsweredDocflow }> {
	const { account } = fresh;
	const demand = await demanded(await Service.of(sandbox, fresh.seed), account);
	return { demand, item: { json: { accountId: account.id, docflowId: demand.id, documentId: documentOf(demand, type).id } } };
}

/** Runs a chain for an item; every request and answer is judged. */
async function run(item: ItemIn, nodes: Array<ReturnType<typeof step>>, credentials = credentialsOf(sandbox, fresh.seed, fresh.account)): Promise<WorkflowOutcome> {
	await sandbox.clearRequests();
	const outcome = await runWorkflow({ nodes, credentials, items: [item] });
	expect(await sandbox.judgeTraffic()).toEqual([]);
	return outcome;
}

/** What was changed at the service. */
async function changes(): Promise<string[]> {
	return (await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => String(operation));
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What the sender wrote, as the sandbox knows it. */
async function written({ json }: ItemIn): Promise<SandboxDocflow['documents'][number]> {
	const { docflows } = await sandbox.docflows();
	const found = docflows.flatMap(({ documents }) => documents).find(({ id }) => id === json?.documentId);
	if (!found) throw new Error('The sandbox does not know the document');
	return found;
}

describe.each(ciphers)('a document encrypted with %s', (cipher) => {
	test.each(compressions)('and packed as %s is decrypted, saved and printed', async (compression) => {
		await sandbox.setEncryption({ cipher, compression });
		const { item } = await givenDemand();
		const outcome = await run(item, [decryptAndSave(), docflow('Print', 'document', 'print')]);
		expect(outcome.error?.message).toBeUndefined();
		const { filename, sha256: digest } = await written(item);
		const [{ json, binary }] = outcome.output('Decrypt');
		expect(json).toMatchObject({ ...item.json, fileName: filename, isNew: true, contentId: expect.any(String) });
		expect(binary?.data).toMatchObject({ fileName: filename, mimeType: 'application/xml' });
		expect(sha256(await outcome.binary('Decrypt'))).toBe(digest);
		expect((await outcome.binary('Print', 0, 'print')).subarray(0, 5).toString()).toBe('%PDF-');
	});
});

test.each(ciphers)('a document encrypted with %s to a key of 512 bits is decrypted', async (cipher) => {
	const { key, certificate } = givenPerson('TC26-512-A');
	const content = Buffer.from(certificate.der).toString('base64');
	await sandbox.setEncryption({ cipher, certificate: content });
	const { item } = await givenDemand();
	const credentials = { ...credentialsOf(sandbox, fresh.seed, fresh.account), konturExternTestKeyApi: { privateKey: writePrivateKey(key), publicCertificate: content } };
	const outcome = await run(item, [decryptAndSave()], credentials);
	expect(outcome.error?.message).toBeUndefined();
	expect(sha256(await outcome.binary('Decrypt'))).toBe((await written(item)).sha256);
});

test('a second run gives the same file, asks for no key and changes nothing', async () => {
	const { item } = await givenDemand();
	const first = await run(item, [decryptAndSave()]);
	expect(await changes()).toEqual(['content-upload-start', 'docflow-document-decrypted-content-put']);

	const { konturExternTestKeyApi: _, ...withoutKey } = credentialsOf(sandbox, fresh.seed, fresh.account);
	const second = await run(item, [decryptAndSave()], { ...withoutKey, konturExternTestKeyApi: { privateKey: 'none', publicCertificate: 'none' } });
	expect(second.error?.message).toBeUndefined();
	expect(await changes()).toEqual([]);
	expect(second.json('Decrypt')).toEqual([expect.objectContaining({ isNew: false, contentId: first.json('Decrypt')[0].contentId, fileName: first.json('Decrypt')[0].fileName })]);
	expect((await second.binary('Decrypt')).equals(await first.binary('Decrypt'))).toBe(true);

	const again = await run(item, [decryptAndSave({ additionalFields: { again: true } })]);
	expect(again.json('Decrypt')).toEqual([expect.objectContaining({ isNew: true })]);
	expect(await changes()).toEqual(['content-upload-start', 'docflow-document-decrypted-content-put']);
});

test('a file is given under another name, in another field, packed and unsaved, where that is wanted', async () => {
	const { item } = await givenDemand('fns534-demand-attachment');
	const outcome = await run(item, [decryptAndSave({ outputField: 'demand', additionalFields: { unzip: false, save: false, outputFileName: 'требование.zip' } })]);
	expect(outcome.error?.message).toBeUndefined();
	expect(await changes()).toEqual([]);
	expect(outcome.json('Decrypt')[0]).not.toHaveProperty('contentId');
	expect(outcome.output('Decrypt')[0].binary?.demand).toMatchObject({ fileName: 'требование.zip', mimeType: 'application/zip' });
	expect((await outcome.binary('Decrypt', 0, 'demand')).subarray(0, 2).toString()).toBe('PK');
});

test('a demand is decrypted and saved, then recognized and checked, without another key', async () => {
	const { item, demand } = await givenDemand();
	const { id: fileId } = documentOf(demand, 'fns534-demand-attachment');
	await run(item, [decryptAndSave()]);
	const outcome = await run({ json: { ...item.json, documentId: fileId } }, [decryptAndSave(), docflow('Recognize', 'demand', 'recognize'), docflow('Check', 'demand', 'check')]);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.output('Decrypt')[0].binary?.data).toMatchObject({ mimeType: 'application/pdf', fileName: expect.stringMatching(/\.pdf$/) });
	expect(outcome.json('Recognize')).toEqual([expect.objectContaining({ demandKnd: '1165050', demandInns: [fresh.account.inn] })]);
	expect(outcome.json('Check')).toEqual([expect.objectContaining({ hasErrors: false, replyTypes: ['fns534-demand-acceptance-result-positive'] })]);
});

test('a document of an inventory is decrypted, saved and printed', async () => {
	const { json } = await stages['an inventory'](await Service.of(sandbox, fresh.seed), fresh.account);
	const outcome = await run({ json }, [docflow('Decrypt', 'inventoryDocument', 'decryptAndSave'), docflow('Print', 'inventoryDocument', 'print')]);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Decrypt')).toEqual([expect.objectContaining({ inventoryId: json.inventoryId, documentId: json.documentId, isNew: true })]);
	expect(sha256(await outcome.binary('Decrypt'))).toBe((await written({ json })).sha256);
	expect((await outcome.binary('Print', 0, 'print')).subarray(0, 5).toString()).toBe('%PDF-');
});

describe('nothing is saved', () => {
	const stopped = async (item: ItemIn, credentials?: Parameters<typeof run>[2]) => {
		const outcome = await run(item, [decryptAndSave({ options: { giveUpAfter: 0 } })], credentials);
		expect(await changes()).toEqual([]);
		return `${outcome.error?.message}\n${outcome.error?.description}`;
	};

	test('of a document for another certificate; both serial numbers are told, the key is not', async () => {
		const { item } = await givenDemand();
		const other = certificateOf(fresh.seed.accounts[1]);
		const told = await stopped(item, credentialsOf(sandbox, fresh.seed, fresh.seed.accounts[1]));
		for (const { content } of [other, certificateOf(fresh.account)]) expect(told).toContain(readCertificate(Buffer.from(content, 'base64')).serialNumber);
		expect(told).not.toContain(other.privateKey.split('\n')[1]);
	});

	test('of a document that came cut off', async () => {
		const { item } = await givenDemand();
		await sandbox.fault({ operation: 'content-download', times: 1, action: { truncateBytes: 700 } });
		expect(await stopped(item)).toContain('Nothing was changed');
		// Nothing of it is left: the next run is as the first.
		expect((await run(item, [decryptAndSave()])).json('Decrypt')).toEqual([expect.objectContaining({ isNew: true })]);
	});

	const content = Buffer.from('<Требование/>'.repeat(20));
	test.each([
		['whose check sum differs', zipOf([{ name: 'a.bin', content, says: { crc: 1 } }]), 'The archive is damaged: the check sum of a.bin differs'],
		['that is cut off', zipOf([{ name: 'a.bin', content }]).subarray(0, -30), 'The archive is damaged: its end is missing'],
		['that is none', content, 'The archive is damaged: its end is missing'],
		['that asks for a password', zipOf([{ name: 'a.bin', content, flags: 1 }]), 'a.bin is protected by a password'],
		['that says it grows to two gigabytes', zipOf([{ name: 'a.bin', content: Buffer.alloc(1000), says: { size: 2 ** 31 } }]), 'The archive unpacks to more than 512 MB'],
		['that grows beyond what it says', zipOf([{ name: 'a.bin', content: Buffer.alloc(64 * 1024 * 1024), says: { size: 1000 } }]), 'The archive is damaged: a file is larger than it says'],
	])('of an archive %s', async (_, archive, message) => {
		await sandbox.setEncryption({ content: archive.toString('base64') });
		const { item } = await givenDemand();
		expect(await stopped(item)).toContain(message);
	});

	test('of a GZIP file that grows beyond the limit', async () => {
		await sandbox.setEncryption({ compression: 'gzip', content: gzipSync(Buffer.alloc(520 * 1024 * 1024), { level: 1 }).toString('base64') });
		const { item } = await givenDemand();
		expect(await stopped(item)).toContain('The archive unpacks to more than 512 MB');
	});

	test('of a file that does not fit its signature', async () => {
		await sandbox.setEncryption({ compression: 'none', content: content.toString('base64') });
		const { item } = await givenDemand();
		expect(await stopped(item)).toContain('does not fit its signature after decrypting, so it was not saved');
	});

	test('for production with a test key, and nothing is asked', async () => {
		const { item } = await givenDemand();
		const credentials = credentialsOf(sandbox, fresh.seed, fresh.account);
		const elsewhere = { ...credentials, konturExternApi: { ...credentials.konturExternApi, apiUrl: 'https://extern-api.invalid' } };
		const outcome = await run({ ...item, files: { data: { bytes: Buffer.from('0'), fileName: 'demand.bin', mimeType: 'application/octet-stream' } } }, [decryptFile()], elsewhere);
		expect(outcome.error?.message).toBe('A test key must not decrypt for production');
		expect(await sandbox.requests()).toEqual([]);
	});
});

describe('a file that came some other way', () => {
	const plain = Buffer.from('%PDF-1.4 требование');
	const encrypted = (bytes: Buffer, fileName: string): ItemIn => ({ files: { data: { bytes, fileName, mimeType: 'application/octet-stream' } } });
	const sealed = (content: Uint8Array) => Buffer.from(encryptFor([readCertificate(Buffer.from(certificateOf(fresh.account).content, 'base64'))], content));

	test('is decrypted without asking the service anything', async () => {
		const outcome = await run(encrypted(sealed(plain), 'demand.pdf.enc'), [decryptFile()]);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Decrypt')).toEqual([{ fileName: 'demand.pdf' }]);
		expect(outcome.output('Decrypt')[0].binary?.decrypted).toMatchObject({ fileName: 'demand.pdf', mimeType: 'application/pdf' });
		expect((await outcome.binary('Decrypt', 0, 'decrypted')).equals(plain)).toBe(true);
		expect(await sandbox.requests()).toEqual([]);
	});

	test('is unpacked, or left packed', async () => {
		const archive = zipOf([{ name: 'demand.pdf', content: plain }]);
		const unpacked = await run(encrypted(sealed(archive), '0a1b.bin'), [decryptFile()]);
		expect((await unpacked.binary('Decrypt', 0, 'decrypted')).equals(plain)).toBe(true);
		expect(unpacked.json('Decrypt')).toEqual([{ fileName: 'demand.pdf' }]);
		const packed = await run(encrypted(sealed(archive), '0a1b.bin'), [decryptFile({ additionalFields: { unzip: false, outputFileName: 'demand.zip' } })]);
		expect((await packed.binary('Decrypt', 0, 'decrypted')).equals(archive)).toBe(true);
	});

	test('that is not encrypted, or damaged, is told', async () => {
		expect((await run(encrypted(plain, 'demand.pdf'), [decryptFile()])).error?.message).toBe('The file is not encrypted');
		expect((await run(encrypted(sealed(plain).subarray(0, 200), 'demand.pdf'), [decryptFile()])).error?.message).toContain('The encrypted file is damaged');
	});

	test('cannot be decrypted with a signature file', async () => {
		expect((await run(encrypted(sealed(plain), 'demand.pdf'), [decryptFile({ signWith: 'readySignature' })])).error?.message).toContain('is no way of decrypting');
	});
});

(engineWorks() ? describe : describe.skip)('files of OpenSSL', () => {
	const bench = new GostBench();
	afterAll(() => bench.remove());

	test.each(ciphers)('encrypted with %s, in one piece or streamed, are decrypted', async (cipher) => {
		const { content } = certificateOf(fresh.account);
		bench.write('recipient.pem', `-----BEGIN CERTIFICATE-----\n${content.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
		bench.write('content', 'from OpenSSL');
		for (const streaming of ['', ' -stream']) {
			const bytes = bench.run(`cms -encrypt -binary${streaming} -${cipher} -in content -outform DER recipient.pem`);
			const outcome = await run({ files: { data: { bytes, fileName: 'content.txt.p7m' } } }, [decryptFile()]);
			expect(outcome.error?.message).toBeUndefined();
			expect((await outcome.binary('Decrypt', 0, 'decrypted')).toString()).toBe('from OpenSSL');
		}
	});
});

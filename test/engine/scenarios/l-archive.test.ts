import type { INodeParameters } from 'n8n-workflow';
import { createHash } from 'node:crypto';

import { unzipSync } from 'fflate';

import { verifySignature } from '../../../extern';
import { runWorkflow, type WorkflowOutcome } from '../engine';
import { chosen, credentialsOf, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { Service } from '../stages';
import { demanded, filedReport, timePasses } from '../stages/docflows';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

beforeEach(async () => {
	const service = await Service.of(sandbox, fresh.seed);
	await filedReport(service, fresh.account);
	await demanded(service, fresh.account);
	await timePasses(service);
	await sandbox.clearRequests();
});

/** All docflows of two kinds, archived with two nodes. */
async function archived(typed: INodeParameters, credentials = credentialsOf(sandbox, fresh.seed, fresh.account)): Promise<WorkflowOutcome> {
	const find = step('konturExternDocflow', 'Find', 'docflow', 'getAll', { accountId: chosen(fresh.account.id), type: ['urn:docflow:fns534-report', 'urn:docflow:fns534-demand'], returnAll: true });
	const outcome = await runWorkflow({ nodes: [find, step('konturExternDocflow', 'Archive', 'docflow', 'archive', typed)], credentials });
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Find')).toHaveLength(2);
	return outcome;
}

interface Listed {
	kind: string;
	path: string;
	documentId?: string;
	isEncrypted?: boolean;
	problem?: string;
}

async function contentsOf(outcome: WorkflowOutcome): Promise<{ files: Record<string, Uint8Array>; listed: Listed[] }> {
	const files = unzipSync(await outcome.binary('Archive'));
	const { docflows }: { docflows: Array<{ files: Listed[] }> } = JSON.parse(Buffer.from(files['index.json']).toString());
	return { files, listed: docflows.flatMap((one) => one.files) };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('every document is decrypted, saved and archived whole, with signatures that fit and printed forms', async () => {
	const { files, listed } = await contentsOf(await archived({ signWith: 'testKey', additionalFields: { save: true } }));
	expect(listed.filter(({ problem, isEncrypted }) => problem !== undefined || isEncrypted)).toEqual([]);
	const { docflows } = await sandbox.docflows();
	const written = docflows.flatMap(({ documents }) => documents);
	const documents = listed.filter(({ kind }) => kind === 'document');
	expect(documents.map(({ documentId, path }) => [documentId, sha256(files[path])]).sort()).toEqual(written.map((one) => [one.id, one.sha256]).sort());

	const signatures = listed.filter(({ kind }) => kind === 'signature');
	expect(signatures).toHaveLength(written.flatMap((one) => one.signatures).length);
	for (const { path } of signatures) {
		const bytes = files[path.replace(/(\.\d+)?\.sig$/, '')];
		const chunks = async function* () {
			yield bytes;
		};
		const verdict = await verifySignature({ signature: { fileName: path, bytes: files[path] }, file: { chunks }, now: Date.now() });
		expect([path, verdict.valid]).toEqual([path, true]);
	}

	const operations = await sandbox.operations();
	expect(operations).toEqual(expect.arrayContaining(['content-download', 'content-upload-start', 'docflow-document-decrypted-content-put', 'docflow-document-print']));
	// What was saved needs no key the next time.
	await sandbox.clearRequests();
	const again = await contentsOf(await archived({ signWith: 'none' }));
	expect(again.listed.filter(({ isEncrypted }) => isEncrypted)).toEqual([]);
	expect(await sandbox.operations()).not.toContain('content-upload-start');
});

test('with the key of another certificate the originals are kept as they came, told one by one, and nothing is changed', async () => {
	const { konturExternTestKeyApi } = credentialsOf(sandbox, fresh.seed, fresh.seed.accounts[1]);
	const outcome = await archived({ signWith: 'testKey', additionalFields: { save: true, printedForms: false } }, { ...credentialsOf(sandbox, fresh.seed, fresh.account), konturExternTestKeyApi });
	const { files, listed } = await contentsOf(outcome);
	const sealed = listed.filter(({ isEncrypted }) => isEncrypted);
	expect(sealed.length).toBeGreaterThan(2);
	for (const { path, problem } of sealed) expect([path.endsWith('.enc'), files[path].length > 0, problem]).toEqual([true, true, expect.stringMatching(/certificate/i)]);
	expect(listed.filter(({ kind, isEncrypted }) => kind === 'document' && !isEncrypted).length).toBeGreaterThan(0);
	expect(outcome.json('Archive')).toEqual([expect.objectContaining({ problem: expect.stringMatching(/certificate/i) })]);
	expect((await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET')).toEqual([]);
});

import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { readRecord } from './demoRecord.mjs';
import { packageName, root } from './places.mjs';

const requireBuilt = createRequire(join(root, 'build/sandbox/main.js'));

/** What an accepted report does not need: the ways of one that cannot be filed, of a refused one, and of looks and mails that fail. */
const notOnItsWay = new Set(['Письмо: не отправлен', 'Почта не работает', 'Письмо: не принят', 'Письмо: узнать не удаётся', 'Почта не работает сутки', 'Письмо не ушло?', 'Нет доступа к почте']);

/**
 * Compares what `npm start` says it has done with what n8n's REST API and the sandbox know of it: which nodes ran, and
 * that the very file from the folder arrived at the authority with a signature that fits it.
 * @param {import('./n8n.mjs').N8n} n8n started and signed in
 * @throws {import('node:assert').AssertionError}
 */
export async function checkDemo(n8n) {
	const record = readRecord();
	const workflow = await n8n.client.rest('GET', `/workflows/${record.workflowId}`);
	const execution = await n8n.client.execution(record.executionId);
	const docflow = await docflowOf(record);
	const say = (text) => process.stdout.write(`  ✓ ${text}\n`);

	process.stdout.write('\nChecking\n');
	say(everyNodeRan(workflow, execution));
	say(ourNodesAreTheInstalledOnes(workflow, n8n.userFolder));
	say(docflowIsTheExecutions(docflow, execution));
	say(fileArrivedUnchanged(docflow, record, n8n.files));
	say(signatureFits(docflow, record, n8n.files));
}

function everyNodeRan({ nodes }, { status, data }) {
	assert.equal(status, 'success', 'the execution has not succeeded');
	const expected = nodes.filter(({ name, type }) => !notOnItsWay.has(name) && !type.endsWith('.stickyNote'));
	const missing = expected.filter(({ name }) => !data.resultData.runData[name]?.length).map(({ name }) => name);
	assert.deepEqual(missing, [], 'nodes that did not run');
	return `n8n ran all ${expected.length} nodes of the workflow`;
}

function ourNodesAreTheInstalledOnes({ nodes }, userFolder) {
	const folder = join(userFolder, '.n8n/nodes/node_modules', packageName);
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const installed = new Set(
		manifest.n8n.nodes.map((path) => {
			const [nodeClass] = Object.values(createRequire(join(folder, 'package.json'))(`./${path}`));
			return `${packageName}.${new nodeClass().description.name}`;
		}),
	);
	const used = new Set(nodes.map(({ type }) => type).filter((type) => type.startsWith(`${packageName}.`)));
	assert.ok(used.size >= 4, 'the workflow uses hardly any of our nodes');
	for (const type of used) assert.ok(installed.has(type), `${type} is not in the installed package`);
	return `${used.size} kinds of our nodes, all from the installed ${packageName} ${manifest.version}`;
}

function docflowIsTheExecutions(docflow, { data }) {
	const ids = new Set(
		Object.values(data.resultData.runData)
			.flat()
			.flatMap(({ data: output }) => (output?.main ?? []).flat())
			.map((item) => item?.json.docflowId)
			.filter(Boolean),
	);
	assert.deepEqual([...ids], [docflow?.id], 'the docflow of the execution is not that of the sandbox');
	assert.equal(docflow.status, 'finished');
	assert.equal(docflow.successState, 'successful');
	return `the sandbox knows docflow ${docflow.id}: finished, successful`;
}

function reportIn(docflow, { report }) {
	const document = docflow.documents.find(({ filename }) => filename === report.fileName);
	assert.ok(document, `${report.fileName} is not in the docflow`);
	return document;
}

function fileArrivedUnchanged(docflow, record, files) {
	const { sha256 } = reportIn(docflow, record);
	assert.equal(sha256, record.report.sha256, 'another file arrived than was filed');
	for (const folder of ['outbox', 'archive']) {
		const bytes = readFileSync(join(files, folder, record.report.fileName));
		assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256, `the file in ${folder} differs`);
	}
	return `the file arrived unchanged, and its archived copy is the same (sha256 ${sha256})`;
}

function signatureFits(docflow, record, files) {
	const { readSignature, verifyDetached, streebog } = requireBuilt('../gost');
	const bytes = readFileSync(join(files, 'outbox', record.report.fileName));
	const { signatures } = reportIn(docflow, record);
	assert.equal(signatures.length, 1, 'the report has not exactly one signature');
	const verdict = verifyDetached(readSignature(Buffer.from(signatures[0].content, 'base64')), (bits) => streebog(bits, bytes));
	assert.ok(verdict.valid, `the signature does not fit: ${verdict.reason}`);
	return `its GOST signature fits, certificate ${signatures[0].thumbprint}`;
}

/** The sandbox keeps nothing: after its end its last word is in the record. */
async function docflowOf({ control, docflow }) {
	try {
		const { docflows } = await (await fetch(`${control}/docflows`)).json();
		return docflows.find(({ id }) => id === docflow.id);
	} catch {
		return docflow;
	}
}

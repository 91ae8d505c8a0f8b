/**
 * `npm run save-workflows`: what n8n makes of the example workflows of this version, into test/fixtures/workflows/VERSION.
 * Run it before a version is released, and commit what it writes: the end-to-end tests import and run the workflows of
 * every version, so that what operators have saved goes on running. `npm run save-workflows -- --release` keeps what was
 * committed as it is: it writes the digest of its files into released.json, and a version listed there is never written anew.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packedPackage } from './build.mjs';
import { installLane, lanes } from './lanes.mjs';
import { N8n } from './n8n.mjs';
import { root } from './places.mjs';
import { main, step } from './progress.mjs';
import { assertNotReleased, digestOf, releasedVersions } from './releasedWorkflows.mjs';
import { exampleNames, exampleWorkflow, savedWorkflows } from './workflows.mjs';

await main(async () => {
	const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	assertNotReleased(savedWorkflows, version);
	if (process.argv.includes('--release')) return release(version);
	await installLane(lanes.small);
	const n8n = await N8n.prepare({ name: 'save-workflows', lane: lanes.small });
	await n8n.installPackage(await packedPackage());
	const exported = await step('Importing and exporting the workflows', () => throughN8n(n8n));
	const folder = join(savedWorkflows, version);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const [name, workflow] of Object.entries(exported)) {
		writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(workflow, null, 2)}\n`);
	}
	process.stdout.write(`${Object.keys(exported).length} workflows of version ${version} saved\n`);
});

/** From now on the workflows of this version are what operators have. */
function release(version) {
	const released = { ...releasedVersions(savedWorkflows), [version]: digestOf(join(savedWorkflows, version)) };
	writeFileSync(join(savedWorkflows, 'released.json'), `${JSON.stringify(released, null, '\t')}\n`);
	process.stdout.write(`The workflows of version ${version} are final\n`);
}

/** What the export of n8n says of each example. */
async function throughN8n(n8n) {
	await n8n.start();
	try {
		await n8n.client.setUpOwner();
		const names = {};
		for (const name of exampleNames()) names[await n8n.client.addWorkflow(exampleWorkflow(name))] = name;
		const all = await n8n.exportedWorkflows();
		return Object.fromEntries(all.map((workflow) => [names[workflow.id], withoutOwner(workflow)]));
	} finally {
		await n8n.stop();
	}
}

/** Who owns it and since when is said of this n8n, and no import reads it. */
function withoutOwner(workflow) {
	const ofThisOwner = ['shared', 'createdAt', 'updatedAt'];
	return Object.fromEntries(Object.entries(workflow).filter(([key]) => !ofThisOwner.includes(key)));
}

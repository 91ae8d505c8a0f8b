/**
 * `npm test`: everything that needs no n8n server. On a fresh clone it installs what is missing first. With
 * arguments it builds, hands them on to jest and leaves out lint, types and what jest does not run.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './command.mjs';
import { install } from './install.mjs';
import { jest } from './jest.mjs';
import { openIdTests } from './openid.mjs';
import { root } from './places.mjs';
import { main } from './progress.mjs';
import { runStages } from './stages.mjs';

const jestLimitMs = 45 * 60_000;
const recentEngine = join(root, 'test/engine/n8n-2.39');

const npmScript = (script) => async () => {
	await run('npm', ['run', '--silent', script], { title: `npm run ${script}`, log: script.replace(':', '-'), echo: 'all' });
};

const typeCheck = async () => {
	await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', 'test'], { title: 'Types of the tests', log: 'types', echo: 'all' });
};

const jestArguments = process.argv.slice(2);
const build = { title: 'Build', run: npmScript('build') };
const buildSandbox = { title: 'Build of the sandbox', run: npmScript('build:sandbox') };
const tests = {
	title: 'Tests',
	run: async () => {
		if (jestArguments.length === 0) process.stdout.write('The engine of n8n 2.39 leaves out what does not depend on the release; npm run test:long does not\n');
		return jest(jestArguments, { log: 'jest', timeoutMs: jestLimitMs });
	},
};

await main(async () => {
	await install({ name: 'the project', folder: root });
	if (existsSync(join(recentEngine, 'package-lock.json'))) {
		await install({ name: 'the engine of n8n 2.39', folder: recentEngine });
	}
	const stages = [build, buildSandbox, tests];
	if (jestArguments.length === 0) {
		// The builds check the types of what they build.
		stages.unshift({ title: 'Lint', run: npmScript('lint') }, { title: 'Types of the tests', run: typeCheck });
		stages.push({ title: 'OpenID client', run: openIdTests });
	}
	await runStages(stages);
});

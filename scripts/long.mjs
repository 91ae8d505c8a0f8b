/** `npm run test:long`: the newer n8n whole, of which `npm test` and `npm run test:e2e` leave out what does not depend on it. */
import { join } from 'node:path';

import { builtSandbox, packedPackage } from './build.mjs';
import { e2eStages } from './e2eStages.mjs';
import { install } from './install.mjs';
import { jest } from './jest.mjs';
import { root } from './places.mjs';
import { main } from './progress.mjs';
import { runStages } from './stages.mjs';

const limitMs = 60 * 60_000;

await main(async () => {
	await install({ name: 'the project', folder: root });
	await install({ name: 'the engine of n8n 2.39', folder: join(root, 'test/engine/n8n-2.39') });
	await builtSandbox();
	await packedPackage();
	process.env.WHOLE_LANES = 'true';
	const engine = { title: 'Engine tests, n8n 2.39', run: () => jest(['--selectProjects', 'engine-2.39'], { log: 'jest-long', timeoutMs: limitMs }) };
	await runStages([engine, ...e2eStages(['recent'])]);
});

/**
 * `npm run test:e2e`: the packed package in a real n8n, in two lanes. `-- small` or `-- recent` runs one of them whole,
 * further arguments choose test files by a part of their name; `npm run test:long` runs both lanes whole.
 */
import { builtSandbox, packedPackage } from './build.mjs';
import { e2eStages } from './e2eStages.mjs';
import { install } from './install.mjs';
import { root } from './places.mjs';
import { main } from './progress.mjs';
import { runStages } from './stages.mjs';

await main(async () => {
	await install({ name: 'the project', folder: root });
	await builtSandbox();
	await packedPackage();
	await runStages(e2eStages(process.argv.slice(2)));
});

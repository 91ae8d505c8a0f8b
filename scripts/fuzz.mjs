/**
 * `npm run fuzz`: 100 000 mutated GOST files, each judged by us and by OpenSSL with gost-engine; `npm test` does 5 000.
 * `-- 20000` asks for another number, and GOST_SEED repeats a run. Files that somebody has to look at land in `.cache/fuzz`.
 */
import { install } from './install.mjs';
import { jest } from './jest.mjs';
import { root } from './places.mjs';
import { main } from './progress.mjs';
import { runStages } from './stages.mjs';

const [mutations = '100000'] = process.argv.slice(2);
const limitMs = 3 * 60 * 60_000;

await main(async () => {
	await install({ name: 'the project', folder: root });
	process.env.FUZZ_MUTATIONS = mutations;
	// Without OpenSSL and its engine nothing would be done, and that would look like success.
	process.env.CI = 'true';
	const jestArguments = ['--selectProjects', 'gost', '--testPathPattern', 'test/gost/fuzz\\.test'];
	await runStages([{ title: `Fuzzing, ${mutations} mutations`, run: () => jest(jestArguments, { log: 'fuzz', timeoutMs: limitMs }) }]);
});

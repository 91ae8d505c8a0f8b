import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join, relative } from 'node:path';

import { CommandFailed, run } from './command.mjs';
import { cache, root } from './places.mjs';

/** Most tests wait for a sandbox half of their time; each worker takes up to 3 GB. */
const workers = () => Math.max(1, Math.min(2 * availableParallelism(), Math.floor(totalmem() / 3e9)));

/**
 * Runs jest, shows what it prints and counts its tests. A file that could not be run at all counts as one failed test.
 * @param {string[]} jestArguments
 * @param {{ log: string, timeoutMs: number }} options
 * @returns {Promise<import('./stages.mjs').Tally>}
 */
export async function jest(jestArguments, { log, timeoutMs }) {
	mkdirSync(cache, { recursive: true });
	const outputFile = join(cache, `${log}.json`);
	rmSync(outputFile, { force: true });
	try {
		await run(
			process.execPath,
			[
				join(root, 'node_modules/jest/bin/jest.js'),
				// n8n-core leaves a handle open that it names nowhere.
				'--forceExit',
				`--maxWorkers=${workers()}`,
				// The engine's modules are loaded anew for each file and not all given back.
				'--workerIdleMemoryLimit=2GB',
				'--json',
				`--outputFile=${outputFile}`,
				...jestArguments,
			],
			{ title: 'jest', log, echo: 'stderr', timeoutMs },
		);
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
	}
	const result = JSON.parse(readFileSync(outputFile, 'utf8'));
	return {
		passed: result.numPassedTests,
		failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
		skipped: result.numPendingTests + result.numTodoTests,
		failures: result.testResults.flatMap(failuresOf),
	};
}

/** What failed in a file: its tests, or the file as a whole. */
function failuresOf({ name, status, message, assertionResults }) {
	const file = relative(root, name);
	const failed = assertionResults.filter((test) => test.status === 'failed');
	if (status === 'failed' && failed.length === 0) return [{ test: file, message }];
	return failed.map(({ fullName, failureMessages }) => ({ test: `${fullName} (${file})`, message: failureMessages.join('\n') }));
}

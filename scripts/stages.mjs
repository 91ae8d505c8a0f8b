import { stripVTControlCharacters } from 'node:util';

import { Stop, duration } from './progress.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, failures?: Failure[] }} Tally */

/** @typedef {{ test: string, message: string }} Failure */

/** What fits on a screen next to others; the whole message stands where the test ran. */
const linesOfFailure = 14;

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {() => Promise<Tally | void>} run a stage that counts nothing itself is one check
 */

/** @param {Tally} tally */
export function tallyLine({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** @param {Failure} failure */
function failureText({ test, message }) {
	const lines = stripVTControlCharacters(message).split('\n').slice(0, linesOfFailure);
	return [`✗ ${test}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

/**
 * Runs all stages, also after one has failed, and ends with what failed and the line that sums them up. Sets the exit code.
 * @param {Stage[]} stages
 */
export async function runStages(stages) {
	const sum = { passed: 0, failed: 0, skipped: 0 };
	const failures = [];
	const took = [];
	for (const { title, run } of stages) {
		const started = Date.now();
		process.stdout.write(`\n── ${title}\n`);
		const tally = await run().then(
			(counted) => counted ?? { passed: 1, failed: 0, skipped: 0 },
			(error) => {
				const message = error instanceof Stop ? error.message : error.stack;
				process.stdout.write(`${message}\n`);
				return { passed: 0, failed: 1, skipped: 0, failures: [{ test: title, message }] };
			},
		);
		for (const kind of Object.keys(sum)) sum[kind] += tally[kind];
		failures.push(...(tally.failures ?? []));
		took.push(`${title}: ${duration(Date.now() - started)} (${tallyLine(tally)})`);
	}
	if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map(failureText).join('\n')}\n`);
	process.stdout.write(`\n${took.join('\n')}\n\n${tallyLine(sum)}\n`);
	process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

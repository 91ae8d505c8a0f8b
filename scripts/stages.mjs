import { Stop, duration } from './progress.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {() => Promise<Tally | void>} run a stage that counts nothing itself is one check
 */

/** @param {Tally} tally */
export function tallyLine({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Runs all stages, also after one has failed, and ends with the line that sums them up. Sets the exit code.
 * @param {Stage[]} stages
 */
export async function runStages(stages) {
	const sum = { passed: 0, failed: 0, skipped: 0 };
	const took = [];
	for (const { title, run } of stages) {
		const started = Date.now();
		process.stdout.write(`\n── ${title}\n`);
		const tally = await run().then(
			(counted) => counted ?? { passed: 1, failed: 0, skipped: 0 },
			(error) => {
				process.stdout.write(`${error instanceof Stop ? error.message : error.stack}\n`);
				return { passed: 0, failed: 1, skipped: 0 };
			},
		);
		for (const kind of Object.keys(sum)) sum[kind] += tally[kind];
		took.push(`${title}: ${duration(Date.now() - started)} (${tallyLine(tally)})`);
	}
	process.stdout.write(`\n${took.join('\n')}\n\n${tallyLine(sum)}\n`);
	process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

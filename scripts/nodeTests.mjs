import { Transform } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/**
 * Runs files of Node's own test runner, shows what they report and counts their tests.
 * @param {string[]} files
 * @param {number} [atOnce] files that run side by side
 * @returns {Promise<import('./stages.mjs').Tally>}
 */
export async function nodeTests(files, atOnce = 1) {
	const tally = { passed: 0, failed: 0, skipped: 0 };
	const count = new Transform({
		objectMode: true,
		transform(event, _encoding, done) {
			const kind = kindOf(event);
			if (kind) tally[kind] += 1;
			done(undefined, event);
		},
	});
	const report = run({ files, concurrency: atOnce }).pipe(count).compose(spec);
	for await (const text of report) process.stdout.write(text);
	return tally;
}

/** @returns {keyof import('./stages.mjs').Tally | undefined} */
function kindOf({ type, data }) {
	if (data?.details?.type === 'suite') return undefined;
	if (type === 'test:fail') return data.todo ? 'skipped' : 'failed';
	if (type !== 'test:pass') return undefined;
	return data.skip !== undefined || data.todo !== undefined ? 'skipped' : 'passed';
}

import { relative } from 'node:path';
import { Transform } from 'node:stream';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

import { root } from './places.mjs';

/**
 * Runs files of Node's own test runner, shows what they report and counts their tests.
 * @param {string[]} files
 * @param {number} [atOnce] files that run side by side
 * @returns {Promise<import('./stages.mjs').Tally>}
 */
export async function nodeTests(files, atOnce = 1) {
	const tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
	const count = new Transform({
		objectMode: true,
		transform(event, _encoding, done) {
			const kind = kindOf(event);
			if (kind) tally[kind] += 1;
			if (kind === 'failed') tally.failures.push(failureOf(event.data));
			done(undefined, event);
		},
	});
	const report = run({ files, concurrency: atOnce }).pipe(count).compose(spec);
	for await (const text of report) process.stdout.write(text);
	return tally;
}

/** The runner wraps what a test threw. */
function failureOf({ name, file, details: { error } }) {
	const thrown = error.cause ?? error;
	return { test: file ? `${name} (${relative(root, file)})` : name, message: String(thrown.stack ?? thrown) };
}

/** @returns {keyof import('./stages.mjs').Tally | undefined} */
function kindOf({ type, data }) {
	if (data?.details?.type === 'suite') return undefined;
	if (type === 'test:fail') return data.todo ? 'skipped' : 'failed';
	if (type !== 'test:pass') return undefined;
	return data.skip !== undefined || data.todo !== undefined ? 'skipped' : 'passed';
}

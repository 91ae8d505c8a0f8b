import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/*
 * The same child process as in `npm run bench`, which signs 1 GB. Nothing here depends on how fast
 * the machine is: memory is compared with a document of 1 MB, delays with the time of the whole.
 */

interface Measured {
	totalMs: number;
	moreMegabytes: number;
	longestDelayMs: number;
	usualDelayMs: number;
}

const bench = join(__dirname, '../../scripts/bench');
const limitMs = 10 * 60_000;
const maxMoreMegabytes = 64;

/** Other work waits for one slice of the document, not for a good part of all. */
const longestShare = 1 / 5;

async function sign(megabytes: number, chunkKilobytes: number): Promise<Measured> {
	const child = ['--require', join(bench, 'typescript.cjs'), join(bench, 'signLargeDocument.cjs'), String(megabytes), String(chunkKilobytes)];
	const { stdout } = await promisify(execFile)(process.execPath, child, { timeout: limitMs });
	const measured: Measured = JSON.parse(stdout);
	process.stdout.write(
		`Signed ${megabytes} MB in chunks of ${chunkKilobytes} KB: ${measured.totalMs} ms, ${measured.moreMegabytes} MB more memory than for 1 MB, ` +
			`event loop held up ${measured.usualDelayMs} ms as a rule (99 of 100) and ${measured.longestDelayMs} ms at most\n`,
	);
	return measured;
}

test(
	'a document of 200 MB is signed in the memory that 1 MB takes, and other work goes on meanwhile',
	async () => {
		const { totalMs, moreMegabytes, longestDelayMs } = await sign(200, 64);
		expect(moreMegabytes).toBeLessThan(maxMoreMegabytes);
		expect(longestDelayMs).toBeLessThan(totalMs * longestShare);
	},
	limitMs,
);

test(
	'a document that comes in one piece holds up other work no longer',
	async () => {
		const { totalMs, longestDelayMs } = await sign(48, 48 * 1024);
		expect(longestDelayMs).toBeLessThan(totalMs * longestShare);
	},
	limitMs,
);

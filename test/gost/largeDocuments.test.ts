import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encryptFor, writePrivateKey } from '../../gost';
import { compile } from '../../scripts/bench/compile.cjs';
import { givenPerson } from '../unit/gost/people';

/*
 * The same child process as in `npm run bench`, which signs 1 GB, and one that decrypts. Nothing here depends on how fast
 * the machine is: memory is compared with a document of 1 MB, delays with the time of the whole.
 */

interface Measured {
	totalMs: number;
	moreMegabytes: number;
	longestDelayMs: number;
	usualDelayMs: number;
	/** Of what was decrypted. */
	sha256?: string;
}

const bench = join(__dirname, '../../scripts/bench');
let compiled: string;
const limitMs = 10 * 60_000;
const maxMoreMegabytes = 64;

/** Other work waits for one slice of the document, not for a good part of all. */
const longestShare = 1 / 5;

async function measure(what: string, script: string, ...parameters: (string | number)[]): Promise<Measured> {
	const child = [join(bench, script), compiled, ...parameters.map(String)];
	const { stdout } = await promisify(execFile)(process.execPath, child, { timeout: limitMs });
	const measured: Measured = JSON.parse(stdout);
	process.stdout.write(
		`${what}: ${measured.totalMs} ms, ${measured.moreMegabytes} MB more memory than before, ` +
			`event loop held up ${measured.usualDelayMs} ms as a rule (99 of 100) and ${measured.longestDelayMs} ms at most\n`,
	);
	return measured;
}

const sign = (megabytes: number, chunkKilobytes: number) =>
	measure(`Signed ${megabytes} MB in chunks of ${chunkKilobytes} KB after 1 MB`, 'signLargeDocument.cjs', megabytes, chunkKilobytes);

beforeAll(() => {
	compiled = mkdtempSync(join(tmpdir(), 'compiled-'));
	compile(compiled);
});

afterAll(() => {
	rmSync(compiled, { recursive: true, force: true });
});

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

describe('an envelope of 32 MB', () => {
	const megabytes = 32;
	const { key, certificate } = givenPerson('TC26-256-A');
	let folder: string;

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'large-envelope-'));
		writeFileSync(join(folder, 'key'), writePrivateKey(key));
		writeFileSync(join(folder, 'certificate'), certificate.der);
	});

	afterAll(() => {
		rmSync(folder, { recursive: true, force: true });
	});

	test.each(['gost89', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm'] as const)(
		'with %s opens in the memory of its content, and other work goes on meanwhile',
		async (cipher) => {
			const content = new Uint8Array(megabytes * 1024 * 1024).map((_, index) => index >> 10);
			writeFileSync(join(folder, 'envelope'), encryptFor([certificate], content, cipher));
			const measured = await measure(`Opened ${megabytes} MB of ${cipher}`, 'openLargeEnvelope.cjs', folder);
			expect(measured.sha256).toBe(createHash('sha256').update(content).digest('hex'));
			expect(measured.moreMegabytes).toBeLessThan(megabytes + maxMoreMegabytes);
			expect(measured.longestDelayMs).toBeLessThan(measured.totalMs * longestShare);
		},
		limitMs,
	);
});

/**
 * `npm run bench [-- MEGABYTES [PAIRS]]`: signs a document of 1 GB, or of that many megabytes, with the test key
 * of the node and with OpenSSL and gost-engine, by turns, and prints the times as ratios: machines differ, ratios
 * hardly. OpenSSL also verifies what the node signed. Memory has to stay flat: above what 1 MB needs it may grow by
 * 50 MB and a twentieth of the document, or the bench fails.
 */
const { execFileSync } = require('node:child_process');
const { createWriteStream, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { finished } = require('node:stream/promises');

const { compile } = require('./compile.cjs');

const megabytes = Number(process.argv[2] ?? 1024);
const pairs = Number(process.argv[3] ?? 3);
const mostMegabytes = 50 + megabytes / 20;
const chunkKilobytes = 64; // as file streams of Node have them

async function writeDocument(file) {
	const stream = createWriteStream(file);
	for (let written = 0; written < megabytes; written++) {
		if (!stream.write(Buffer.alloc(1024 * 1024, `${written} `))) await new Promise((resolve) => stream.once('drain', resolve));
	}
	stream.end();
	await finished(stream);
}

function signHere(compiled, folder) {
	const child = [join(__dirname, 'signLargeDocument.cjs'), compiled, megabytes, chunkKilobytes, folder];
	return JSON.parse(execFileSync(process.execPath, child.map(String), { encoding: 'utf8' }));
}

function signThere(bench) {
	const begin = performance.now();
	bench.run('cms -sign -binary -noattr -in document -signer ours.crt -inkey ours.key -md md_gost12_256 -nosmimecap -outform DER -out theirs.sig');
	return performance.now() - begin;
}

const rate = (ms) => `${(ms / 1000).toFixed(1)} s, ${((megabytes * 1000) / ms).toFixed(0)} MB/s`;
const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function comparePairs(bench, compiled) {
	await writeDocument(join(bench.folder, 'document'));
	const ratios = [];
	for (let pair = 1; pair <= pairs; pair++) {
		const ours = signHere(compiled, bench.folder);
		const theirMs = signThere(bench);
		ratios.push(ours.totalMs / theirMs);
		process.stdout.write(
			`Pair ${pair}, ${megabytes} MB: node ${rate(ours.totalMs)}; OpenSSL ${rate(theirMs)}; ratio ${ratios.at(-1).toFixed(1)}; ` +
				`${ours.moreMegabytes} MB more memory than for 1 MB; event loop held up ${ours.longestDelayMs} ms at most\n`,
		);
		if (ours.moreMegabytes > mostMegabytes) throw new Error(`Memory is not flat: ${ours.moreMegabytes} MB more than for 1 MB, where ${mostMegabytes} are allowed`);
	}
	bench.run('cms -verify -binary -inform DER -in ours.sig -content document -CAfile ours.crt -purpose any -out /dev/null');
	process.stdout.write(`OpenSSL accepts the signature. Middle ratio ${middle(ratios).toFixed(1)}\n`);
}

async function main() {
	const compiled = mkdtempSync(join(tmpdir(), 'signing-bench-'));
	try {
		compile(compiled);
		const { engineWorks, GostBench, installLine } = require(join(compiled, 'test/gost/gostEngine'));
		if (!engineWorks()) throw new Error(`OpenSSL with gost-engine is needed for the comparison: ${installLine}`);
		const bench = new GostBench();
		await comparePairs(bench, compiled).finally(() => bench.remove());
	} finally {
		rmSync(compiled, { recursive: true, force: true });
	}
}

main().catch(({ message }) => {
	process.stderr.write(`${message}\n`);
	process.exitCode = 1;
});

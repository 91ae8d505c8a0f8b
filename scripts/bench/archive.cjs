/**
 * `node scripts/bench/archive.cjs [MEGABYTES [PAIRS]]`, the first part of `npm run bench`: packs 500 MB of reports, or
 * that many megabytes, into a ZIP with the node's own writer and with fflate, by turns, and prints the times as ratios.
 * Memory has to stay flat: it may need 50 MB more than half as much again as a tenth needs. Python checks the ZIP.
 */
const { execFileSync } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const { compile } = require('./compile.cjs');

const megabytes = Number(process.argv[2] ?? 500);
const pairs = Number(process.argv[3] ?? 3);

const folder = mkdtempSync(join(tmpdir(), 'archive-bench-'));

function pack(packer, size, file) {
	const child = [join(__dirname, 'packArchive.cjs'), folder, packer, size, ...(file ? [file] : [])];
	return JSON.parse(execFileSync(process.execPath, child.map(String), { encoding: 'utf8', env: { ...process.env, NODE_PATH: join(__dirname, '../../node_modules') } }));
}

const rate = ({ totalMs }) => `${(totalMs / 1000).toFixed(1)} s, ${((megabytes * 1000) / totalMs).toFixed(0)} MB/s`;
const middle = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function main() {
	compile(folder);
	const file = join(folder, 'archive.zip');
	const small = pack('ours', Math.ceil(megabytes / 10));
	const ratios = [];
	for (let pair = 1; pair <= pairs; pair++) {
		const ours = pack('ours', megabytes, file);
		const theirs = pack('fflate', megabytes);
		ratios.push(ours.totalMs / theirs.totalMs);
		process.stdout.write(
			`ZIP ${pair}, ${megabytes} MB: node ${rate(ours)}; fflate ${rate(theirs)}; ratio ${ratios.at(-1).toFixed(2)}; size ${(ours.bytes / theirs.bytes).toFixed(2)}; ` +
				`${ours.moreMegabytes} MB more memory (${small.moreMegabytes} for a tenth), fflate ${theirs.moreMegabytes}; event loop held up ${ours.longestDelayMs} ms at most\n`,
		);
		if (ours.moreMegabytes > small.moreMegabytes * 1.5 + 50) throw new Error(`Memory is not flat: ${ours.moreMegabytes} MB`);
	}
	execFileSync('python3', ['-c', 'import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)', file]);
	process.stdout.write(`Python accepts the ZIP. Middle ratio ${middle(ratios).toFixed(2)}\n`);
}

try {
	main();
} finally {
	rmSync(folder, { recursive: true, force: true });
}

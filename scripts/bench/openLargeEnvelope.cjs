/**
 * Opens the file `envelope` of a folder with its `key` and `certificate` in a process of its own, letting other
 * work in after every piece, and prints as one line of JSON how long it took, how much memory it needed beyond
 * the envelope itself, and how long the event loop was held up.
 *
 * `node scripts/bench/openLargeEnvelope.cjs COMPILED FOLDER`, COMPILED being where `compile.cjs` compiled to
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const [compiled, folder] = process.argv.slice(2);
const { nextTurn } = require(join(compiled, 'extern/signing/nextTurn'));
const { decryptInPieces, readCertificate, readPrivateKey } = require(join(compiled, 'gost'));

const inFolder = (name) => readFileSync(join(folder, name));
const peakMegabytes = () => process.resourceUsage().maxRSS / 1024;

async function measure() {
	const envelope = inFolder('envelope');
	const key = readPrivateKey(inFolder('key'));
	const certificate = readCertificate(inFolder('certificate'));
	const before = process.memoryUsage().rss / 2 ** 20;
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const begin = performance.now();
	const content = new Uint8Array(envelope.length);
	let length = 0;
	for (const piece of decryptInPieces(envelope, key, certificate)) {
		content.set(piece, length);
		length += piece.length;
		await nextTurn();
	}
	const totalMs = performance.now() - begin;
	delay.disable();
	const result = {
		totalMs: Math.round(totalMs),
		moreMegabytes: Math.round(peakMegabytes() - before),
		longestDelayMs: Math.round(delay.max / 1e6),
		usualDelayMs: Math.round(delay.percentile(99) / 1e6),
		sha256: createHash('sha256').update(content.subarray(0, length)).digest('hex'),
	};
	process.stdout.write(`${JSON.stringify(result)}\n`);
}

void measure();

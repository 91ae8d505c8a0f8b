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

const { measure } = require('./measure.cjs');

const [compiled, folder] = process.argv.slice(2);
const { nextTurn } = require(join(compiled, 'extern/signing/nextTurn'));
const { decryptInPieces, readCertificate, readPrivateKey } = require(join(compiled, 'gost'));

const inFolder = (name) => readFileSync(join(folder, name));

async function main() {
	const envelope = inFolder('envelope');
	const key = readPrivateKey(inFolder('key'));
	const certificate = readCertificate(inFolder('certificate'));
	let content = new Uint8Array(0);
	const measured = await measure(async () => {
		const opened = new Uint8Array(envelope.length);
		let length = 0;
		for (const piece of decryptInPieces(envelope, key, certificate)) {
			opened.set(piece, length);
			length += piece.length;
			await nextTurn();
		}
		content = opened.subarray(0, length);
	});
	process.stdout.write(`${JSON.stringify({ ...measured, sha256: createHash('sha256').update(content).digest('hex') })}\n`);
}

void main();

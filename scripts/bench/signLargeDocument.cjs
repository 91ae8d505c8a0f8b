/**
 * Signs one document in a process of its own and prints, as one line of JSON, how long it took, how much
 * more memory it needed than a document of 1 MB, and how long the event loop was held up meanwhile.
 *
 * `node --require ./scripts/bench/typescript.cjs scripts/bench/signLargeDocument.cjs MEGABYTES CHUNK_KILOBYTES [FOLDER]`
 *
 * With a folder the document comes from its file `document`, and the signature, key and certificate are left
 * there; without one the document is made up on the way.
 */
const { createReadStream, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const { testKeySigner } = require('../../extern/signing/index.ts');
const { pem } = require('../../gost/armor.ts');
const { generatePrivateKey, issueCertificate, publicKeyOf, writePrivateKey } = require('../../gost/index.ts');

const megabyte = 1024 * 1024;
const [megabytes, chunkKilobytes] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4];
const chunkBytes = chunkKilobytes * 1024;

/** Chunks that are all there already, as of a document in memory: nothing here waits for a disk. */
async function* madeUp(bytes) {
	for (let left = bytes; left > 0; left -= chunkBytes) yield Buffer.alloc(Math.min(chunkBytes, left), left);
}

const inFolder = (name) => join(folder, name);
const document = (bytes) => ({
	fileName: 'document',
	chunks: () => (folder ? createReadStream(inFolder('document'), { end: bytes - 1, highWaterMark: chunkBytes }) : madeUp(bytes)),
});
const peakMegabytes = () => process.resourceUsage().maxRSS / 1024;

const key = generatePrivateKey('TC26-256-A');
const certificate = issueCertificate({
	subject: { commonName: 'Bench' },
	publicKey: publicKeyOf(key),
	issuer: { key },
	notBefore: new Date(Date.now() - 60_000),
	notAfter: new Date(Date.now() + 86_400_000),
});
const signer = testKeySigner(writePrivateKey(key), Buffer.from(certificate.der).toString('base64'));

async function measure() {
	await signer.sign(document(megabyte));
	const before = peakMegabytes();
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const begin = performance.now();
	const signature = await signer.sign(document(megabytes * megabyte));
	const totalMs = performance.now() - begin;
	delay.disable();
	if (folder) {
		writeFileSync(inFolder('ours.sig'), signature);
		writeFileSync(inFolder('ours.crt'), pem('CERTIFICATE', certificate.der));
		writeFileSync(inFolder('ours.key'), writePrivateKey(key));
	}
	const result = {
		megabytes,
		totalMs: Math.round(totalMs),
		moreMegabytes: Math.round(peakMegabytes() - before),
		longestDelayMs: Math.round(delay.max / 1e6),
		usualDelayMs: Math.round(delay.percentile(99) / 1e6),
	};
	process.stdout.write(`${JSON.stringify(result)}\n`);
}

void measure();

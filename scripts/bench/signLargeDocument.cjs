/**
 * Signs one document in a process of its own and prints, as one line of JSON, how long it took, how much
 * more memory it needed than a document of 1 MB, and how long the event loop was held up meanwhile.
 *
 * `node scripts/bench/signLargeDocument.cjs COMPILED MEGABYTES CHUNK_KILOBYTES [FOLDER]`
 *
 * COMPILED is where `compile.cjs` compiled to. With a folder the document comes from its file `document`, and
 * signature, key and certificate are left there; without one the document is made up on the way.
 */
const { createReadStream, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { measure } = require('./measure.cjs');

const [compiled, megabytesText, chunkText, folder] = process.argv.slice(2);
const { testKeySigner } = require(join(compiled, 'extern/signing'));
const { pem } = require(join(compiled, 'gost/armor'));
const { generatePrivateKey, issueCertificate, publicKeyOf, writePrivateKey } = require(join(compiled, 'gost'));

const megabyte = 1024 * 1024;
const megabytes = Number(megabytesText);
const chunkBytes = Number(chunkText) * 1024;

/** Chunks that are all there already, as of a document in memory: nothing here waits for a disk. */
async function* madeUp(bytes) {
	for (let left = bytes; left > 0; left -= chunkBytes) yield Buffer.alloc(Math.min(chunkBytes, left), left);
}

const inFolder = (name) => join(folder, name);
const document = (bytes) => ({
	fileName: 'document',
	chunks: () => (folder ? createReadStream(inFolder('document'), { end: bytes - 1, highWaterMark: chunkBytes }) : madeUp(bytes)),
});

const key = generatePrivateKey('TC26-256-A');
const certificate = issueCertificate({
	subject: { commonName: 'Bench' },
	publicKey: publicKeyOf(key),
	issuer: { key },
	notBefore: new Date(Date.now() - 60_000),
	notAfter: new Date(Date.now() + 86_400_000),
});
const signer = testKeySigner(writePrivateKey(key), Buffer.from(certificate.der).toString('base64'));

async function main() {
	await signer.sign(document(megabyte), 'detached');
	let signature;
	const measured = await measure(async () => {
		signature = await signer.sign(document(megabytes * megabyte), 'detached');
	});
	if (folder) {
		writeFileSync(inFolder('ours.sig'), signature);
		writeFileSync(inFolder('ours.crt'), pem('CERTIFICATE', certificate.der));
		writeFileSync(inFolder('ours.key'), writePrivateKey(key));
	}
	process.stdout.write(`${JSON.stringify(measured)}\n`);
}

void main();

/**
 * Packs files into a ZIP in a process of its own and prints, as one line of JSON, how long it took, how much memory
 * it needed on top, and how large the ZIP is.
 *
 * `node scripts/bench/packArchive.cjs COMPILED ours|fflate MEGABYTES [FILE]`, COMPILED being where `compile.cjs`
 * compiled to. With a file the ZIP is left there.
 */
const { closeSync, openSync, writeSync } = require('node:fs');
const { join } = require('node:path');
const { Zip, ZipDeflate } = require('fflate');

const { measure } = require('./measure.cjs');

const [compiled, packer, megabytesText, file] = process.argv.slice(2);
const { packZip } = require(join(compiled, 'extern/archives'));

const megabyte = 1024 * 1024;
const megabytes = Number(megabytesText);
const reportMegabytes = 10;

/** Reports like XML: much of each repeats, no two parts are alike. */
function* chunksOf(report) {
	for (let index = 0; index < reportMegabytes; index++) {
		const lines = Array.from({ length: 8000 }, (_, line) => `<Строка номер="${report * index * 8000 + line}" сумма="${(line * 7919 + report) % 99991}.00"/>`);
		yield Buffer.concat([Buffer.from(lines.join('\n'))], megabyte);
	}
}

const reports = Array.from({ length: Math.ceil(megabytes / reportMegabytes) }, (_, index) => `ИНН/2026/отчёт ${index}.xml`);

async function pack(write) {
	async function* files() {
		for (const [index, path] of reports.entries()) {
			yield {
				path,
				modifiedAt: new Date(0),
				length: reportMegabytes * megabyte,
				async *chunks() {
					yield* chunksOf(index);
				},
			};
		}
	}
	for await (const piece of packZip(files())) write(piece);
}

async function packWithFflate(write) {
	const zip = new Zip((error, piece) => {
		if (error) throw error;
		write(piece);
	});
	for (const [index, path] of reports.entries()) {
		const entry = new ZipDeflate(path, { level: 6 });
		zip.add(entry);
		for (const chunk of chunksOf(index)) entry.push(new Uint8Array(chunk));
		entry.push(new Uint8Array(0), true);
	}
	zip.end();
}

async function main() {
	const target = file && openSync(file, 'w');
	let bytes = 0;
	const write = (piece) => {
		bytes += piece.length;
		if (target) writeSync(target, piece);
	};
	const measured = await measure(async () => await (packer === 'ours' ? pack : packWithFflate)(write));
	if (target) closeSync(target);
	process.stdout.write(`${JSON.stringify({ ...measured, bytes })}\n`);
}

void main();

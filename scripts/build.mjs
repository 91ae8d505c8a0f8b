import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './command.mjs';
import { cache, root } from './places.mjs';
import { step } from './progress.mjs';

const packageSources = ['package.json', 'tsconfig.json', 'gulpfile.js', 'nodes', 'credentials', 'extern', 'gost', 'icons'];
const sandboxSources = ['sandbox', 'gost', 'test/reference', 'package-lock.json'];

/**
 * Builds and packs the package, unless nothing has changed since the last time.
 * @returns {Promise<string>} path of the tarball
 */
export async function packedPackage() {
	const folder = join(cache, 'package');
	const found = () => readdirSync(folder).find((name) => name.endsWith('.tgz'));
	await unlessUnchanged(join(folder, 'digest'), packageSources, async () => {
		await step('Building and packing the package', async () => {
			await npm(['run', '--silent', 'build'], 'build');
			rmSync(folder, { recursive: true, force: true });
			mkdirSync(folder, { recursive: true });
			await npm(['pack', '--silent', `--pack-destination=${folder}`], 'pack');
		});
	});
	return join(folder, found());
}

/** Builds the sandbox, unless nothing has changed since the last time. */
export async function builtSandbox() {
	await unlessUnchanged(join(cache, 'sandbox.digest'), sandboxSources, () =>
		step('Building the sandbox', () => npm(['run', '--silent', 'build:sandbox'], 'build-sandbox')),
	);
	return join(root, 'build/sandbox/main.js');
}

async function unlessUnchanged(digestFile, sources, make) {
	const digest = digestOf(sources);
	if (existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest) return;
	await make();
	mkdirSync(join(digestFile, '..'), { recursive: true });
	writeFileSync(digestFile, digest);
}

function digestOf(sources) {
	const hash = createHash('sha256');
	for (const file of sources.flatMap((source) => filesBelow(join(root, source))).sort()) {
		hash.update(file).update('\0').update(readFileSync(file));
	}
	return hash.digest('hex');
}

function filesBelow(path) {
	if (!existsSync(path)) return [];
	if (statSync(path).isFile()) return [path];
	return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

function npm(npmArguments, log) {
	return run('npm', npmArguments, { title: `npm ${npmArguments.join(' ')}`, log });
}

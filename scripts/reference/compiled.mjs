import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { cache, root } from '../places.mjs';
import { Stop } from '../progress.mjs';

const compiler = join(root, 'node_modules/typescript/bin/tsc');

/**
 * Compiles the package as it is now into a folder of its own, so that neither an old `dist` gives old answers nor a
 * `dist` in use is disturbed, and lets `read` look into it.
 * @template T
 * @param {(load: (file: string) => Record<string, any>) => T} read `load` takes a path from the repository, as in `dist`
 * @returns {T}
 * @throws {Stop} when the compiler is not installed or the sources cannot be compiled
 */
export function withCompiled(read) {
	if (!existsSync(compiler)) throw new Stop('The compiler is not installed yet. Run `npm ci`, then this again.');
	mkdirSync(cache, { recursive: true });
	const folder = mkdtempSync(join(cache, 'compiled-'));
	try {
		compile(folder);
		const load = createRequire(join(folder, 'anything.js'));
		return read((file) => load(join(folder, file)));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function compile(folder) {
	try {
		// Types are judged by `npm test`.
		execFileSync(process.execPath, [compiler, '-p', 'tsconfig.json', '--noCheck', '--outDir', folder], { cwd: root, encoding: 'utf8' });
	} catch (error) {
		throw new Stop(`The sources cannot be compiled:\n${error.stdout}`);
	}
}

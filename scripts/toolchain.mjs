import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Stop } from './progress.mjs';

/**
 * The compilers of C and C++.
 * @param {string} reason what has to be compiled
 * @throws {Stop} naming what is missing and how to get it
 */
export function requireCompiler(reason) {
	const compiler = { c: process.env.CC ?? 'cc', cxx: process.env.CXX ?? 'c++' };
	const missing = Object.values(compiler).filter((command) => spawnSync(command, ['--version']).status !== 0);
	if (missing.length > 0) {
		const names = missing.join(' and ');
		throw new Stop(`${reason} needs a compiler, and there is no ${names}: sudo apt-get install -y g++`);
	}
	return compiler;
}

/**
 * The folder with the headers of a Node.
 * @param {string} node path of the executable
 * @throws {Stop} when it came without them
 */
export function requireHeaders(node) {
	const prefix = dirname(dirname(realpathSync(node)));
	const headers = [prefix, '/usr'].map((folder) => join(folder, 'include/node'));
	const found = headers.find((folder) => existsSync(join(folder, 'node_api.h')));
	if (!found) throw new Stop(`${node} came without its headers (${headers[0]}): install Node from nodejs.org or NodeSource`);
	return found;
}

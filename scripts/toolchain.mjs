import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Stop } from './progress.mjs';

/** What node-gyp calls, and the Debian package that brings it. */
const tools = [
	{ command: 'g++', debianPackage: 'g++' },
	{ command: 'make', debianPackage: 'make' },
	{ command: 'python3', debianPackage: 'python3' },
];

/**
 * @param {string} reason what has to be compiled
 * @throws {Stop} naming what is missing and how to get it
 */
export function requireCompiler(reason) {
	const missing = tools.filter(({ command }) => spawnSync(command, ['--version']).status !== 0);
	if (missing.length === 0) return;
	const names = missing.map(({ command }) => command).join(', ');
	const packages = missing.map(({ debianPackage }) => debianPackage).join(' ');
	throw new Stop(`${reason} has to be compiled and ${names} is missing: sudo apt-get install -y ${packages}`);
}

/**
 * The folder with the headers of a Node, so that node-gyp does not look for them on the internet.
 * @param {string} node path of the executable
 * @returns {string | undefined}
 */
export function headersOf(node) {
	const prefix = dirname(dirname(realpathSync(node)));
	return [prefix, '/usr'].find((folder) => existsSync(join(folder, 'include/node/node.h')));
}

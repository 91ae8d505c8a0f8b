import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './command.mjs';
import { step } from './progress.mjs';

/**
 * @typedef {object} Installation
 * @property {string} name for messages and the log file
 * @property {string} folder holds package.json and package-lock.json
 * @property {() => void} [require] throws at once when something is missing that a long installation would trip over
 * @property {() => Promise<void>} [finish] what has to be done once npm has laid down the packages
 */

/**
 * Installs what the folder's lock names, once per lock and Node version.
 * @param {Installation} installation
 * @throws {import('./progress.mjs').Stop} when something is missing that the reader can mend
 */
export async function install({ name, folder, require, finish }) {
	const stampFile = join(folder, 'node_modules/.stamp');
	const stamp = stampOf(folder);
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

	require?.();
	if (!holdsLockedVersions(folder)) {
		await step(`Installing ${name} (first time, or its lock has changed)`, () => installFromLock(name, folder));
	}
	await finish?.();
	writeFileSync(stampFile, stamp);
}

/** @param {string} folder */
function stampOf(folder) {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(folder, file)));
	return `${hash.digest('hex')} ${process.version} ${process.arch}\n`;
}

/** Whether node_modules is what the lock says: npm writes its own copy of the lock there when it has finished. */
function holdsLockedVersions(folder) {
	const installedLock = join(folder, 'node_modules/.package-lock.json');
	if (!existsSync(installedLock)) return false;
	const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
	const locked = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
	return Object.entries(locked)
		.filter(([path, entry]) => path !== '' && !entry.optional)
		.every(([path, entry]) => installed[path]?.version === entry.version);
}

function installFromLock(name, folder) {
	return run('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
		title: `npm ci for ${name}`,
		log: `npm-ci-${name.replace(/[^\w.-]+/g, '-')}`,
		cwd: folder,
	});
}

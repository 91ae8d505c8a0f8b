import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { CommandFailed, run } from './command.mjs';
import { Stop, step } from './progress.mjs';
import { headersOf, requireCompiler } from './toolchain.mjs';

/**
 * @typedef {object} Installation
 * @property {string} name for messages and the log file
 * @property {string} folder holds package.json and package-lock.json
 * @property {string} [node] path of the Node that will run it, which may be brought by the installation itself
 * @property {string[]} [native] packages to compile, each proved by loading it
 */

/**
 * Installs what the folder's lock names, once per lock and Node version.
 * @param {Installation} installation
 * @returns {Promise<boolean>} whether anything had to be done
 * @throws {Stop} when something is missing that the reader can mend
 */
export async function install({ name, folder, node = process.execPath, native = [] }) {
	const stampFile = join(folder, 'node_modules/.stamp');
	const stamp = stampOf(folder);
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;

	if (native.length > 0) requireCompiler(`${native.join(', ')} (for ${name})`);
	if (!holdsLockedVersions(folder)) {
		await step(`Installing ${name} (first time, or the lock has changed)`, () =>
			npm(['ci', '--ignore-scripts', '--loglevel=error'], { name, folder, node: process.execPath }),
		);
	}
	for (const packageName of native) {
		await step(`Compiling ${packageName} for ${name}`, () => compile(packageName, { name, folder, node }));
	}
	writeFileSync(stampFile, stamp);
	return true;
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

async function compile(packageName, installation) {
	const headers = headersOf(installation.node);
	await npm(['rebuild', packageName, '--ignore-scripts=false', '--loglevel=error'], installation, {
		JOBS: '2',
		npm_config_build_from_source: 'true',
		...(headers && { npm_config_nodedir: headers }),
	});
	await run(installation.node, ['-e', `require(${JSON.stringify(packageName)})`], {
		title: `Loading ${packageName}`,
		log: `${installation.name}-${packageName}`,
		cwd: installation.folder,
	});
}

async function npm(npmArguments, { name, folder, node }, environment = {}) {
	const title = `npm ${npmArguments[0]} for ${name}`;
	try {
		await run('npm', npmArguments, {
			title,
			log: `${name}-${npmArguments[0]}`.replace(/[^\w.-]+/g, '-'),
			cwd: folder,
			env: { ...process.env, ...environment, PATH: `${dirname(node)}:${process.env.PATH}` },
		});
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		throw new Stop(`${title} failed. The last lines it printed:\n${lastLines(error.output)}`);
	}
}

function lastLines(output) {
	return output.trim().split('\n').slice(-15).join('\n');
}

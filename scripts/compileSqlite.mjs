import { createRequire } from 'node:module';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './command.mjs';
import { requireCompiler, requireHeaders } from './toolchain.mjs';

const sqliteOptions = [
	'NDEBUG',
	'_REENTRANT=1',
	'SQLITE_THREADSAFE=1',
	'HAVE_USLEEP=1',
	'SQLITE_ENABLE_FTS3',
	'SQLITE_ENABLE_FTS4',
	'SQLITE_ENABLE_FTS5',
	'SQLITE_ENABLE_RTREE',
	'SQLITE_ENABLE_DBSTAT_VTAB=1',
	'SQLITE_ENABLE_MATH_FUNCTIONS',
];

const bindingSources = ['backup', 'database', 'node_sqlite3', 'statement'];

/**
 * Compiles the binding of the npm package `sqlite3` from the sources in it, with the settings of its binding.gyp, and
 * loads it. node-gyp would do the same, but wants Python and make beside the compiler.
 * @param {{ folder: string, node: string, version: string }} installation
 * @throws {import('./progress.mjs').Stop} when there is no compiler
 */
export async function compileSqlite({ folder, node, version }) {
	const compiler = requireCompiler('The database of n8n');
	const headers = requireHeaders(node);
	const requireThere = createRequire(join(folder, 'package.json'));
	const source = join(requireThere.resolve('sqlite3/package.json'), '..');
	const addonApi = join(createRequire(join(source, 'package.json')).resolve('node-addon-api/package.json'), '..');
	const output = join(source, 'build/Release');
	mkdirSync(output, { recursive: true });

	const execute = (command, ...commandArguments) =>
		run(command, commandArguments, { title: `${command} for sqlite3`, log: `sqlite3-${version}`, cwd: source });
	const archive = readdirSync(join(source, 'deps')).find((file) => /^sqlite-autoconf-.*\.tar\.gz$/.test(file));
	await execute(node, 'deps/extract.js', join('deps', archive), output);

	const sqlite = join(output, archive.replace('.tar.gz', ''));
	const flags = ['-c', '-fPIC', '-O2', `-I${sqlite}`, ...sqliteOptions.map((option) => `-D${option}`)];
	const object = (file) => join(output, `${file}.o`);
	const compileSqliteItself = () =>
		execute(compiler.c, ...flags, '-std=c99', join(sqlite, 'sqlite3.c'), '-o', object('sqlite3'));
	const compileBinding = async () => {
		const bindingFlags = [
			...flags,
			'-std=c++17',
			'-DNAPI_VERSION=6',
			'-DNAPI_DISABLE_CPP_EXCEPTIONS=1',
			`-I${headers}`,
			`-I${addonApi}`,
		];
		for (const file of bindingSources) {
			await execute(compiler.cxx, ...bindingFlags, `src/${file}.cc`, '-o', object(file));
		}
	};
	await Promise.all([compileSqliteItself(), compileBinding()]);

	const binding = join(output, 'node_sqlite3.node');
	await execute(compiler.cxx, '-shared', '-o', binding, ...['sqlite3', ...bindingSources].map(object));
	await execute(node, '-e', `new (require('.').Database)(':memory:', (error) => { if (error) throw error; })`);
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { importsOf, isRelative, targetOf } from './imports';
import { filesBelow, packageJson, root } from './places';
import { temporaryFolder, unpackTarball } from './tarball';

/** What n8n resolves for a community package, less what changes with n8n's version. */
const ALLOWED_MODULES = ['n8n-workflow', 'node:crypto'];
const DEVELOPMENT_ONLY = /(^|\/)(test|sandbox|scripts|docs|workflows)\//;
const LARGEST_PACKAGE_BYTES = 5_000_000;

let folder: string;
let shipped: string[];

beforeAll(() => {
	folder = realpathSync(unpackTarball());
	shipped = filesBelow(folder, /\.js$/, folder);
});

test('the tarball holds the built package and its papers, nothing else', () => {
	const files = filesBelow(folder, /./, folder);
	expect(files.filter((file) => !file.startsWith('dist/'))).toEqual([
		'CHANGELOG.md',
		'LICENSE',
		'README.md',
		'package.json',
	]);
	const strange = files.filter((file) => file.startsWith('dist/') && !/\.(js|json|svg)$/.test(file));
	expect(strange).toEqual([]);
	expect(files.filter((file) => DEVELOPMENT_ONLY.test(file.replace(/^dist\/nodes\//, '')))).toEqual([]);
});

test('the tarball is small', () => {
	const bytes = filesBelow(folder, /./, folder).reduce(
		(sum, file) => sum + readFileSync(join(folder, file)).length,
		0,
	);
	expect(bytes).toBeLessThan(LARGEST_PACKAGE_BYTES);
});

test('every listed node, credential and icon is in the tarball', () => {
	const listed = [...packageJson.n8n.nodes, ...packageJson.n8n.credentials];
	expect(listed.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
});

test('every import of every shipped file is allowed and leads somewhere', () => {
	const strange = shipped.flatMap((file) =>
		importsOf(join(folder, file))
			.filter((module) =>
				isRelative(module)
					? targetOf(folder, file, module) === undefined
					: !ALLOWED_MODULES.includes(module),
			)
			.map((module) => `${file}: ${module}`),
	);
	expect(strange).toEqual([]);
	expect(shipped.length).toBeGreaterThan(0);
});

test('every shipped file loads where only the allowed modules exist', () => {
	const modules = join(temporaryFolder(), 'node_modules');
	mkdirSync(modules);
	symlinkSync(realpathSync(join(root, 'node_modules/n8n-workflow')), join(modules, 'n8n-workflow'), 'junction');
	const failures = execFileSync(process.execPath, [join(__dirname, 'loadShipped.js'), folder, ...shipped], {
		cwd: folder,
		encoding: 'utf8',
		env: { PATH: process.env.PATH, NODE_PATH: modules },
	});
	expect(JSON.parse(failures)).toEqual([]);
});

test('no shipped file holds an address or key of a development machine', () => {
	const suspicious = filesBelow(folder, /\.(js|json)$/, folder).filter((file) =>
		/127\.0\.0\.1:\d|BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}|\/home\/|\/root\//.test(
			readFileSync(join(folder, file), 'utf8'),
		),
	);
	expect(suspicious).toEqual([]);
});

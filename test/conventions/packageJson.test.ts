import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageJson, root } from './places';

/** Scripts that npm runs by itself on the operator's machine. */
const LIFECYCLE = ['prepare', 'preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'postprepare'];

const NODES = ['Upload', 'Draft', 'Sign', 'Send', 'Docflow', 'Account', 'Trigger'].map((step) => `KonturExtern${step}`);

const EXACT_VERSION = /^\d+\.\d+\.\d+$/;

test('the package has no dependencies and asks only for the n8n-workflow that is there', () => {
	expect(packageJson).not.toHaveProperty('dependencies');
	expect(packageJson).not.toHaveProperty('optionalDependencies');
	expect(packageJson).not.toHaveProperty('bundledDependencies');
	expect(packageJson).not.toHaveProperty('overrides');
	expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test('what is used for development has exact versions', () => {
	const loose = Object.entries(packageJson.devDependencies).filter(([, version]) => !EXACT_VERSION.test(version));
	expect(loose).toEqual([]);
});

test('n8n recognises and installs the package', () => {
	expect(packageJson.name).toBe('n8n-nodes-kontur-extern');
	expect(packageJson.keywords).toContain('n8n-community-node-package');
	expect(packageJson.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
});

test('the seven nodes and the credentials are listed, as built files', () => {
	expect(packageJson.n8n.nodes).toEqual(
		expect.arrayContaining(NODES.map((name) => `dist/nodes/${name}/${name}.node.js`)),
	);
	expect(packageJson.n8n.nodes).toHaveLength(NODES.length);
	expect(packageJson.n8n.credentials.length).toBeGreaterThan(0);
	for (const path of packageJson.n8n.credentials) {
		expect(path).toMatch(/^dist\/credentials\/KonturExtern\w*Api\.credentials\.js$/);
	}
});

test('every source of a node or credential is listed', () => {
	const listed = [...packageJson.n8n.nodes, ...packageJson.n8n.credentials];
	const sources = listed.map((path) => path.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
	expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('verification needs a licence, an author, a home page and a public repository', () => {
	expect(packageJson.license).toBe('MIT');
	expect(packageJson.version).toMatch(EXACT_VERSION);
	expect(packageJson.description.length).toBeGreaterThan(20);
	expect(packageJson.author).toEqual({ name: expect.stringMatching(/\S/), email: expect.stringMatching(/@/) });
	expect(packageJson.homepage).toMatch(/^https:\/\//);
	expect(packageJson.repository.url).toMatch(/^git\+https:\/\/github\.com\/.+\.git$/);
});

test('only dist and the change log are shipped beside what npm always adds', () => {
	expect(packageJson.files).toEqual(['dist', 'CHANGELOG.md']);
});

test('nothing runs on installation', () => {
	expect(Object.keys(packageJson.scripts).filter((name) => LIFECYCLE.includes(name))).toEqual([]);
});

test('the lock files name no addresses', () => {
	for (const folder of ['', 'test/engine/n8n-2.39']) {
		const lock = readFileSync(join(root, folder, 'package-lock.json'), 'utf8');
		expect([folder, lock.match(/"resolved": "https?:[^"]*"/g)]).toEqual([folder, null]);
	}
});

test('the lint config is the untouched default of n8n, as strict mode demands', () => {
	const theirs = 'node_modules/@n8n/node-cli/dist/template/templates/shared/default/eslint.config.mjs';
	expect(readFileSync(join(root, 'eslint.config.mjs'), 'utf8')).toBe(readFileSync(join(root, theirs), 'utf8'));
});

import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ICredentialType } from 'n8n-workflow';

import type { BuiltNode } from './builtNodes';
import { builtCredentials, builtNodes, everyText } from './builtNodes';
import { packageJson, root } from './places';

/** The categories that n8n's documentation lists; `AI` and `Core Nodes` are not for us. */
const CATEGORIES = [
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

/** An attribute of the tax service's format, which has no other name. */
const NAME_IN_REPORT_FILES = 'ИдФайл';

const nodes = builtNodes();
const credentials = builtCredentials();
const isTrigger = ({ className }: BuiltNode) => className.endsWith('Trigger');
const camelCase = (className: string) => className[0].toLowerCase() + className.slice(1);

test('the package is built with all seven nodes and every credential', () => {
	expect(nodes).toHaveLength(7);
	expect(credentials).toHaveLength(packageJson.n8n.credentials.length);
});

for (const node of nodes) describe(node.className, () => keepsTheConventions(node));

for (const { path, type } of credentials) describe(type.name, () => isPresentable(path, type));

function keepsTheConventions(node: BuiltNode): void {
	const { className } = node;
	const { description, methods } = node.type;

	test('class, folder, file and names agree', () => {
		expect(node.path).toBe(`dist/nodes/${className}/${className}.node.js`);
		expect(description.name).toBe(camelCase(className));
		expect(description.displayName.replaceAll(' ', '')).toBe(className);
		expect(description.defaults.name).toBe(description.displayName);
	});

	test('takes part in a workflow as what it is', () => {
		if (isTrigger(node)) {
			expect(description).toMatchObject({ polling: true, inputs: [], group: ['trigger'] });
			expect(description.usableAsTool).toBeUndefined();
			expect(node.type.poll).toBeInstanceOf(Function);
		} else {
			expect(description).toMatchObject({ usableAsTool: true, inputs: ['main'], outputs: ['main'] });
			expect(node.type.execute).toBeInstanceOf(Function);
			expect(description.subtitle).toMatch(/^=/);
		}
	});

	test('uses credentials of this package only', () => {
		const ours = credentials.map(({ type }) => type.name);
		const wanted = (description.credentials ?? []).map(({ name }) => name);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.filter((name) => !ours.includes(name))).toEqual([]);
	});

	test('can be copied by the engine', () => {
		expect(structuredClone(description)).toEqual(description);
		expect(JSON.parse(JSON.stringify(description))).toEqual(description);
	});

	test('speaks English', () => {
		const russian = everyText(node).filter(({ text }) =>
			/\p{Script=Cyrillic}/u.test(text.replaceAll(NAME_IN_REPORT_FILES, '')),
		);
		expect(russian).toEqual([]);
	});

	test('shows no pictures in its texts', () => {
		expect(everyText(node).filter(({ text }) => /\p{Extended_Pictographic}/u.test(text))).toEqual([]);
	});

	test('has an icon for each theme', () => {
		expectThemedIcons(node.path, description.icon);
	});

	test('is found in the node panel, in Russian too', () => {
		expect(node.codex).toMatchObject({
			node: `${packageJson.name}.${description.name}`,
			nodeVersion: expect.stringMatching(/^\d+\.\d+$/),
			codexVersion: '1.0',
			resources: {
				primaryDocumentation: [{ url: expect.stringMatching(/^https:\/\//) }],
				credentialDocumentation: [{ url: expect.stringMatching(/^https:\/\//) }],
			},
		});
		expect(node.codex?.subcategories).toBeUndefined();
		expect(node.codex?.categories.filter((category) => !CATEGORIES.includes(category))).toEqual([]);
		expect(node.codex?.categories.length).toBeGreaterThan(0);
		const russian = (node.codex?.alias ?? []).filter((word) => /\p{Script=Cyrillic}/u.test(word));
		expect(russian.length).toBeGreaterThan(0);
	});

	test('every method it offers to the editor is a function', () => {
		const offered = Object.values(methods ?? {}).flatMap((group) => Object.values(group ?? {}));
		expect(offered.filter((method) => typeof method !== 'function')).toEqual([]);
	});
}

function isPresentable(path: string, type: ICredentialType): void {
	test('has an icon for each theme', () => {
		expectThemedIcons(path, type.icon);
	});

	test('speaks English', () => {
		const texts = type.properties.flatMap(({ displayName, description = '', hint = '' }) => [
			displayName,
			description,
			hint,
		]);
		expect(texts.filter((text) => /\p{Script=Cyrillic}/u.test(text))).toEqual([]);
	});
}

// n8n adds options and properties to what it loads, so nothing may be frozen or belong to two nodes.
test('no node shares a list or object with another, or with its own next instance', () => {
	const owners = new Map<object, string>();
	const shared: string[] = [];
	for (const [round, { className, type }] of [...nodes, ...builtNodes()].entries()) {
		for (const [place, part] of partsOf(type.description, className)) {
			const owner = owners.get(part);
			if (owner !== undefined) shared.push(`${place} is also ${owner}`);
			if (Object.isFrozen(part)) shared.push(`${place} is frozen`);
			owners.set(part, `${place} (${round})`);
		}
	}
	expect(shared).toEqual([]);
});

/** What n8n's loader writes to: Poll Times go before the parameters, Custom API Call after the choices. */
function partsOf(description: BuiltNode['type']['description'], name: string): Array<[string, object]> {
	const selectors = description.properties.filter((it) => it.name === 'resource' || it.name === 'operation');
	return [
		[`${name}.description`, description],
		[`${name}.properties`, description.properties],
		...selectors.map(({ name: selector, options = [] }): [string, object] => [`${name}.${selector}.options`, options]),
	];
}

function expectThemedIcons(path: string, icon: unknown): void {
	expect(icon).toEqual({
		light: expect.stringMatching(/^file:.*\.svg$/),
		dark: expect.stringMatching(/^file:.*\.svg$/),
	});
	const files = Object.values(Object(icon)).map((file) => String(file).slice('file:'.length));
	expect(new Set(files).size).toBe(2);
	for (const file of files) {
		const target = join(root, dirname(path), file);
		expect(relative(join(root, 'dist'), target)).toMatch(/^icons\//);
		expect(existsSync(target)).toBe(true);
	}
}

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { buildSync } from 'esbuild';
import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

/** Where the package under test lies: the repository by default, or the folder of an unpacked tarball. */
export const packageFolder = resolve(process.env.KONTUR_EXTERN_PACKAGE ?? join(__dirname, '../..'));

type AnyNodeType = INodeType | IVersionedNodeType;

/** What n8n's own loader reads out of a package folder. */
export interface BuiltPackage {
	name: string;
	nodes: NodeTypes;
	credentials: Map<string, ICredentialType>;
}

const loaders = new Map<string, Promise<PackageDirectoryLoader>>();

/** Loads a built package as n8n does, once for all workflows; `extra` adds nodes that only the test knows. */
export async function loadPackage(
	folder = packageFolder,
	extra: Record<string, INodeType> = {},
): Promise<BuiltPackage> {
	const loading = loaders.get(folder) ?? loadAll(folder);
	loaders.set(folder, loading);
	const loader = await loading;
	const nodes = Object.entries(loader.nodeTypes).map(
		([name, { type }]): [string, AnyNodeType] => [`${loader.packageName}.${name}`, type],
	);
	const credentials = Object.entries(loader.credentialTypes).map(
		([name, { type }]): [string, ICredentialType] => [name, type],
	);
	return {
		name: loader.packageName,
		nodes: new NodeTypes(new Map([...nodes, ...Object.entries(extra)])),
		credentials: new Map(credentials),
	};
}

async function loadAll(folder: string): Promise<PackageDirectoryLoader> {
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	return loader;
}

const bundles = new Map<string, string>();

/**
 * The package under a new path, whose modules are evaluated again: what a node keeps in module scope starts empty, as in
 * a process that was just started. All of it is one file, since jest takes a second for hundreds. With `only` n8n finds
 * no other node in it.
 */
export function copyPackage(folder = packageFolder, only = ''): string {
	const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const nodes = description.n8n.nodes.filter((path: string) => path.toLowerCase().endsWith(`${only.toLowerCase()}.node.js`));
	const classes: string[] = [...nodes, ...description.n8n.credentials];
	const copy = mkdtempSync(join(process.env.N8N_USER_FOLDER ?? tmpdir(), 'package-'));
	writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...description, n8n: { ...description.n8n, nodes } }));
	const bundle = bundles.get(`${folder} ${only}`) ?? bundleOf(folder, classes);
	bundles.set(`${folder} ${only}`, bundle);
	writeFileSync(join(copy, 'bundle.js'), bundle);
	for (const path of classes) {
		mkdirSync(dirname(join(copy, path)), { recursive: true });
		writeFileSync(join(copy, path), `module.exports = require(${JSON.stringify(join(copy, 'bundle.js'))});`);
	}
	return copy;
}

/** One module that exports what all of these do. */
function bundleOf(folder: string, files: readonly string[]): string {
	const contents = files.map((path) => `export * from './${path}';`).join('\n');
	const { outputFiles } = buildSync({ stdin: { contents, resolveDir: folder }, bundle: true, write: false, platform: 'node', packages: 'external' });
	return outputFiles[0].text;
}

export class NodeTypes implements INodeTypes {
	constructor(private readonly types: Map<string, AnyNodeType>) {}

	getByName(name: string): AnyNodeType {
		const type = this.types.get(name);
		if (type === undefined) {
			throw new Error(`No node type ${name}; there are ${[...this.types.keys()].join(', ')}`);
		}
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes() {
		return {};
	}
}

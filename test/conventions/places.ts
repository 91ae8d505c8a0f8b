import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The repository. */
export const root = join(__dirname, '../..');

/** The folders that end in the package. */
export const SHIPPED_ROOMS = ['nodes', 'credentials', 'extern', 'gost'] as const;

export interface PackageJson {
	name: string;
	version: string;
	description: string;
	license: string;
	homepage: string;
	author: { name: string; email: string };
	repository: { type: string; url: string };
	keywords: string[];
	files: string[];
	scripts: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; strict: boolean; nodes: string[]; credentials: string[] };
	peerDependencies: Record<string, string>;
	devDependencies: Record<string, string>;
}

export const packageJson: PackageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Files below a folder, as paths from `from` with forward slashes; what npm installed is left out. */
export function filesBelow(folder: string, extension: RegExp, from = root): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.flatMap((entry) => {
			const path = join(folder, entry.name);
			if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path, extension, from);
			return extension.test(entry.name) ? [relative(from, path).split(sep).join('/')] : [];
		})
		.sort();
}

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

/** Module names in a file, TypeScript or compiled, of every kind: import, import type, export from, require, import(). */
export function importsOf(path: string): string[] {
	const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true);
	return importedFiles.map(({ fileName }) => fileName);
}

export const isRelative = (module: string) => module.startsWith('.');

/** Where a relative import leads, as a path from `root`, or undefined when nothing is there. */
export function targetOf(root: string, importer: string, module: string): string | undefined {
	const base = join(root, dirname(importer), module);
	const found = [base, `${base}.ts`, `${base}.js`, join(base, 'index.ts'), join(base, 'index.js')].find(
		(candidate) => existsSync(candidate) && statSync(candidate).isFile(),
	);
	return found && relative(root, found).split(sep).join('/');
}

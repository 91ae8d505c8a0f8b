import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { filesBelow, root } from './places';

const SEVERAL_MINUTES = 300_000;

/** The working tree without what is ignored, beside the same node_modules. */
function copyWorkingTree(): string {
	const copy = mkdtempSync(join(tmpdir(), 'kontur-extern-build-'));
	const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
		cwd: root,
		encoding: 'utf8',
	});
	for (const file of files.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))) {
		cpSync(join(root, file), join(copy, file), { recursive: true });
	}
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
	return copy;
}

function built(folder: string): Record<string, string> {
	const dist = join(folder, 'dist');
	const paths = filesBelow(dist, /\.(js|json|svg)$/, dist);
	// Compiled code is compared by path only: that it is the same is the compiler's business.
	return Object.fromEntries(
		paths.map((path) => [path, path.endsWith('.js') ? 'code' : readFileSync(join(dist, path), 'utf8')]),
	);
}

test(
	'`npm run build` makes what n8n’s own build makes',
	() => {
		const copy = copyWorkingTree();
		const run = (program: string, ...parameters: string[]) =>
			execFileSync(program, parameters, { cwd: copy, stdio: 'pipe' });
		try {
			run('npm', 'run', 'build');
			const ours = built(copy);
			run(process.execPath, 'node_modules/@n8n/node-cli/bin/n8n-node.mjs', 'build');
			expect(ours).toEqual(built(copy));
			expect(Object.keys(ours)).toEqual(expect.arrayContaining([expect.stringMatching(/\.node\.js$/)]));
		} finally {
			rmSync(copy, { recursive: true, force: true });
		}
	},
	SEVERAL_MINUTES,
);

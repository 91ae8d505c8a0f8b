import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { filesBelow, packageJson, root } from './places';
import { temporaryFolder } from './tarball';

const A_MINUTE = 60_000;
const NPM_ITSELF = ['ci'];
/** Taken by the end-to-end tests. */
const PICTURES = 'docs/images/';

let folder: string;

beforeAll(() => {
	folder = temporaryFolder();
	execFileSync(process.execPath, ['scripts/docs.mjs', '--to', folder], { cwd: root, stdio: 'pipe' });
}, A_MINUTE);

test('the commands that a reader of the docs is told exist', () => {
	expect(packageJson.scripts).toMatchObject({
		catalogue: 'node scripts/catalogue.mjs',
		docs: 'node scripts/docs.mjs',
	});
});

test('labels, output schemas and reference pages are what `npm run docs` makes', () => {
	const fresh = filesBelow(folder, /./, folder);
	const stale = fresh.filter((file) => textOf(folder, file) !== textOf(root, file));
	expect(stale).toEqual([]);
	expect(fresh).toEqual(expect.arrayContaining(['docs/reference/coverage.md', 'extern/labels/known.ts']));
});

test('nothing generated is left of a form or a node that is gone', () => {
	const fresh = filesBelow(folder, /./, folder);
	const committed = [...filesBelow(join(root, 'docs/reference'), /./), ...filesBelow(join(root, 'nodes'), /\.json$/).filter((file) => file.includes('/__schema__/'))];
	expect(committed.filter((file) => !fresh.includes(file))).toEqual([]);
});

describe.each(['README.md', 'docs/architecture.md', 'docs/archive.md', 'docs/ru/archive.md', 'docs/sign-in.md', 'docs/signing.md', 'docs/ru/README.md', 'docs/ru/sign-in.md'])('%s', (file) => {
	const text = readFileSync(join(root, file), 'utf8');

	test('names only commands that exist', () => {
		const named = [...text.matchAll(/`npm (?:run )?(?:-s )?([a-z][\w:-]*)[^`]*`/g)].map(([, name]) => name);
		expect(named.filter((name) => !(name in packageJson.scripts) && !NPM_ITSELF.includes(name))).toEqual([]);
	});

	test('leads only to files that exist', () => {
		const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, target]) => target);
		expect(targets.filter((target) => !existsSync(join(root, dirname(file), target)) && !target.startsWith(PICTURES))).toEqual([]);
	});
});

test('the README speaks English', () => {
	expect(readFileSync(join(root, 'README.md'), 'utf8')).not.toMatch(/\p{Script=Cyrillic}/u);
});

function textOf(from: string, file: string): string | undefined {
	return existsSync(join(from, file)) ? readFileSync(join(from, file), 'utf8') : undefined;
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageJson, root } from './places';
import { temporaryFolder } from './tarball';

/** What operators have saved with a released version stays as it is, so that later versions are tried with it. */
const saved = join(root, 'test/fixtures/workflows');

interface Verdict {
	/** Versions that are no longer what was released. */
	changed: string[];
	digest: string;
	/** Why the version may not be written anew. */
	refusal?: string;
}

function judge(folder: string, version: string): Verdict {
	return JSON.parse(execFileSync(process.execPath, [join(__dirname, 'judgeSaved.mjs'), folder, version], { encoding: 'utf8' }));
}

test('there are workflows of this version, and those of released versions are what was released', () => {
	expect(readdirSync(saved)).toContain(packageJson.version);
	expect(judge(saved, packageJson.version).changed).toEqual([]);
});

describe('of a released version', () => {
	let folder: string;

	beforeEach(() => {
		folder = temporaryFolder();
		for (const version of ['1.0.0', '1.1.0']) mkdirSync(join(folder, version));
		write('one.json', '{"nodes": []}');
		write('two.json', '{}');
		release({});
		release({ '1.0.0': judge(folder, '1.0.0').digest });
	});

	const write = (name: string, text: string) => writeFileSync(join(folder, '1.0.0', name), text);
	const release = (versions: Record<string, string>) => writeFileSync(join(folder, 'released.json'), JSON.stringify(versions));

	test('no workflow is written anew, and of one that is not released all may be', () => {
		expect(judge(folder, '1.0.0')).toMatchObject({ changed: [], refusal: expect.stringContaining('Raise the version in package.json') });
		expect(judge(folder, '1.1.0')).not.toHaveProperty('refusal');
	});

	test.each([
		{ what: 'changed', change: () => write('two.json', '{ }') },
		{ what: 'added', change: () => write('three.json', '{}') },
		{ what: 'taken away', change: () => rmSync(join(folder, '1.0.0/two.json')) },
		{ what: 'called otherwise', change: () => (rmSync(join(folder, '1.0.0/two.json')), write('zwei.json', '{}')) },
	])('a file that was $what is noticed', ({ change }) => {
		change();
		expect(judge(folder, '1.0.0').changed).toEqual(['1.0.0']);
	});

	test('a folder that is gone is noticed', () => {
		rmSync(join(folder, '1.0.0'), { recursive: true });
		expect(judge(folder, '1.1.0').changed).toEqual(['1.0.0']);
	});
});

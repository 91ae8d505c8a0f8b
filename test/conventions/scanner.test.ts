import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { root } from './places';
import { unpackTarball } from './tarball';

const A_MINUTE = 60_000;

interface Verdict {
	passed: boolean;
	message?: string;
	details?: string;
}

function scan(folder: string, what: 'source' | 'tarball'): Verdict {
	const printed = execFileSync(process.execPath, [join(__dirname, 'scan.mjs'), folder, what], {
		cwd: root,
		encoding: 'utf8',
		// Under NODE_ENV=test the rules take every file for a trigger node.
		env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
	});
	return JSON.parse(printed);
}

test('n8n’s scanner finds nothing in the sources', () => {
	expect(scan(root, 'source')).toEqual({ passed: true });
}, A_MINUTE);

test('n8n’s scanner finds nothing in the tarball', () => {
	expect(scan(unpackTarball(), 'tarball')).toEqual({ passed: true });
}, A_MINUTE);

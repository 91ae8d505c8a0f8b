/**
 * `npm run lint`: the shipped folders by n8n's own rules in strict mode, everything else by the config in its folder.
 * Further arguments, such as `--fix`, are handed on.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { root } from './places.mjs';

const { status } = spawnSync(
	process.execPath,
	[join(root, 'node_modules/@n8n/node-cli/bin/n8n-node.mjs'), 'lint', ...process.argv.slice(2)],
	{
		cwd: root,
		stdio: 'inherit',
		// ESLint 10 looks for the config next to each file by default; n8n's command line still brings ESLint 9.
		env: { ...process.env, ESLINT_FLAGS: 'unstable_config_lookup_from_file' },
	},
);
process.exit(status ?? 1);

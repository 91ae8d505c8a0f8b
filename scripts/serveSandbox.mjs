/** `npm run sandbox`: the simulator alone, until Ctrl-C. Arguments are handed on to it. */
import { spawn } from 'node:child_process';

import { builtSandbox } from './build.mjs';
import { install } from './install.mjs';
import { root } from './places.mjs';
import { main } from './progress.mjs';

await main(async () => {
	await install({ name: 'the project', folder: root });
	const child = spawn(process.execPath, [await builtSandbox(), ...process.argv.slice(2)], { stdio: 'inherit' });
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
	child.on('exit', (code) => process.exit(code ?? 0));
});

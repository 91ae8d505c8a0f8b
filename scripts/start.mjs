/**
 * `npm start`: Kontur.Extern's sandbox and a real n8n with this package in it; an example workflow files a report, another
 * one tells about it. Needs nothing but Node 20 and a compiler. Only modules of Node are loaded before the installation.
 */
import { parseArgs } from 'node:util';

import { install } from './install.mjs';
import { installLane, lanes } from './lanes.mjs';
import { root } from './places.mjs';
import { requireFreePort } from './ports.mjs';
import { main, Stop } from './progress.mjs';

const usage = `npm start [-- OPTIONS]
  --exit          end when the report is accepted: with 0 if all is well
  --robot CODE    the tax office: 0087 accepts (default), 0088 refuses, 0085 asks for a clarification
  --port PORT     of n8n's editor (default 5678)
  --sandbox-stops stop Kontur.Extern before the report is filed, to see what an operator sees then`;

function options() {
	try {
		const { values } = parseArgs({
			options: {
				exit: { type: 'boolean', default: false },
				robot: { type: 'string', default: '0087' },
				port: { type: 'string', default: '5678' },
				'sandbox-stops': { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
		return { ...values, port: Number(values.port) };
	} catch (error) {
		throw new Stop(`${error.message}\n\n${usage}`);
	}
}

await main(async () => {
	const { exit, robot, port, help, 'sandbox-stops': sandboxStops } = options();
	if (help) throw new Stop(usage);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Stop(`${port} is not a port`);
	await requireFreePort(port, 'Close what uses it (an n8n of your own?) or choose another one: npm start -- --port 5680');
	await install({ name: 'the project', folder: root });
	await installLane(lanes.small);

	const { Demonstration } = await import('./demonstration.mjs');
	const demonstration = await Demonstration.open({ lane: lanes.small, port });
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => demonstration.close().then(() => process.exit(0)));
	try {
		if (sandboxStops) await demonstration.stopSandbox();
		await demonstration.file(robot);
		await demonstration.check();
	} catch (error) {
		if (!exit && error instanceof Stop) {
			process.stderr.write(`\n${error.message}\n`);
			demonstration.invite();
			return;
		}
		await demonstration.close();
		throw error;
	}
	if (!exit) return demonstration.invite();
	await demonstration.close();
	process.exit(0);
});

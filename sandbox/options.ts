/** The command line of the sandbox. */

import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
	port: number;
	identityPort: number;
	dssPort: number;
	json: boolean;
	/** How much faster than real time the simulated world runs. */
	speed: number;
	/** End when standard input closes. */
	stdin: boolean;
	/** The folder with operations.json and schemas/. */
	reference: string;
	/** Simulated seconds that a background task takes. */
	taskSeconds: number;
	/** How many organizations the accounting firm keeps books for. */
	clients: number;
}

/** Throws an Error with one clear line when the arguments do not do. */
export function readOptions(argv: string[]): Options {
	const { values } = parseArgs({
		args: argv,
		options: {
			port: { type: 'string', default: '0' },
			'identity-port': { type: 'string', default: '0' },
			'dss-port': { type: 'string', default: '0' },
			json: { type: 'boolean', default: false },
			speed: { type: 'string', default: '1' },
			stdin: { type: 'boolean', default: false },
			reference: { type: 'string', default: join(__dirname, '..', '..', 'test', 'reference') },
			'task-seconds': { type: 'string', default: '2' },
			clients: { type: 'string', default: '12' },
		},
	});
	return {
		port: portOf(values.port),
		identityPort: portOf(values['identity-port']),
		dssPort: portOf(values['dss-port']),
		json: values.json,
		speed: positive('--speed', values.speed),
		stdin: values.stdin,
		reference: values.reference,
		taskSeconds: positive('--task-seconds', values['task-seconds']),
		clients: whole('--clients', values.clients),
	};
}

function portOf(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${text} is not a port`);
	return port;
}

function whole(name: string, text: string): number {
	const number = Number(text);
	if (!Number.isInteger(number) || number <= 0) throw new Error(`${name} must be a positive whole number`);
	return number;
}

function positive(name: string, text: string): number {
	const number = Number(text);
	if (!Number.isFinite(number) || number <= 0) throw new Error(`${name} must be a positive number`);
	return number;
}

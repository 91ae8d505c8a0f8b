import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import axios from 'axios';

export interface Seed {
	clientId: string;
	apiKey: string;
	login: string;
	password: string;
	sid: string;
	accounts: { certificates: { content: string; thumbprint: string; privateKey: string }[] }[];
}

export interface RunningSandbox {
	api: string;
	identity: string;
	control: string;
	seed: Seed;
	stop(): Promise<void>;
}

const MAIN = process.env.SANDBOX_MAIN ?? join(__dirname, '../../../build/sandbox/main.js');

/** Starts a sandbox of its own, as a process. */
export async function startSandbox(): Promise<RunningSandbox> {
	const child = spawn(process.execPath, [MAIN, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const { api, identity, control } = JSON.parse(await firstLine(child));
	const { data: seed } = await axios.get<Seed>(`${control}/seed`);
	return {
		api,
		identity,
		control,
		seed,
		stop: () =>
			new Promise((resolve) => {
				child.once('exit', () => resolve());
				child.kill('SIGTERM');
			}),
	};
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		if (!stdout) throw new Error('the sandbox has no output');
		const lines = createInterface(stdout);
		lines.once('line', resolve);
		lines.once('close', () => reject(new Error('the sandbox ended before it told its addresses')));
	});
}

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '@jest/types';

import type { SandboxAddresses } from './sandboxProcesses';
import { sandboxProcesses } from './sandboxProcesses';

const program = join(__dirname, '../../build/sandbox/main.js');

/**
 * Makes the folder of n8n for this run and starts one sandbox per jest worker, since tests of several files run at once and each resets its
 * sandbox. Both lanes share them: jest calls this for every project, the later calls find them there.
 */
export default async function startSandboxes({ maxWorkers }: Config.GlobalConfig): Promise<void> {
	process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'kontur-extern-engine-'));
	if (process.env.KONTUR_EXTERN_SANDBOXES !== undefined || !existsSync(program)) return;
	const addresses = await Promise.all(Array.from({ length: maxWorkers }, startSandbox));
	process.env.KONTUR_EXTERN_SANDBOXES = JSON.stringify(addresses);
}

async function startSandbox(): Promise<SandboxAddresses> {
	const child = spawn(
		process.execPath,
		[program, '--port', '0', '--json', '--stdin', '--speed', '60'],
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
	sandboxProcesses.push(child);
	return await new Promise((resolve, reject) => {
		createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`The sandbox ended with code ${code} before it was ready`)));
	});
}

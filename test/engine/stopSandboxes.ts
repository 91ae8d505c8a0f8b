import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sandboxProcesses } from './sandboxProcesses';

const PATIENCE_MS = 3_000;

/** Ends and removes what startSandboxes made: the sandbox goes when its standard input closes. */
export default async function stopSandboxes(): Promise<void> {
	delete process.env.KONTUR_EXTERN_SANDBOXES;
	await Promise.all(sandboxProcesses.splice(0).map(stop));
	const folder = process.env.N8N_USER_FOLDER;
	if (folder?.startsWith(join(tmpdir(), 'kontur-extern-engine-'))) await rm(folder, { recursive: true, force: true });
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.stdin?.end();
	const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
	await gone;
	clearTimeout(patience);
}

import type { ChildProcess } from 'node:child_process';

/** What `sandbox --json` prints. */
export interface SandboxAddresses {
	api: string;
	identity: string;
	control: string;
	dss: string;
}

declare global {
	// jest evaluates its global set-up and tear-down apart, so only the global object joins them.
	var konturExternSandboxProcesses: ChildProcess[] | undefined;
}

export const sandboxProcesses: ChildProcess[] = (globalThis.konturExternSandboxProcesses ??= []);

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own to run openssl in. Each call is one process. */
export class OpenSslBench {
	readonly folder = mkdtempSync(join(tmpdir(), 'openssl-bench-'));

	/** @param environment of the child only: Node itself reads OPENSSL_CONF in some builds. */
	constructor(private readonly environment: (folder: string) => Record<string, string> = () => ({})) {}

	/** Runs openssl in the folder; words are separated by blanks. */
	run(command: string): Buffer {
		return execFileSync('openssl', command.split(' '), this.options);
	}

	/** Whether openssl ends with success. */
	succeeds(command: string): boolean {
		return spawnSync('openssl', command.split(' '), this.options).status === 0;
	}

	write(name: string, content: Uint8Array | string): void {
		writeFileSync(join(this.folder, name), content);
	}

	read(name: string): Buffer {
		return readFileSync(join(this.folder, name));
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	private get options() {
		return { cwd: this.folder, env: this.variables, stdio: 'pipe' as const };
	}

	/** The environment that openssl has to be started with. */
	get variables() {
		return { PATH: process.env.PATH, ...this.environment(this.folder) };
	}
}

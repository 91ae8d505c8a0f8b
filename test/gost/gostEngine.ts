import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const installLine = 'apt-get install -y --no-install-recommends libengine-gost-openssl';

/** The engine's library beside the openssl on the path, or undefined. */
function enginePath(): string | undefined {
	const { stdout } = spawnSync('openssl', ['version', '-e'], { encoding: 'utf8' });
	const folder = /"(.*)"/.exec(stdout ?? '')?.[1];
	const path = folder && join(folder, 'gost.so');
	return path && existsSync(path) ? path : undefined;
}

const engine = enginePath();

/** A folder of its own with an openssl that speaks GOST. Each call is one process. */
export class GostBench {
	readonly folder = mkdtempSync(join(tmpdir(), 'gost-bench-'));

	constructor() {
		this.write(
			'gost.cnf',
			`openssl_conf = openssl_def
[openssl_def]
engines = engines
[engines]
gost = gost_engine
[gost_engine]
engine_id = gost
dynamic_path = ${engine}
default_algorithms = ALL
`,
		);
	}

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
		// only for this child: Node itself reads OPENSSL_CONF in some builds
		return { cwd: this.folder, env: { PATH: process.env.PATH, OPENSSL_CONF: join(this.folder, 'gost.cnf') }, stdio: 'pipe' as const };
	}
}

/** Whether openssl is here and digests nothing to the right value with the engine. */
export function engineWorks(): boolean {
	if (!engine) return false;
	const bench = new GostBench();
	try {
		bench.write('empty', '');
		const digest = bench.run('dgst -md_gost12_256 -r empty').toString();
		return digest.startsWith('3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb');
	} catch {
		return false;
	} finally {
		bench.remove();
	}
}

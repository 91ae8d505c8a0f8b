import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OpenSslBench } from './openSslBench';

export const installLine = 'apt-get install -y --no-install-recommends libengine-gost-openssl';

/** The engine's library beside the openssl on the path, or undefined. */
function enginePath(): string | undefined {
	const { stdout } = spawnSync('openssl', ['version', '-e'], { encoding: 'utf8' });
	const folder = /"(.*)"/.exec(stdout ?? '')?.[1];
	const path = folder && join(folder, 'gost.so');
	return path && existsSync(path) ? path : undefined;
}

const engine = enginePath();

/** A bench whose openssl speaks GOST. */
export class GostBench extends OpenSslBench {
	/** @param settings of the engine, by the environment variables that it reads. */
	constructor(settings: Record<string, string> = {}) {
		super((folder) => ({ OPENSSL_CONF: join(folder, 'gost.cnf'), ...settings }));
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

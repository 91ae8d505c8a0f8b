/** Puts the world, the API server, the identity server and CryptoPro DSS together. */

import { createApi } from './api/server';
import { Clock } from './clock';
import { addControl } from './control/routes';
import { Directory } from './directory';
import { startDss } from './dss';
import { Faults } from './faults';
import { startIdentity } from './identity';
import { Tokens } from './identity/tokens';
import type { Options } from './options';
import { readReference } from './reference';
import { RequestLog } from './requestLog';
import { Pki } from './seed/pki';
import { Seed } from './seed/seed';
import { World } from './world/world';

export interface Sandbox {
	/** What a client needs to know. */
	addresses: { api: string; identity: string; control: string; dss: string };
	close(): Promise<void>;
}

export async function startSandbox({ port, identityPort, dssPort, speed, reference: folder, taskSeconds, clients }: Options): Promise<Sandbox> {
	const clock = new Clock(speed);
	const directory = new Directory();
	const tokens = new Tokens(clock);
	const log = new RequestLog();
	const faults = new Faults();
	const reference = readReference(folder);
	const pki = new Pki(() => clock.now());
	const seed = new Seed(pki, clients);
	const world = new World({ clock, directory, tokens, reference, pki, taskDuration: taskSeconds * 1000 });
	seed.sow(world);
	// Also when the start fails or something breaks.
	process.once('exit', () => world.contents.remove());

	const api = createApi({ world, reference, log, faults });
	const identity = await startIdentity({
		port: identityPort,
		directory,
		tokens,
		clock,
		log,
		faults,
		isTrusted: (certificate) => pki.isQualified(certificate),
	});
	const dss = await startDss({ port: dssPort, clock, log, faults, keys: world.accounts.certificates.filter(({ userId }) => userId === seed.operatorId) });
	const reset = () => {
		world.clear();
		faults.clear();
		log.clear();
		identity.reset();
		dss.reset();
		seed.sow(world);
	};
	addControl(api, { world, seed, dss, log, faults, reset });
	world.origin = await api.listen({ port, host: '127.0.0.1' });

	return {
		addresses: { api: world.origin, identity: identity.url, control: `${world.origin}/_sandbox`, dss: dss.url },
		close: async () => {
			clock.reset();
			await Promise.all([api.close(), identity.close(), dss.close()]);
		},
	};
}

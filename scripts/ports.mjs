import { createServer } from 'node:net';

import { Stop } from './progress.mjs';

/**
 * @param {number} port 0 for any
 * @returns {Promise<number>}
 */
function tryPort(port) {
	return new Promise((resolve, reject) => {
		const server = createServer().on('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const taken = server.address().port;
			server.close(() => resolve(taken));
		});
	});
}

/** A port of the loopback address that nobody listens on now. */
export function freePort() {
	return tryPort(0);
}

/**
 * @param {number} port
 * @param {string} remedy what to do when it is taken
 * @throws {Stop} when somebody listens there
 */
export async function requireFreePort(port, remedy) {
	try {
		await tryPort(port);
	} catch (error) {
		throw new Stop(`Port ${port} cannot be used (${error.code}). ${remedy}`);
	}
}

/** At most 20 requests of one client at the same time; the surplus is dropped. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { World } from '../world/world';
import { bearerOf } from './authorization';
import { ApiProblem } from './problems';

/** recommendations.rst: 20 simultaneous requests per client. */
export const MOST_PARALLEL = 20;

export function limitParallelism(app: FastifyInstance, world: World): void {
	const inFlight = new Map<string, number>();
	app.addHook('onRequest', async (request, reply) => {
		if (request.url.startsWith('/_sandbox')) return;
		const client = clientOf(world, request);
		const count = (inFlight.get(client) ?? 0) + 1;
		inFlight.set(client, count);
		reply.raw.once('close', () => inFlight.set(client, (inFlight.get(client) ?? 1) - 1));
		if (count > MOST_PARALLEL)
			throw new ApiProblem({
				status: 429,
				code: 'throttling',
				message: `Одновременно выполняется больше ${MOST_PARALLEL} запросов`,
			});
	});
}

function clientOf(world: World, request: FastifyRequest): string {
	const token = bearerOf(request);
	const byToken = token === undefined ? undefined : world.tokens.find(token)?.clientId;
	const apiKey = request.headers['x-kontur-apikey'];
	return byToken ?? (typeof apiKey === 'string' ? world.directory.clientByApiKey(apiKey)?.clientId : undefined) ?? 'nobody';
}

/** Fills the feed for load tests. */

import { randomUUID } from 'node:crypto';
import { badRequest } from '../api/problems';
import type { Seed } from '../seed/seed';
import type { World } from '../world/world';

const MOST = 1_000_000;

/** Appends `count` events to the integrator's feed, with several states in turn; answers how many the feed holds then. Throws 400. */
export function addMadeUpEvents(world: World, seed: Seed, body: Record<string, unknown>): number {
	const { count, accountId, docflowId, docflowType, newState } = body;
	if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > MOST)
		throw badRequest('count must be a whole number up to a million');
	const accounts = seed.letter().accounts.filter(({ id }) => accountId === undefined || id === accountId);
	const states = [newState ?? 'urn:transaction:report-receipt'].flat();
	if (states.length === 0) throw badRequest('newState must be a state or a list of states');
	for (let number = 0; number < count; number++) {
		const account = accounts[number % accounts.length];
		if (!account) throw badRequest('no such account');
		world.feed.appendFor(seed.client.clientId, {
			accountId: account.id,
			docflowId: typeof docflowId === 'string' ? docflowId : randomUUID(),
			docflowType: typeof docflowType === 'string' ? docflowType : 'urn:docflow:fns534-report',
			newState: String(states[number % states.length]),
			at: world.clock.now(),
			inn: account.inn,
			kpp: account.kpp,
		});
	}
	return world.feed.size(seed.client.clientId);
}

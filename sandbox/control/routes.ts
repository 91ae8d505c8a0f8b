/** Everything below /_sandbox: for people and tests, no part of the simulated service. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isReadable, readAll } from '../api/call';
import { badRequest } from '../api/problems';
import type { Dss } from '../dss';
import type { Faults } from '../faults';
import type { RequestLog } from '../requestLog';
import type { Seed } from '../seed/seed';
import type { World } from '../world/world';
import { writeAnswer } from './answers';
import { docflowsView } from './docflowsView';
import { setEncryption } from './encryption';
import { readFault } from './faultRule';
import { beginIncoming } from './incoming';
import { addMadeUpEvents } from './madeUpEvents';
import { page } from './page';
import { addTelegram } from './telegram';
import { addWebDrafts } from './webDrafts';

export interface ControlParts {
	world: World;
	seed: Seed;
	dss: Dss;
	log: RequestLog;
	faults: Faults;
	reset: () => void;
}

export function addControl(app: FastifyInstance, { world, seed, dss, log, faults, reset }: ControlParts): void {
	const clockView = () => ({ now: world.clock.now().toISOString(), speed: world.clock.speed });

	app.get('/_sandbox', async (_request, reply) => reply.redirect('/_sandbox/'));
	app.get('/_sandbox/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page({ world, log })));
	app.get('/_sandbox/seed', async () => ({ ...seed.letter(), dss: dss.letter() }));
	app.post('/_sandbox/reset', async () => {
		reset();
		telegram.clear();
		return { reset: true };
	});
	app.get<{ Querystring: { after?: string } }>('/_sandbox/requests', async ({ query }) => ({
		requests: log.after(Number(query.after ?? 0)),
	}));
	app.delete('/_sandbox/requests', async (_request, reply) => {
		log.clear();
		return reply.code(204).send();
	});
	app.post('/_sandbox/faults', async (request) => {
		const rule = readFault(await jsonOf(request));
		try {
			return { id: faults.add(rule) };
		} catch {
			throw badRequest('path is a broken pattern');
		}
	});
	app.delete('/_sandbox/faults', async (_request, reply) => {
		faults.clear();
		return reply.code(204).send();
	});
	app.get('/_sandbox/clock', async () => clockView());
	app.post('/_sandbox/clock', async (request) => {
		setClock(world, await jsonOf(request));
		return clockView();
	});
	app.post('/_sandbox/paging', async (request) => {
		const { largestPage } = await jsonOf(request);
		if (typeof largestPage !== 'number' || !(largestPage >= 1)) throw badRequest('largestPage must be at least 1');
		world.largestPage = largestPage;
		return { largestPage };
	});
	app.post('/_sandbox/raw-signatures', async (request) => {
		const { order } = await jsonOf(request);
		if (order !== 'standard' && order !== 'reversed') throw badRequest('order must be standard or reversed');
		world.rawOrder = order;
		return { order };
	});
	app.post('/_sandbox/encryption', async (request) => setEncryption(world, await jsonOf(request)));
	app.get('/_sandbox/docflows', async () => docflowsView(world));
	app.post('/_sandbox/tokens/expire', async (request) => {
		const { sessions } = await jsonOf(request);
		world.tokens.expireAll();
		if (sessions === true) world.tokens.sessions.endAll();
		return { expired: true };
	});
	app.post('/_sandbox/events', async (request) => ({ total: addMadeUpEvents(world, seed, await jsonOf(request)) }));
	app.post('/_sandbox/incoming', async (request) => beginIncoming(world, await jsonOf(request)));
	app.post('/_sandbox/answers', async (request) => writeAnswer(world, await jsonOf(request)));
	addWebDrafts(app, world);
	const telegram = addTelegram(app, { now: () => world.clock.now(), jsonOf });
}

/** `{ now }` later than the simulated now jumps there, `{ advanceMs }` jumps by that much, `{ speed }` sets the pace. */
function setClock({ clock }: World, body: Record<string, unknown>): void {
	const { now, speed, advanceMs } = body;
	if (speed !== undefined) {
		if (typeof speed !== 'number' || !(speed > 0)) throw badRequest('speed must be a positive number');
		clock.setSpeed(speed);
	}
	const jump = typeof now === 'string' ? new Date(now).getTime() - clock.now().getTime() : advanceMs;
	if (jump === undefined) return;
	if (typeof jump !== 'number' || !(jump >= 0)) throw badRequest('time only goes forward');
	clock.advance(jump);
}

async function jsonOf(request: FastifyRequest): Promise<Record<string, unknown>> {
	const text = isReadable(request.body) ? (await readAll(request.body)).toString('utf8') : '';
	if (text === '') return {};
	try {
		return { ...JSON.parse(text) };
	} catch {
		throw badRequest('the body is not JSON');
	}
}

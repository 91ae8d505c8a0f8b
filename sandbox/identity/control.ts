/** What a test can change about the provider; below /_sandbox, since no part of the simulated service. */

import type { FastifyInstance } from 'fastify';
import type { Directory } from '../directory';
import { isLifetimeName, type Lifetimes } from './lifetimes';
import type { Partners } from './partners';
import type { SecondFactor } from './secondFactor';

export interface ControlParts {
	directory: Directory;
	lifetimes: Lifetimes;
	secondFactor: SecondFactor;
	partners: Partners;
}

/** What a partner hands over, and whom Kontur's support linked by hand: the partner's user ids with the logins. */
interface PartnerLetter {
	clientId?: string;
	key?: string;
	users?: Record<string, string>;
}

export function controlRoutes(app: FastifyInstance, { directory, lifetimes, secondFactor, partners }: ControlParts): void {
	app.get('/_sandbox/lifetimes', async () => lifetimes.all());

	app.post<{ Body: Record<string, unknown> }>('/_sandbox/lifetimes', async (request, reply) => {
		const changes = Object.entries(request.body ?? {});
		const wrong = changes.find(([name, seconds]) => !isLifetimeName(name) || !Number.isInteger(seconds) || Number(seconds) < 1);
		if (wrong) return reply.code(400).send({ message: `${wrong[0]} must be one of ${Object.keys(lifetimes.all()).join(', ')} with whole seconds` });
		for (const [name, seconds] of changes) if (isLifetimeName(name)) lifetimes.set(name, Number(seconds));
		return lifetimes.all();
	});

	app.post<{ Body: { login?: string } }>('/_sandbox/second-factor', async (request, reply) => {
		const user = directory.userByLogin(request.body?.login ?? '');
		if (!user) return reply.code(404).send({ message: 'no such login' });
		secondFactor.require(user.id);
		return reply.code(204).send();
	});

	app.post<{ Body: PartnerLetter }>('/_sandbox/partners', async (request, reply) => {
		const { clientId = '', key = '', users = {} } = request.body ?? {};
		if (!directory.client(clientId)) return reply.code(404).send({ message: 'no such clientId' });
		partners.register(clientId, key);
		for (const [serviceUserId, login] of Object.entries(users)) {
			const user = directory.userByLogin(login);
			if (!user) return reply.code(404).send({ message: `no such login: ${login}` });
			directory.linkExternalId(clientId, serviceUserId, user.id);
		}
		return reply.code(204).send();
	});
}

/** What a test can change about the provider; below /_sandbox, since no part of the simulated service. */

import type { FastifyInstance } from 'fastify';
import type { Directory } from '../directory';
import { isLifetimeName, type Lifetimes } from './lifetimes';
import type { Partners } from './partners';
import type { RefreshReuse } from './refreshReuse';
import type { SecondFactor } from './secondFactor';
import type { Storage } from './storage';
import type { Watch } from './watch';

export interface ControlParts {
	directory: Directory;
	lifetimes: Lifetimes;
	storage: Storage;
	secondFactor: SecondFactor;
	partners: Partners;
	refreshReuse: RefreshReuse;
	watch: Watch;
}

/** What a partner hands over, and whom Kontur's support linked by hand: the partner's user ids with the logins. */
interface PartnerLetter {
	clientId?: string;
	key?: string;
	users?: Record<string, string>;
}

export function controlRoutes(app: FastifyInstance, parts: ControlParts): void {
	const { directory, lifetimes, storage, secondFactor, partners, refreshReuse, watch } = parts;

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

	app.post<{ Body: { login?: string } }>('/_sandbox/revoke', async (request, reply) => {
		const user = directory.userByLogin(request.body?.login ?? '');
		if (!user) return reply.code(404).send({ message: 'no such login' });
		storage.revokeUser(user.id);
		return reply.code(204).send();
	});

	app.post<{ Body: { revokes?: unknown } }>('/_sandbox/refresh-reuse', async (request, reply) => {
		const revokes = request.body?.revokes;
		if (typeof revokes !== 'boolean') return reply.code(400).send({ message: 'revokes must be true or false' });
		refreshReuse.revokes = revokes;
		return reply.code(204).send();
	});

	app.post<{ Body: { seconds?: unknown } }>('/_sandbox/clock-skew', async (request, reply) => {
		const seconds = request.body?.seconds;
		if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return reply.code(400).send({ message: 'seconds must be a number' });
		watch.skewSeconds = seconds;
		return reply.code(204).send();
	});

	app.post<{ Body: PartnerLetter }>('/_sandbox/partners', async (request, reply) => {
		const { clientId = '', key = '', users = {} } = request.body ?? {};
		if (!directory.client(clientId)) return reply.code(404).send({ message: 'no such clientId' });
		if (!partners.register(clientId, key)) return reply.code(400).send({ message: 'key is neither a public key nor a certificate' });
		for (const [serviceUserId, login] of Object.entries(users)) {
			const user = directory.userByLogin(login);
			if (!user) return reply.code(404).send({ message: `no such login: ${login}` });
			directory.linkExternalId(clientId, serviceUserId, user.id);
		}
		return reply.code(204).send();
	});
}

/** The older sign-in, which gives an auth.sid: below /auth/v5.x and /sessions/v5.x. */

import type { FastifyInstance } from 'fastify';
import type { Directory, User } from '../directory';
import { isSame } from './clientSecrets';
import { applicationOf, AUTH, bodyBytes, LegacyRefusal, queryField, SESSIONS } from './legacyRequest';
import type { SessionPair } from './sessions';
import type { Tokens } from './tokens';

export interface LegacyParts {
	directory: Directory;
	tokens: Tokens;
}

export function legacyRoutes(app: FastifyInstance, { directory, tokens }: LegacyParts): void {
	app.post(`${AUTH}/authenticate-by-pass`, { config: { operation: 'legacy-auth-by-password' } }, async (request) => {
		applicationOf(request, directory);
		const login = queryField(request, 'login');
		const user = userWithPassword(directory, login, bodyBytes(request).toString('utf8'));
		return inWireForm(tokens.sessions.issue(user.id));
	});

	app.post(`${SESSIONS}/sessions/refresh`, { config: { operation: 'legacy-session-refresh' } }, async (request) => {
		applicationOf(request, directory);
		const renewed = tokens.sessions.refresh({ sid: queryField(request, 'auth.sid'), refreshToken: queryField(request, 'refresh-token') });
		if (!renewed) throw new LegacyRefusal(403, 'WrongKey');
		return inWireForm(renewed);
	});

	app.put(
		`${AUTH}/register-external-service-id`,
		{ config: { operation: 'legacy-auth-register-external-service-id' } },
		async (request, reply) => {
			const client = applicationOf(request, directory);
			const serviceUserId = queryField(request, 'serviceUserId');
			const phone = queryField(request, 'phone');
			if (!/^\d{10}$/.test(phone)) throw new LegacyRefusal(400);
			const user = directory.userByPhone(phone);
			if (!user) throw new LegacyRefusal(403, 'UserNotFound');
			if (user.accounts.some(({ role }) => role === 'admin')) throw new LegacyRefusal(403, 'ForbiddenForTargetUser');
			directory.linkExternalId(client.clientId, serviceUserId, user.id);
			return reply.code(200).send();
		},
	);
}

/** Which code a wrong password gets is not documented; the Java client's test data knows WrongKey for this call. */
function userWithPassword(directory: Directory, login: string, password: string): User {
	const user = directory.userByLogin(login);
	if (!user || !isSame(user.password, password)) throw new LegacyRefusal(403, 'WrongKey');
	return user;
}

function inWireForm({ sid, refreshToken }: SessionPair) {
	return { Sid: sid, RefreshToken: refreshToken };
}

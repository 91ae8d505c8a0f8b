/** The older sign-in, which gives an auth.sid: below /auth/v5.x and /sessions/v5.x. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Client, Directory, User } from '../directory';
import { isSame } from './clientSecrets';
import type { LegacySession, Tokens } from './tokens';

/** An answer of the older service that says no; the body is empty except with 403. */
export class LegacyRefusal extends Error {
	constructor(
		readonly status: 400 | 401 | 403 | 406,
		readonly code?: string,
	) {
		super(`${status} ${code ?? ''}`);
	}
}

export interface LegacyParts {
	directory: Directory;
	tokens: Tokens;
}

/** Any version of the fifth generation: v5.9, v5.12, v5.13 and v5.16 were seen. */
const AUTH = '/auth/:version(^v5\\.\\d+$)';
const SESSIONS = '/sessions/:version(^v5\\.\\d+$)';

export function legacyRoutes(app: FastifyInstance, { directory, tokens }: LegacyParts): void {
	app.post(`${AUTH}/authenticate-by-pass`, { config: { operation: 'legacy-auth-by-password' } }, async (request) => {
		applicationOf(request, directory);
		const login = queryField(request, 'login');
		const password = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
		return inWireForm(tokens.issueSession(userWithPassword(directory, login, password).id));
	});

	app.post(`${SESSIONS}/sessions/refresh`, { config: { operation: 'legacy-session-refresh' } }, async (request) => {
		applicationOf(request, directory);
		const renewed = tokens.refreshSession({ sid: queryField(request, 'auth.sid'), refreshToken: queryField(request, 'refresh-token') });
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

/** The key's name differs from method to method and from client to client: all three are accepted everywhere. */
function applicationOf(request: FastifyRequest, directory: Directory): Client {
	const query = queryOf(request);
	const apiKey = query.apiKey ?? query['api-key'] ?? request.headers['x-kontur-apikey'];
	if (typeof apiKey !== 'string' || apiKey === '') throw new LegacyRefusal(401);
	const client = directory.clientByApiKey(apiKey);
	if (!client) throw new LegacyRefusal(403, 'InvalidApiKey');
	return client;
}

/** Which code a wrong password gets is not documented; the Java client's test data knows WrongKey for this call. */
function userWithPassword(directory: Directory, login: string, password: string): User {
	const user = directory.userByLogin(login);
	if (!user || !isSame(user.password, password)) throw new LegacyRefusal(403, 'WrongKey');
	return user;
}

function queryField(request: FastifyRequest, name: string): string {
	const value = queryOf(request)[name];
	if (typeof value !== 'string' || value === '') throw new LegacyRefusal(400);
	return value;
}

function queryOf(request: FastifyRequest): Record<string, unknown> {
	return typeof request.query === 'object' && request.query !== null ? { ...request.query } : {};
}

function inWireForm({ sid, refreshToken }: LegacySession) {
	return { Sid: sid, RefreshToken: refreshToken };
}

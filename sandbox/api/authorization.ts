/** Who is calling: a bearer token, or an auth.sid session together with an api-key. */

import type { FastifyRequest } from 'fastify';
import type { Client, User } from '../directory';
import type { World } from '../world/world';
import { unauthorized } from './problems';

export interface Caller {
	client: Client;
	/** Null when an application signed in as itself. */
	user: User | null;
}

const SCOPE = 'extern.api';
const TOOL_SCOPE = 'extern.test-tools';

/** Throws 401 when nobody can be recognised. */
export function authorize(world: World, request: FastifyRequest, scopes = [SCOPE]): Caller {
	const bearer = schemeValue(request, 'bearer');
	if (bearer !== undefined) return byToken(world, bearer, scopes);
	const sid = schemeValue(request, 'auth.sid') ?? cookieSid(request);
	if (sid === undefined) throw unauthorized('Запрос не авторизован: нет заголовка Authorization');
	return bySession(world, sid, headerOf(request, 'x-kontur-apikey'));
}

/** The test tools know an integrator by his api-key alone; whoever signs in is known as elsewhere. */
export function authorizeTool(world: World, request: FastifyRequest): Caller {
	if (bearerOf(request) !== undefined || sidOf(request) !== undefined) return authorize(world, request, [SCOPE, TOOL_SCOPE]);
	const apiKey = headerOf(request, 'x-kontur-apikey');
	const client = apiKey === undefined ? undefined : world.directory.clientByApiKey(apiKey);
	if (!client) throw unauthorized('Нет заголовка X-Kontur-Apikey или ключ неизвестен');
	return { client, user: null };
}

/** The token of this call, if it has one. */
export function bearerOf(request: FastifyRequest): string | undefined {
	return schemeValue(request, 'bearer');
}

/** The session of this call, if it has one. */
export function sidOf(request: FastifyRequest): string | undefined {
	return schemeValue(request, 'auth.sid') ?? cookieSid(request);
}

function byToken(world: World, token: string, scopes: string[]): Caller {
	const grant = world.tokens.find(token);
	if (!grant) throw unauthorized('Токен доступа неизвестен или истёк');
	const granted = grant.scope.split(' ');
	if (!scopes.some((scope) => granted.includes(scope))) throw unauthorized(`Токен выдан без права ${scopes.join(' или ')}`);
	const client = world.directory.client(grant.clientId);
	if (!client) throw unauthorized('Приложение, которому выдан токен, неизвестно');
	return { client, user: userOf(world, grant.userId) };
}

function bySession(world: World, sid: string, apiKey: string | undefined): Caller {
	const client = apiKey === undefined ? undefined : world.directory.clientByApiKey(apiKey);
	if (!client) throw unauthorized('Нет заголовка X-Kontur-Apikey или ключ неизвестен');
	const userId = world.tokens.sessions.userIdOf(sid);
	if (userId === undefined) throw unauthorized('Сессия auth.sid неизвестна или истекла');
	return { client, user: userOf(world, userId) };
}

function userOf(world: World, userId: string | null): User | null {
	if (userId === null) return null;
	const user = world.directory.user(userId);
	if (!user) throw unauthorized('Пользователь неизвестен');
	return user;
}

function schemeValue(request: FastifyRequest, scheme: string): string | undefined {
	const [name, ...rest] = (request.headers.authorization ?? '').trim().split(/\s+/);
	return name?.toLowerCase() === scheme && rest.length > 0 ? rest.join(' ') : undefined;
}

function cookieSid(request: FastifyRequest): string | undefined {
	return /(?:^|;\s*)auth\.sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

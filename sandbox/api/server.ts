/** The API server: one route per operation of the reference, handlers from the table, 501 where there is none. */

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { attachFaults, type Faults } from '../faults';
import type { Operation, Reference } from '../reference';
import { attachLog, type RequestLog } from '../requestLog';
import { EMPTY_GUID, GUID } from '../world/ids';
import type { World } from '../world/world';
import { authorize, authorizeTool, bearerOf, sidOf } from './authorization';
import { Call, isReadable, readAll, type Answer, type Handlers } from './call';
import { handlers } from './handlers';
import { limitParallelism } from './parallelism';
import { ApiProblem, badRequest } from './problems';
import { Validation, type BodyKind } from './validation';

declare module 'fastify' {
	interface FastifyRequest {
		traceId: string;
	}
}

export interface ApiParts {
	world: World;
	reference: Reference;
	log: RequestLog;
	faults: Faults;
}

/** Groups of operations.json that the identity server answers. */
const IDENTITY_GROUPS = /^(auth|openid|legacy-auth)/;

export function createApi({ world, reference, log, faults }: ApiParts): FastifyInstance {
	const app = fastify({
		forceCloseConnections: true,
		bodyLimit: Number.MAX_SAFE_INTEGER,
		routerOptions: { caseSensitive: false, maxParamLength: 1000 },
	});
	app.removeAllContentTypeParsers();
	// What a body means is decided by the operation, not by its Content-Type.
	app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
	app.decorateRequest('traceId', '');
	app.addHook('onRequest', async (request, reply) => {
		request.traceId = randomUUID().replaceAll('-', '');
		reply.header('x-kontur-trace-id', request.traceId);
	});
	attachLog(app, log, { service: 'api', now: () => world.clock.now() });
	limitParallelism(app, world);
	attachFaults(app, faults, { expireToken: (request) => expireToken(world, request) });
	app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
	app.setNotFoundHandler((request, reply) =>
		refuse(
			new ApiProblem({ status: 404, message: `Метод ${request.method} ${request.url.split('?', 1)[0]} не существует` }),
			request,
			reply,
		),
	);

	const validation = new Validation(reference);
	assertKnown(Object.keys(handlers), reference);
	for (const operation of reference.operations.filter(
		({ group, path }) => !IDENTITY_GROUPS.test(group) && !path.startsWith('/connect'),
	))
		addRoute(app, { world, validation, operation, handlers });
	return app;
}

/** A handler under a wrong id would never be called. */
function assertKnown(ids: string[], { operations }: Reference): void {
	const unknown = ids.filter((id) => !operations.some((operation) => operation.id === id));
	if (unknown.length > 0) throw new Error(`handlers of unknown operations: ${unknown.join(', ')}`);
}

interface RouteParts {
	world: World;
	validation: Validation;
	operation: Operation;
	handlers: Handlers;
}

function addRoute(app: FastifyInstance, { world, validation, operation, handlers: table }: RouteParts): void {
	const handler = table[operation.id];
	const kind = validation.bodyKind(operation);
	app.route({
		method: [operation.method, ...(operation.alternateMethods ?? [])],
		url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
		config: { operation: operation.id },
		handler: async (request, reply) => {
			const caller = operation.group === 'test-tools' ? authorizeTool(world, request) : authorize(world, request);
			checkPath(request);
			if (!handler) throw new ApiProblem({ status: 501, message: `Песочница не умеет операцию ${operation.id}` });
			validation.query(operation, isRecord(request.query) ? request.query : {});
			const json = await readBody(request, kind);
			const call = new Call({ world, caller, operation, request, validation, json, traceId: request.traceId });
			return answerWith(reply, await handler(call));
		},
	});
}

/** Ids in the path are GUIDs; the empty one is refused like a malformed one. */
function checkPath(request: FastifyRequest): void {
	for (const [name, value] of Object.entries(isRecord(request.params) ? request.params : {})) {
		if (!/id$/i.test(name)) continue;
		if (typeof value !== 'string' || !GUID.test(value) || value === EMPTY_GUID)
			throw badRequest(`Идентификатор «${name}» задан неверно`, { [name]: 'invalid' });
	}
}

async function readBody(request: FastifyRequest, kind: BodyKind): Promise<unknown> {
	if (kind !== 'json' || !isReadable(request.body)) return undefined;
	const text = (await readAll(request.body)).toString('utf8');
	request.body = undefined;
	if (text.trim() === '') return undefined;
	try {
		request.body = JSON.parse(text.replace(/^\uFEFF/, ''));
		return request.body;
	} catch {
		throw badRequest('Тело запроса не является корректным JSON');
	}
}

function answerWith(reply: FastifyReply, { status, body, text, stream, headers }: Answer): FastifyReply {
	reply.code(status).headers({ ...headers });
	if (stream) return reply.type('application/octet-stream').send(stream);
	if (text !== undefined) return reply.type('text/plain; charset=utf-8').send(text);
	if (body === undefined) return reply.send();
	return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const problem = error instanceof ApiProblem ? error : unexpected(error, request);
	return answerWith(reply, { status: problem.problem.status, body: problem.body(request.traceId) });
}

function unexpected(error: unknown, request: FastifyRequest): ApiProblem {
	const status = isRecord(error) && typeof error.statusCode === 'number' && error.statusCode < 500 ? error.statusCode : 500;
	const hungUp = request.raw.destroyed && !request.raw.complete;
	if (status === 500 && !hungUp) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	return new ApiProblem({ status, message: status === 500 ? 'Внутренняя ошибка песочницы' : 'Запрос составлен неверно' });
}

function expireToken(world: World, request: FastifyRequest): void {
	const token = bearerOf(request);
	const sid = sidOf(request);
	if (token !== undefined) world.tokens.revoke(token);
	else if (sid !== undefined) world.tokens.sessions.end(sid);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

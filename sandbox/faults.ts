/** Knobs that make the service misbehave: which calls, how often, in which way, before or after the work is done. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as realDelay } from 'node:timers/promises';

/** Time for the last bytes to leave before the socket is destroyed. */
const FLUSH_MS = 20;

const OWN_ORIGIN = /"http:\/\/(?:127\.0\.0\.1|localhost):\d+/g;

export interface FaultAction {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	delayMs?: number;
	disconnect?: boolean;
	truncateBytes?: number;
	expireToken?: boolean;
	redirect?: string;
	replaceHrefs?: string;
}

export interface FaultRule {
	operation?: string;
	method?: string;
	/** A part of the path, or a pattern between slashes: `/drafts\/.*\/send/`. */
	path?: string;
	/** How many matching calls pass first. */
	skip?: number;
	/** How many matching calls are hit; all when absent. */
	times?: number;
	/** True: the work is done first, then the answer goes wrong. */
	after?: boolean;
	action: FaultAction;
}

export interface Fault {
	id: string;
	after: boolean;
	action: FaultAction;
}

interface ArmedRule {
	id: string;
	rule: FaultRule;
	seen: number;
	matches: (call: Call) => boolean;
}

interface Call {
	operation?: string;
	method: string;
	path: string;
}

export class Faults {
	#armed: ArmedRule[] = [];
	#count = 0;

	/** Throws SyntaxError when the path is a broken pattern. */
	add(rule: FaultRule): string {
		const id = `fault-${++this.#count}`;
		this.#armed.push({ id, rule, seen: 0, matches: matcher(rule) });
		return id;
	}

	clear(): void {
		this.#armed = [];
	}

	/** The fault that hits this call, if any; counts the call against every rule it matches until one hits. */
	strike(call: Call): Fault | undefined {
		for (const armed of this.#armed) {
			if (!armed.matches(call)) continue;
			const position = armed.seen++ - (armed.rule.skip ?? 0);
			if (position < 0 || position >= (armed.rule.times ?? Infinity)) continue;
			return { id: armed.id, after: armed.rule.after ?? false, action: armed.rule.action };
		}
		return undefined;
	}
}

function matcher(rule: FaultRule): (call: Call) => boolean {
	const pattern =
		rule.path && /^\/(.+)\/$/.test(rule.path) && /[\\.*+?()[\]^$|]/.test(rule.path)
			? new RegExp(rule.path.slice(1, -1))
			: undefined;
	return (call) =>
		(rule.operation === undefined || rule.operation === call.operation) &&
		(rule.method === undefined || rule.method.toUpperCase() === call.method) &&
		(rule.path === undefined || (pattern ? pattern.test(call.path) : call.path.includes(rule.path)));
}

declare module 'fastify' {
	interface FastifyRequest {
		fault?: Fault;
	}
	interface FastifyContextConfig {
		/** The id of the operation in operations.json. */
		operation?: string;
	}
}

export interface FaultWiring {
	/** Names the operation of a call where the route alone does not tell. */
	operationOf?: (request: FastifyRequest) => string | undefined;
	/** Makes the token that came with this call worthless. */
	expireToken?: (request: FastifyRequest) => void;
}

/** Lets the faults work on one server. Must be called before routes are added; calls below /_sandbox are never hit. */
export function attachFaults(app: FastifyInstance, faults: Faults, wiring: FaultWiring = {}): void {
	app.addHook('preHandler', async (request, reply) => {
		const path = request.url.split('?', 1)[0] ?? '';
		if (path.startsWith('/_sandbox')) return;
		const operation = wiring.operationOf?.(request) ?? request.routeOptions.config.operation;
		request.fault = faults.strike({ operation, method: request.method, path });
		if (!request.fault || request.fault.after) return;
		const { action } = request.fault;
		if (action.expireToken) wiring.expireToken?.(request);
		if (action.delayMs) await realDelay(action.delayMs);
		if (action.disconnect) {
			cut(request, reply);
		} else if (action.redirect !== undefined) {
			return reply.code(307).header('location', action.redirect).send();
		} else if (action.status !== undefined) {
			return fail(reply, action, action.status);
		}
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const { fault } = request;
		if (!fault) return payload;
		const { action } = fault;
		if (fault.after) {
			if (action.expireToken) wiring.expireToken?.(request);
			if (action.delayMs) await realDelay(action.delayMs);
			if (action.disconnect) {
				cut(request, reply);
				return unanswered();
			}
			if (action.redirect !== undefined) {
				reply.code(307).header('location', action.redirect).removeHeader('content-length');
				return '';
			}
			if (action.status !== undefined) {
				reply
					.code(action.status)
					.headers({ ...action.headers })
					.removeHeader('content-length');
				return asText(reply, action);
			}
		}
		if (action.replaceHrefs !== undefined && typeof payload === 'string') {
			reply.removeHeader('content-length');
			return payload.replace(OWN_ORIGIN, `"${action.replaceHrefs}`);
		}
		if (action.truncateBytes !== undefined) return truncated(reply, payload, action.truncateBytes);
		return payload;
	});
}

function fail(reply: FastifyReply, action: FaultAction, status: number): FastifyReply {
	reply.code(status).headers({ ...action.headers });
	return reply.send(asText(reply, action));
}

function asText(reply: FastifyReply, action: FaultAction): string {
	if (action.body === undefined) return '';
	if (typeof action.body === 'string') return action.body;
	reply.type('application/json; charset=utf-8');
	return JSON.stringify(action.body);
}

/** Keeps fastify from answering once the raw socket was taken over. */
function unanswered(): Promise<never> {
	return new Promise(() => undefined);
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.destroy();
}

/** Promises the whole length, sends only the beginning and closes the connection. */
function truncated(reply: FastifyReply, payload: unknown, bytes: number): unknown {
	if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
		const whole = Buffer.from(payload);
		reply.hijack();
		reply.raw.writeHead(reply.statusCode, { ...plainHeaders(reply), 'content-length': whole.length });
		reply.raw.write(whole.subarray(0, bytes), () => reply.raw.destroy());
		return unanswered();
	}
	if (!isPipeable(payload)) return payload;
	let left = bytes;
	const beginning = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			const part = chunk.subarray(0, left);
			left -= part.length;
			this.push(part);
			// Without done() the stream stands still until the connection breaks.
			if (left === 0) setTimeout(() => reply.raw.destroy(), FLUSH_MS);
			else done();
		},
	});
	return pipeline(payload, beginning, () => undefined);
}

function plainHeaders(reply: FastifyReply): Record<string, string> {
	return Object.fromEntries(
		Object.entries(reply.getHeaders()).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
	);
}

function isPipeable(payload: unknown): payload is NodeJS.ReadableStream {
	return typeof payload === 'object' && payload !== null && 'pipe' in payload;
}

/** What was asked and what was answered, for the web page and for tests; secrets are masked before they are kept. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash, type Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { maskedBody, maskedHeaders, maskedQuery } from './secrets';

export type Service = 'api' | 'identity';

export interface LoggedRequest {
	number: number;
	time: string;
	service: Service;
	method: string;
	path: string;
	query: Record<string, unknown>;
	/** The id in operations.json. */
	operation: string | null;
	headers: Record<string, unknown>;
	/** Parsed JSON or form; null for other bodies, which are known by size and digest only. */
	body: unknown;
	bodyBytes: number;
	bodySha256: string | null;
	/** 0 when the connection was cut before an answer began. */
	status: number;
	responseHeaders: Record<string, unknown>;
	/** Parsed JSON, or `{ bytes, sha256 }` of other answers. */
	response: unknown;
	/** The id of the fault that hit the call. */
	fault?: string;
}

/** Older entries are dropped. */
const KEPT = 20_000;
/** JSON answers above this are kept as size and digest. */
const LARGEST_PARSED_ANSWER = 2_000_000;

export class RequestLog {
	#entries: LoggedRequest[] = [];
	#count = 0;

	record(entry: Omit<LoggedRequest, 'number'>): void {
		this.#entries.push({ number: ++this.#count, ...entry });
		if (this.#entries.length > KEPT) this.#entries.splice(0, this.#entries.length - KEPT);
	}

	/** Entries with a number above the given one, oldest first. */
	after(number: number): LoggedRequest[] {
		return this.#entries.filter((entry) => entry.number > number);
	}

	clear(): void {
		this.#entries = [];
	}
}

interface Trace {
	time: string;
	bodyBytes: number;
	bodyDigest: Hash;
	response: unknown;
}

export interface LogWiring {
	service: Service;
	/** Names the operation of a call where the route alone does not tell. */
	operationOf?: (request: FastifyRequest) => string | undefined;
	now: () => Date;
}

/** Writes every call of one server into the log. Must be called before routes and before attachFaults. */
export function attachLog(app: FastifyInstance, log: RequestLog, wiring: LogWiring): void {
	const traces = new WeakMap<FastifyRequest, Trace>();

	app.addHook('onRequest', async (request, reply) => {
		if (request.url.startsWith('/_sandbox')) return;
		const trace: Trace = { time: wiring.now().toISOString(), bodyBytes: 0, bodyDigest: createHash('sha256'), response: null };
		traces.set(request, trace);
		reply.raw.once('close', () => {
			const { headersSent } = reply.raw;
			log.record({
				time: trace.time,
				service: wiring.service,
				method: request.method,
				path: request.url.split('?', 1)[0] ?? '',
				query: maskedQuery(isRecord(request.query) ? request.query : {}),
				operation: wiring.operationOf?.(request) ?? request.routeOptions.config?.operation ?? null,
				headers: maskedHeaders(request.headers),
				body: isPlain(request.body) ? maskedBody(request.body) : null,
				bodyBytes: trace.bodyBytes,
				bodySha256: trace.bodyBytes > 0 ? trace.bodyDigest.digest('hex') : null,
				status: headersSent ? reply.raw.statusCode : 0,
				responseHeaders: maskedHeaders(headersSent ? reply.raw.getHeaders() : {}),
				response: trace.response,
				...(request.fault ? { fault: request.fault.id } : {}),
			});
		});
	});

	app.addHook('preParsing', async (request, _reply, payload) => {
		const trace = traces.get(request);
		if (!trace) return payload;
		const measured = new Transform({
			transform(chunk: Buffer, _encoding, done) {
				trace.bodyBytes += chunk.length;
				trace.bodyDigest.update(chunk);
				done(null, chunk);
			},
		});
		payload.on('error', (error: Error) => measured.destroy(error));
		return payload.pipe(measured);
	});

	app.addHook('onSend', async (request, _reply, payload) => {
		const trace = traces.get(request);
		if (!trace) return payload;
		if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
			trace.response = answerOf(Buffer.from(payload));
			return payload;
		}
		if (!isPipeable(payload)) return payload;
		const measured = { bytes: 0, sha256: '' };
		const digest = createHash('sha256');
		trace.response = measured;
		const tap = new Transform({
			transform(chunk: Buffer, _encoding, done) {
				measured.bytes += chunk.length;
				digest.update(chunk);
				done(null, chunk);
			},
			flush(done) {
				measured.sha256 = digest.digest('hex');
				done();
			},
		});
		payload.on('error', (error: Error) => tap.destroy(error));
		return payload.pipe(tap);
	});
}

function answerOf(bytes: Buffer): unknown {
	if (bytes.length === 0) return null;
	if (bytes.length <= LARGEST_PARSED_ANSWER) {
		try {
			return maskedBody(JSON.parse(bytes.toString('utf8')));
		} catch {
			// Not JSON: known by its digest.
		}
	}
	return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): boolean {
	return value !== undefined && !Buffer.isBuffer(value) && !isPipeable(value);
}

function isPipeable(value: unknown): value is NodeJS.ReadableStream {
	return typeof value === 'object' && value !== null && 'pipe' in value;
}

/** What was asked and what was answered, for the web page and for tests; secrets are masked before they are kept. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash, type Hash } from 'node:crypto';
import { pipeline, Transform } from 'node:stream';
import { Mask, type Service } from './secrets';

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

type Recorded = Omit<LoggedRequest, 'number'>;

export class RequestLog {
	#entries: Array<{ number: number; read: () => Recorded }> = [];
	#count = 0;

	/** Enters a call that is under way; calling what it returns freezes the entry as it is then. */
	open(read: () => Recorded): () => void {
		const entry = { number: ++this.#count, read };
		this.#entries.push(entry);
		if (this.#entries.length > KEPT) this.#entries.splice(0, this.#entries.length - KEPT);
		return () => {
			const last = read();
			entry.read = () => last;
		};
	}

	/** Entries with a number above the given one, in the order in which the calls came. */
	after(number: number): LoggedRequest[] {
		return this.#entries.filter((entry) => entry.number > number).map((entry) => ({ number: entry.number, ...entry.read() }));
	}

	clear(): void {
		this.#entries = [];
	}
}

interface Trace {
	time: string;
	bodyBytes: number;
	bodyDigest: Hash;
	/** Read late: a streamed answer is still on its way when the call is first looked at. */
	response: () => unknown;
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
	const mask = new Mask(wiring.service);

	app.addHook('onRequest', async (request, reply) => {
		if (request.url.startsWith('/_sandbox')) return;
		const trace: Trace = {
			time: wiring.now().toISOString(),
			bodyBytes: 0,
			bodyDigest: createHash('sha256'),
			response: () => null,
		};
		traces.set(request, trace);
		const close = log.open(() => entryOf(request, reply, trace, { ...wiring, mask }));
		reply.raw.once('close', () => {
			drain(request);
			close();
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
		// Somebody who reads hears of it; when nobody reads, a broken upload must not end the process.
		measured.on('error', () => undefined);
		payload.on('error', (error: Error) => measured.destroy(error));
		return payload.pipe(measured);
	});

	app.addHook('onSend', async (request, _reply, payload) => {
		const trace = traces.get(request);
		if (!trace) return payload;
		if (typeof payload === 'string' || Buffer.isBuffer(payload)) {
			const answer = answerOf(Buffer.from(payload), mask);
			trace.response = () => answer;
			return payload;
		}
		if (!isPipeable(payload)) return payload;
		const digest = createHash('sha256');
		let bytes = 0;
		trace.response = () => ({ bytes, sha256: digest.copy().digest('hex') });
		const tap = new Transform({
			transform(chunk: Buffer, _encoding, done) {
				bytes += chunk.length;
				digest.update(chunk);
				done(null, chunk);
			},
		});
		return pipeline(payload, tap, () => undefined);
	});
}

function entryOf(request: FastifyRequest, reply: FastifyReply, trace: Trace, { service, operationOf, mask }: LogWiring & { mask: Mask }): Recorded {
	const { headersSent, statusCode } = reply.raw;
	return {
		time: trace.time,
		service,
		method: request.method,
		path: request.url.split('?', 1)[0] ?? '',
		query: mask.fields(isRecord(request.query) ? request.query : {}),
		operation: operationOf?.(request) ?? request.routeOptions.config?.operation ?? null,
		headers: mask.headers(request.headers),
		body: isPlain(request.body) ? mask.value(request.body) : null,
		bodyBytes: trace.bodyBytes,
		bodySha256: trace.bodyBytes > 0 ? trace.bodyDigest.copy().digest('hex') : null,
		status: headersSent ? statusCode : 0,
		responseHeaders: mask.headers(headersSent ? reply.getHeaders() : {}),
		response: trace.response(),
		...(request.fault ? { fault: request.fault.id } : {}),
	};
}

/** A body that nobody read would block the next request on the same connection. */
function drain({ raw }: FastifyRequest): void {
	raw.unpipe();
	raw.resume();
}

function answerOf(bytes: Buffer, mask: Mask): unknown {
	if (bytes.length === 0) return null;
	if (bytes.length <= LARGEST_PARSED_ANSWER) {
		try {
			return mask.value(JSON.parse(bytes.toString('utf8')));
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

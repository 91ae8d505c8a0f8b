import type { Method, Port, PortAnswer, PortRequest } from '../../../extern/port';

/** A call as a service sees it. */
export interface Call {
	readonly method: Method;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly request: PortRequest;
	/** Counts from 1. */
	readonly number: number;
}

/** A service in memory: what it answers, what it heard, and a clock that only pauses move. */
export interface Service {
	readonly port: Port;
	readonly calls: Call[];
	readonly clock: { now: number };
	cancel(): void;
}

export const apiRoot = 'https://extern.test';

/** A service that answers each call by a function; an object or list stands for its JSON. */
export function serviceThat(answers: (call: Call) => unknown): Service {
	const calls: Call[] = [];
	const clock = { now: 1_700_000_000_000 };
	let cancelled = false;
	const port: Port = {
		apiRoot,
		clientKey: 'tests',
		now: () => clock.now,
		cancelled: () => cancelled,
		async pause(milliseconds) {
			clock.now += milliseconds;
		},
		async send(request) {
			const { pathname, searchParams } = new URL(request.url);
			const call = { method: request.method, path: pathname, query: searchParams, request, number: calls.length + 1 };
			calls.push(call);
			return asAnswer(answers(call));
		},
	};
	return { port, calls, clock, cancel: () => (cancelled = true) };
}

/** An HTTP answer with a JSON body, or with a text as it is. */
export function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): Extract<PortAnswer, { kind: 'answer' }> {
	return { kind: 'answer', status, headers, body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) };
}

export const noAnswer: PortAnswer = { kind: 'no-answer', reason: 'network', detail: 'socket hang up' };

function asAnswer(value: unknown): PortAnswer {
	return isAnswer(value) ? value : answer(200, JSON.stringify(value));
}

function isAnswer(value: unknown): value is PortAnswer {
	return typeof value === 'object' && value !== null && 'kind' in value;
}

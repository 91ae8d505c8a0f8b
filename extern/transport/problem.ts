import { jsonIn } from '../json';
import type { PortAnswer } from '../port';
import type { ApiProblem, ExternFailure, TaskRef } from '../failure';
import { askedToWait, type Repeat } from './retry';

type Answer = Extract<PortAnswer, { kind: 'answer' }>;

/** Reads an ApiError body; whatever is missing or oddly typed is left out (models.md §2). */
export function readProblem(answer: Answer): ApiProblem {
	const body = parseObject(answer.body);
	return {
		status: answer.status,
		id: text(body?.id),
		message: text(body?.message),
		traceId: answer.headers['x-kontur-trace-id'] ?? text(body?.['trace-id']) ?? text(body?.['track-id']),
		properties: textMap(body?.properties),
	};
}

/**
 * What an unsuccessful answer, or no answer, means for a call.
 * @param repeat whether the call is harmless to repeat; decides between `unavailable` and `unknown-outcome`
 */
export function failureOf(answer: PortAnswer, repeat: Repeat): ExternFailure {
	switch (answer.kind) {
		case 'cancelled':
			return { kind: 'cancelled' };
		case 'sign-in':
			return answer.isDown ? lost({ message: answer.detail }, 'safe') : { kind: 'signed-out', problem: { message: answer.detail } };
		case 'no-answer':
			return lost({ message: answer.detail }, answer.reason === 'unreachable' ? 'safe' : repeat);
		case 'answer':
			return failureOfStatus(answer, repeat);
	}
}

function failureOfStatus(answer: Answer, repeat: Repeat): ExternFailure {
	const problem = readProblem(answer);
	if (answer.status === 401) return { kind: 'signed-out', problem };
	if (answer.status === 409) return { kind: 'locked', problem, task: concurrentTask(answer) };
	if (answer.status === 429) return { kind: 'busy', problem, retryAfterMs: askedToWait(answer) ?? 60_000 };
	if (answer.status >= 500) return lost(problem, repeat);
	if (answer.status >= 400) return { kind: 'refused', status: answer.status, problem };
	// Redirects are never followed: an answer must not choose where our token goes.
	return { kind: 'malformed', problem: { ...problem, message: `Unexpected answer ${answer.status}` } };
}

function lost(problem: ApiProblem, repeat: Repeat): ExternFailure {
	return repeat === 'safe' ? { kind: 'unavailable', problem } : { kind: 'unknown-outcome', problem };
}

function concurrentTask(answer: Answer): TaskRef | undefined {
	const context = asObject(parseObject(answer.body)?.context);
	const task = asObject(context?.['concurrent-task']);
	const id = text(task?.id);
	return id ? { id, type: text(task?.['task-type']) } : undefined;
}

function parseObject(body: string | Uint8Array): Record<string, unknown> | undefined {
	return asObject(jsonIn(typeof body === 'string' ? body : Buffer.from(body).toString('utf8')));
}

function asObject(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function textMap(value: unknown): Record<string, string> | undefined {
	const entries = Object.entries(asObject(value) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

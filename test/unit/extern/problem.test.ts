import fc from 'fast-check';
import { ExternError, type ExternFailure } from '../../../extern/failure';
import { failureOf, readProblem } from '../../../extern/transport/problem';
import { answer, noAnswer } from './service';

const taskId = '5a0e3c1b-7d92-4f60-8b1e-2c4d6f8a9b01';
const statuses = fc.integer({ min: 300, max: 599 });
const bodies = fc.oneof(
	fc.json(),
	fc.string(),
	fc.uint8Array().map((bytes) => Buffer.from(bytes)),
	fc.constantFrom('', 'null', '[]', '7', '"text"', '<html><body>502 Bad Gateway</body></html>', '{"message":null}', '{"context":"x"}', '{"context":{"concurrent-task":[]}}', '{"properties":7}'),
);

const kindOf = (status: number, repeat: 'safe' | 'unsafe'): ExternFailure['kind'] => {
	if (status < 400) return 'malformed';
	const named: Record<number, ExternFailure['kind']> = { 401: 'signed-out', 409: 'locked', 429: 'busy' };
	if (named[status]) return named[status];
	if (status < 500) return 'refused';
	return repeat === 'safe' ? 'unavailable' : 'unknown-outcome';
};

test('every status has its kind, whatever the body', () => {
	fc.assert(
		fc.property(statuses, bodies, fc.constantFrom('safe' as const, 'unsafe' as const), (status, body, repeat) => {
			const failure = failureOf(answer(status, body), repeat);
			expect(failure.kind).toBe(kindOf(status, repeat));
			expect(new ExternError(failure).message).not.toBe('');
		}),
		{ numRuns: 500 },
	);
});

test('members of a problem are texts or absent', () => {
	fc.assert(
		fc.property(statuses, bodies, (status, body) => {
			const { properties, status: told, ...texts } = readProblem(answer(status, body));
			expect(told).toBe(status);
			for (const text of Object.values({ ...texts, ...properties })) expect(['string', 'undefined']).toContain(typeof text);
		}),
	);
});

test('a problem of the service is read in both of its spellings', () => {
	const told = { id: 'urn:error:externapi:error', 'status-code': 'bad-request', message: 'ИНН не найден', 'track-id': 'k7', properties: { inn: '77', n: 1 } };
	expect(readProblem(answer(400, told))).toEqual({ status: 400, id: told.id, message: told.message, traceId: 'k7', properties: { inn: '77' } });
	expect(readProblem(answer(400, { 'trace-id': 'body', 'track-id': 'other' })).traceId).toBe('body');
	expect(readProblem(answer(400, { 'trace-id': 'body' }, { 'x-kontur-trace-id': 'header' })).traceId).toBe('header');
});

test('a problem that came as bytes is read like text', () => {
	expect(readProblem(answer(404, Buffer.from('{"message":"нет"}'))).message).toBe('нет');
});

test('a lock names the task that holds it', () => {
	const body = { context: { 'concurrent-task': { id: taskId, 'task-type': 'urn:task-type:send' } } };
	expect(failureOf(answer(409, body), 'unsafe')).toMatchObject({ kind: 'locked', task: { id: taskId, type: 'urn:task-type:send' } });
	expect(failureOf(answer(409, { context: { 'concurrent-task': { id: 7 } } }), 'unsafe')).toMatchObject({ kind: 'locked', task: undefined });
});

test.each([
	['nothing', undefined, 60_000],
	['a number', '3', 3_000],
	['no number', 'soon', 60_000],
	['more than a number can hold', '1e308', 60_000],
])('too many requests with %s to wait tell how long', (_, after, expected) => {
	expect(failureOf(answer(429, '', after === undefined ? {} : { 'retry-after': after }), 'safe')).toMatchObject({ kind: 'busy', retryAfterMs: expected });
});

test('a lost answer is a question for calls that may have had their effect, and a failure for others', () => {
	expect(failureOf(noAnswer, 'unsafe')).toEqual({ kind: 'unknown-outcome', problem: { message: 'socket hang up' } });
	expect(failureOf(noAnswer, 'safe')).toEqual({ kind: 'unavailable', problem: { message: 'socket hang up' } });
});

test('cancelling and a refused sign-in are told apart from lost answers', () => {
	expect(failureOf({ kind: 'cancelled' }, 'unsafe')).toEqual({ kind: 'cancelled' });
	expect(failureOf({ kind: 'sign-in', isDown: false, detail: 'expired' }, 'unsafe')).toEqual({ kind: 'signed-out', problem: { message: 'expired' } });
});

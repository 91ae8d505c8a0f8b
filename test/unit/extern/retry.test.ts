import fc from 'fast-check';
import { waitBeforeRetry, type Attempt } from '../../../extern/transport/retry';
import { answer, noAnswer } from './service';

const attempt = (more: Partial<Attempt>): Attempt => ({
	repeat: 'safe',
	made: 1,
	answer: answer(503),
	elapsedMs: 0,
	budgetMs: 120_000,
	random: 0.5,
	...more,
});

const attempts: fc.Arbitrary<Attempt> = fc.record({
	repeat: fc.constantFrom('safe', 'unsafe'),
	made: fc.integer({ min: 1, max: 2_000 }),
	answer: fc.oneof(
		fc.tuple(fc.integer({ min: 300, max: 599 }), fc.option(fc.string())).map(([status, after]) => answer(status, '', after === null ? {} : { 'retry-after': after })),
		fc.tuple(fc.integer({ min: 300, max: 599 }), fc.nat(500)).map(([status, after]) => answer(status, '', { 'retry-after': String(after) })),
		fc.constant(noAnswer),
		fc.constant<Attempt['answer']>({ kind: 'cancelled' }),
		fc.constant<Attempt['answer']>({ kind: 'sign-in', isDown: false, detail: 'no' }),
	),
	elapsedMs: fc.nat(200_000),
	budgetMs: fc.nat(200_000),
	random: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('a wait is positive, finite and inside of the budget', () => {
	fc.assert(
		fc.property(attempts, (one) => {
			const wait = waitBeforeRetry(one);
			if (wait === undefined) return;
			expect(wait).toBeGreaterThan(0);
			expect(one.elapsedMs + wait).toBeLessThanOrEqual(one.budgetMs);
		}),
	);
});

test('a call that may have had its effect is repeated after 429 only', () => {
	fc.assert(
		fc.property(attempts, (one) => {
			if (waitBeforeRetry({ ...one, repeat: 'unsafe' }) === undefined) return;
			expect(one.answer).toMatchObject({ kind: 'answer', status: 429 });
		}),
	);
});

test('a refusal is never repeated, whoever asks', () => {
	fc.assert(
		fc.property(attempts, fc.integer({ min: 300, max: 499 }).filter((status) => status !== 429), (one, status) => {
			expect(waitBeforeRetry({ ...one, answer: answer(status) })).toBeUndefined();
		}),
	);
});

test.each([
	['a lost answer', noAnswer],
	['a 500', answer(500)],
	['a 503', answer(503)],
	['a 429', answer(429)],
])('a harmless call is repeated after %s', (_, lost) => {
	expect(waitBeforeRetry(attempt({ answer: lost }))).toBe(375);
});

test('nothing is repeated after cancelling or a refused sign-in', () => {
	expect(waitBeforeRetry(attempt({ answer: { kind: 'cancelled' } }))).toBeUndefined();
	expect(waitBeforeRetry(attempt({ answer: { kind: 'sign-in', isDown: false, detail: 'no' } }))).toBeUndefined();
});

test('waits grow to ten seconds and no further', () => {
	const waits = [1, 2, 3, 4, 5, 6, 7, 500].map((made) => waitBeforeRetry(attempt({ made, random: 1 })));
	expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
});

test('the service is waited for as long as it asks', () => {
	const asking = (seconds: string) => waitBeforeRetry(attempt({ answer: answer(429, '', { 'retry-after': seconds }) }));
	expect(asking('7')).toBe(7_000);
	expect(asking('0')).toBe(375);
	expect(asking('-5')).toBe(375);
	expect(asking('soon')).toBe(375);
	expect(asking('121')).toBeUndefined();
	expect(asking('1e308')).toBe(375);
});

import fc from 'fast-check';

import { Extern } from '../../../extern';
import { dueIn, stageOf, tellDue, type Due, type Stage, type Told } from '../../../extern/deadlines';
import { serviceThat } from './service';

const STAGES: readonly Stage[] = ['ahead', 'today', 'overdue'];
const at = (moment: string) => Date.parse(`${moment}+03:00`);
const due = (key: string, day = '2026-03-31'): Due => ({ key, kind: 'report', day, facts: {} });
const all = { room: Number.POSITIVE_INFINITY, accepts: () => true, isUnread: () => false };

describe('the stage of a deadline, by Moscow time and working days', () => {
	test.each<[day: string, now: string, ahead: number, stage: Stage | undefined]>([
		// Between 31 December 2025 and 11 January 2026 nobody works.
		['2026-01-12', '2025-12-29T12:00', 2, 'ahead'],
		['2026-01-12', '2025-12-29T12:00', 1, undefined],
		['2026-01-12', '2026-01-05T12:00', 1, 'ahead'],
		['2026-01-12', '2026-01-12T00:00', 5, 'today'],
		['2026-01-12', '2026-01-12T23:59', 5, 'today'],
		['2026-01-12', '2026-01-13T00:00', 5, 'overdue'],
		['2025-12-30', '2026-01-01T00:30', 5, 'overdue'],
		['2026-01-12', '2026-01-11T23:59', 0, undefined],
	])('%s, seen at %s with %d days ahead: %s', (day, now, ahead, stage) => expect(stageOf(day, at(now), ahead)).toBe(stage));

	test('midnight is that of Moscow, not of UTC', () => {
		expect(stageOf('2026-01-12', Date.parse('2026-01-12T20:59:59Z'), 5)).toBe('today');
		expect(stageOf('2026-01-12', Date.parse('2026-01-12T21:00:00Z'), 5)).toBe('overdue');
	});
});

const things = fc.uniqueArray(fc.record({ key: fc.integer({ min: 1, max: 12 }).map(String), stage: fc.integer({ min: 0, max: 2 }) }), { selector: ({ key }) => key, maxLength: 12 });

test('each thing is told exactly once for each stage that it is found at, and the state holds nothing that is gone', () => {
	fc.assert(
		fc.property(fc.array(things, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (rounds, room) => {
			let told: Told = {};
			const handed: string[] = [];
			const furthest = new Map<string, number>();
			for (const round of rounds) {
				// A deadline only comes nearer.
				for (const { key, stage } of round) furthest.set(key, Math.max(stage, furthest.get(key) ?? 0));
				const found = [...furthest].map(([key, stage]) => ({ due: due(key), stage: STAGES[stage] }));
				for (let polls = 0; polls <= found.length; polls += 1) {
					const { fresh, next } = tellDue(told, found, { ...all, room });
					expect(fresh.length).toBeLessThanOrEqual(room);
					handed.push(...fresh.map(({ due: { key }, stage }) => `${key} ${stage}`));
					told = JSON.parse(JSON.stringify(next));
				}
				expect(Object.keys(told).sort()).toEqual([...furthest.keys()].sort());
				expect(handed).toEqual(expect.arrayContaining(found.map(({ due: { key }, stage }) => `${key} ${stage}`)));
			}
			expect(new Set(handed).size).toBe(handed.length);
			expect(tellDue(told, [], all)).toEqual({ fresh: [], next: {} });
		}),
	);
});

test('what could not be read is not forgotten', () => {
	const told: Told = { 'a 1': 'ahead', 'b 1': 'ahead' };
	expect(tellDue(told, [], { ...all, isUnread: (key) => key.startsWith('a ') }).next).toEqual({ 'a 1': 'ahead' });
});

test('what the operator does not want to know counts as told', () => {
	const found = [{ due: due('1'), stage: 'ahead' as const }];
	const { fresh, next } = tellDue({}, found, { ...all, accepts: () => false });
	expect(fresh).toEqual([]);
	expect(tellDue(next, found, all).fresh).toEqual([]);
});

test('the earliest day comes first', () => {
	const found = ['2026-03-31', '2026-01-12', '2026-02-20'].map((day) => ({ due: due(day, day), stage: 'overdue' as const }));
	expect(tellDue({}, found, { ...all, room: 2 }).fresh.map(({ due: { day } }) => day)).toEqual(['2026-01-12', '2026-02-20']);
});

test('a demand to which the service gives no days is due when the law says, one to pay the next working day', async () => {
	const demand = (id: string, knd: string) => ({ id, type: 'urn:docflow:fns534-demand', status: 'urn:docflow-common-status:received', 'send-date': '2025-12-26T10:00:00', description: { 'form-versions': [{ knd }] } });
	const { port } = serviceThat(() => ({ 'docflows-page-item': [demand('documents', '1165013'), demand('payment', '1160001')], 'total-count': 2 }));
	const found = await dueIn(new Extern(port), 'demand', { accountId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', ahead: 5, language: 'en', now: at('2025-12-26T12:00') });
	expect(found.map(({ key, day, facts }) => [key, day, facts.deadline])).toEqual([
		['docflow documents 2026-01-15', '2026-01-15', '2026-01-15'],
		['docflow payment 2025-12-29', '2025-12-29', '2025-12-29'],
	]);
});

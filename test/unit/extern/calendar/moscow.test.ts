import fc from 'fast-check';
import { momentOfSending, moscowDay } from '../../../../extern/calendar';

test.each([
	['Moscow time without a zone', '2025-04-01T12:30:00', '2025-04-01T09:30:00.000Z'],
	['seven digits of a second', '2025-04-01T12:30:00.1234567', '2025-04-01T09:30:00.123Z'],
	['a turn of the year', '2025-01-01T00:30:00', '2024-12-31T21:30:00.000Z'],
	['UTC', '2025-04-01T12:30:00Z', '2025-04-01T12:30:00.000Z'],
	['UTC in a small letter', '2025-04-01T12:30:00z', '2025-04-01T12:30:00.000Z'],
	['another zone', '2025-04-01T12:30:00.1234567+05:00', '2025-04-01T07:30:00.123Z'],
	['a zone west of London', '2025-04-01T12:30:00-02:00', '2025-04-01T14:30:00.000Z'],
	['a day alone', '2025-04-01', '2025-03-31T21:00:00.000Z'],
])('%s is understood', (_, written, moment) => {
	expect(momentOfSending(written)).toBe(moment);
});

test.each([undefined, '', 'вчера', '2025-13-45T00:00:00', '01.04.2025'])('%p is no moment', (written) => {
	expect(momentOfSending(written)).toBeUndefined();
});

test('a moment without a zone is three hours after the same digits in UTC', () => {
	fc.assert(
		fc.property(fc.date({ min: new Date('2015-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
			const digits = date.toISOString().slice(0, -1);
			expect(Date.parse(momentOfSending(digits) ?? '')).toBe(date.getTime() - 3 * 3_600_000);
		}),
	);
});

test('any text is a moment or none', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,4}-\d\d-\d\dT?\d*[:+-]?\d*Z?$/)), (written) => {
			expect(momentOfSending(written) ?? new Date(0).toISOString()).toMatch(/^[+-]?\d{4,6}-\d\d-\d\dT.*Z$/);
		}),
	);
});

test('a day begins in Moscow three hours before it does in UTC', () => {
	const evening = Date.parse('2025-03-31T21:00:00Z');
	expect([moscowDay(evening - 1), moscowDay(evening), moscowDay(evening, 30)]).toEqual(['2025-03-31', '2025-04-01', '2025-05-01']);
});

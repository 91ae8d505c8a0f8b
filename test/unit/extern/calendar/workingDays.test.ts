import fc from 'fast-check';
import { isWorkingDay, lastDayOfTerm, workingDaysAfter, workingDaysLeft } from '../../../../extern/calendar';

const daysOf = (year: number) => Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, day + 1)).toISOString().slice(0, 10)).filter((day) => day.startsWith(String(year)));
const noonInMoscow = (day: string) => Date.parse(`${day}T12:00:00+03:00`);

/** Sums of the official production calendars for the five-day week. */
test.each([
	[2024, 248],
	[2025, 247],
	[2026, 247],
])('the year %i has %i working days', (year, days) => {
	expect(daysOf(year).filter(isWorkingDay)).toHaveLength(days);
});

test.each([
	['a Saturday that is worked', '2025-11-01', true],
	['the Monday that it was given for', '2025-11-03', false],
	['New Year\'s Eve by decree', '2026-12-31', false],
	['the Monday after Victory Day on a Saturday', '2026-05-11', false],
	['the Monday after 8 March on a Sunday', '2026-03-09', false],
	['the Monday after 8 March on a Saturday, moved to June', '2025-03-10', true],
	['the day moved to', '2025-06-13', false],
	['the Friday moved to from January', '2026-01-09', false],
	['the Monday after the holidays', '2026-01-12', true],
	['a Monday of a year without a decree, after a holiday on the weekend', '2027-06-14', false],
	['an ordinary Saturday', '2026-11-28', false],
	['an ordinary Thursday', '2026-11-26', true],
])('%s', (_, day, isWorked) => {
	expect(isWorkingDay(day)).toBe(isWorked);
});

test.each([
	['a demand of a Monday', '2026-11-23', 6, '2026-12-01'],
	['over the end of a year', '2026-12-28', 6, '2027-01-14'],
	['over the end of a year with a moved Saturday', '2024-12-27', 6, '2025-01-15'],
	['from a day off', '2026-11-28', 1, '2026-11-30'],
	['no days', '2026-11-26', 0, '2026-11-26'],
	['no days from a day off', '2026-11-28', 0, '2026-11-30'],
])('where the decrees are known a term is counted from the day after, %s', (_, day, count, last) => {
	expect(lastDayOfTerm(day, count)).toBe(last);
	expect(workingDaysAfter(day, count)).toBe(last);
});

test.each([
	['today is the last day', '2026-11-26', '2026-11-26', 0],
	['the weekend is not counted', '2026-11-30', '2026-11-27', 1],
	['neither is New Year', '2027-01-11', '2026-12-30', 1],
	['over since yesterday', '2026-11-25', '2026-11-26', -1],
	['over since the weekend', '2026-11-28', '2026-11-29', -1],
	['over for two working days', '2026-11-24', '2026-11-26', -2],
])('days that are left: %s', (_, day, today, left) => {
	expect(workingDaysLeft(day, noonInMoscow(today))).toBe(left);
});

test.each([undefined, '', 'завтра', '31.12.2026'])('%p leaves no days to count', (day) => {
	expect(workingDaysLeft(day, noonInMoscow('2026-11-26'))).toBeUndefined();
});

test.each([
	['the Monday that the law frees may be moved elsewhere', '2027-06-11', 1, '2027-06-14'],
	['the Saturday before a long weekend may be worked', '2027-02-19', 1, '2027-02-20'],
	['a Sunday never is', '2027-02-20', 1, '2027-02-22'],
	['nor is a holiday on a Saturday', '2027-04-30', 1, '2027-05-03'],
	['nor a Saturday far from holidays', '2027-02-12', 1, '2027-02-15'],
	['the last Saturday of a year is judged by the next one', '2029-12-28', 1, '2029-12-29'],
	['from a year with a decree', '2026-12-28', 6, '2027-01-14'],
])('in a year without a decree %s', (_, day, count, last) => {
	expect(lastDayOfTerm(day, count)).toBe(last);
});

const anyDay = fc.integer({ min: Date.UTC(2023, 0, 1) / 86_400_000, max: Date.UTC(2035, 0, 1) / 86_400_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

test('a term that is a day longer ends later, as a term of one day from its end does', () => {
	fc.assert(
		fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (day, count) => {
			const last = lastDayOfTerm(day, count);
			expect(lastDayOfTerm(last, 0)).toBe(last);
			expect(lastDayOfTerm(day, count + 1) > last).toBe(true);
			expect(lastDayOfTerm(day, count + 1)).toBe(lastDayOfTerm(last, 1));
		}),
	);
});

test('from a working day so many days later so many are left, and no more until the end of a term', () => {
	fc.assert(
		fc.property(anyDay, fc.nat(60), (any, count) => {
			const day = workingDaysAfter(any, 0);
			const last = workingDaysAfter(day, count);
			expect(isWorkingDay(last)).toBe(true);
			expect(workingDaysLeft(last, noonInMoscow(day))).toBe(count);
			expect(workingDaysLeft(lastDayOfTerm(day, count), noonInMoscow(day))).toBeLessThanOrEqual(count);
		}),
	);
});

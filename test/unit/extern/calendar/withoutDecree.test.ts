import { isWorkingDay, lastDayOfTerm } from '../../../../extern/calendar';
import * as daysOff from '../../../../extern/calendar/daysOff';
import { PAST_DECREES } from './pastDecrees';

const ALL = { ...PAST_DECREES, ...daysOff.DECREES };
const YEARS = Object.keys(ALL).map(Number);
const LONGEST = 30;
const DAY_MS = 86_400_000;

const iso = (moment: number) => new Date(moment).toISOString().slice(0, 10);
/** From the first of December of the year before, until so many days after the year. */
const daysAround = (year: number, after = 0) => {
	const first = Date.UTC(year - 1, 11, 1);
	return Array.from({ length: (Date.UTC(year + 1, 0, 1) - first) / DAY_MS + after }, (_, day) => iso(first + day * DAY_MS));
};
/** What is told while the decrees of some years are not known. */
const without = <T>(years: readonly number[], tell: () => T): T => {
	const decrees = jest.replaceProperty(daysOff, 'DECREES', Object.fromEntries(Object.entries(ALL).filter(([year]) => !years.includes(Number(year)))));
	try {
		return tell();
	} finally {
		decrees.restore();
	}
};

/** Sums of the official production calendars for the five-day week. */
test.each([
	[2015, 247],
	[2016, 247],
	[2017, 247],
	[2018, 247],
	[2019, 247],
	[2020, 248],
	[2021, 247],
	[2022, 247],
	[2023, 247],
])('the decree of %i leaves %i working days', (year, days) => {
	expect(without([], () => daysAround(year).filter((day) => day.startsWith(String(year)) && isWorkingDay(day)))).toHaveLength(days);
});

test.each([
	['2025-03-03', 6, '2025-03-11'],
	['2025-02-20', 6, '2025-02-28'],
])('from %s a term of %i days ends on %s by decree, and no later without it', (day, count, last) => {
	expect(lastDayOfTerm(day, count)).toBe(last);
	expect(without([2025], () => lastDayOfTerm(day, count)) <= last).toBe(true);
});

/** The last days of the terms of one day up to the longest, for each day that they may begin on: a longer term goes on from the one before. */
const termsAround = (year: number) => {
	const next = new Map(daysAround(year, 4 * LONGEST).map((day) => [day, lastDayOfTerm(day, 1)]));
	return daysAround(year).map((day) => {
		const ends: string[] = [];
		for (let last = day; ends.length < LONGEST; ends.push(last)) last = next.get(last) ?? '';
		return ends;
	});
};

describe.each(YEARS)('without the decree of %i', (year) => {
	const known = without([], () => termsAround(year));
	const guessed = without([year], () => termsAround(year));

	test('no term ends later', () => {
		const late = guessed.flatMap((ends, start) => ends.flatMap((last, index) => (last > known[start][index] ? [{ term: index + 1, last, known: known[start][index] }] : [])));
		expect(late).toEqual([]);
	});

	test.each([
		[6, 3],
		[LONGEST, 5],
	])('a term of up to %i working days ends at most %i of them early', (longest, most) => {
		const early = guessed.flatMap((ends, start) => ends.slice(0, longest).map((last, index) => known[start].slice(0, index + 1).filter((day) => day > last).length));
		expect(Math.max(...early)).toBeLessThanOrEqual(most);
	});
});

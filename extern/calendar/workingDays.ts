import { DECREES, HOLIDAYS } from './daysOff';
import { moscowDay } from './moscow';

const DAY_MS = 86_400_000;
const SUNDAY = 0;
const SATURDAY = 6;
/**
 * A decree may have a Saturday worked for a day off elsewhere. All that did since 2015 stood at most so many days before a
 * holiday, since that is how a long weekend is made; test/unit/extern/calendar/withoutDecree.test.ts counts them.
 */
const BEFORE_HOLIDAY = 4;
/** Nobody asks for more, and a term out of a garbage answer must not hang. */
const MOST_DAYS = 3_660;

/**
 * Whether the authorities work on a day, as far as it is known: a year without a decree has the days off of the law.
 * @param day ISO 8601, like 2026-03-31
 * @see Labour Code of Russia, articles 111 and 112
 */
export function isWorkingDay(day: string): boolean {
	const { off, worked } = decreeOf(day);
	const date = day.slice(5, 10);
	if (worked.includes(date)) return true;
	return !isWeekend(day) && !isHoliday(day) && !off.includes(date) && !isFreedBy(day);
}

/**
 * The last day of a term in working days, that begins the day after an event (Tax Code of Russia, article 6.1). In a year
 * without a decree it is provisional: every day that a decree may still make a working one counts as one. By every decree
 * since 2015 it would have been some working days too early at most, and never too late.
 * @param day of the event, ISO 8601
 * @param count of working days; 0 is the day itself, or the next working day
 */
export function lastDayOfTerm(day: string, count: number): string {
	return countedFrom(day, count, mayBeWorked);
}

/**
 * The first day until which so many working days are left, as far as it is known; the reverse of {@link workingDaysLeft}.
 * The end of a term is {@link lastDayOfTerm}.
 * @param day ISO 8601
 * @param count of working days; 0 is the day itself, or the next working day
 */
export function workingDaysAfter(day: string, count: number): string {
	return countedFrom(day, count, isWorkingDay);
}

/**
 * Working days from today in Moscow until a day, as far as they are known: 0 when there is none left but today, negative
 * when it is over. Days off that a decree has yet to add are counted.
 * @param day ISO 8601
 * @param now milliseconds since 1970
 * @returns undefined where there is no day, or it cannot be read
 */
export function workingDaysLeft(day: string | undefined, now: number): number | undefined {
	const today = moscowDay(now);
	const last = day?.slice(0, 10) ?? '';
	if (Number.isNaN(Date.parse(last))) return undefined;
	return last < today ? -workingDaysBetween(last, today) || -1 : workingDaysBetween(today, last);
}

function countedFrom(day: string, count: number, isWorked: (day: string) => boolean): string {
	let last = day;
	for (let left = Math.min(count, MOST_DAYS); left > 0; left -= 1) last = firstFrom(dayAfter(last), isWorked);
	return firstFrom(last, isWorked);
}

/** The day itself, or the first working day after it: a term that ends on a day off ends then (Tax Code, article 6.1 §7). */
function firstFrom(day: string, isWorked: (day: string) => boolean): string {
	let next = day;
	for (let days = 0; days < MOST_DAYS && !isWorked(next); days += 1) next = dayAfter(next);
	return next;
}

/**
 * Whether a day is worked, or may become so by a decree that is not there yet: that may move the day off which the law
 * gives for a holiday on a weekend, and have a Saturday before a holiday worked.
 */
function mayBeWorked(day: string): boolean {
	if (day.slice(0, 4) in DECREES) return isWorkingDay(day);
	if (isHoliday(day)) return false;
	return !isWeekend(day) || (isSaturday(day) && isBeforeHoliday(day));
}

function isBeforeHoliday(day: string): boolean {
	for (let next = dayAfter(day), days = 1; days <= BEFORE_HOLIDAY; next = dayAfter(next), days += 1) if (isHoliday(next)) return true;
	return false;
}

/** Working days after the first day up to and including the last. */
function workingDaysBetween(first: string, last: string): number {
	let count = 0;
	for (let day = first, days = 0; day < last && days < MOST_DAYS; days += 1) {
		day = dayAfter(day);
		if (isWorkingDay(day)) count += 1;
	}
	return count;
}

/** Whether a holiday on the weekend before frees this day: the two of January, and what a decree moved, free none (article 112). */
function isFreedBy(day: string): boolean {
	for (let before = dayBefore(day), owed = 0; ; before = dayBefore(before)) {
		if (!isWeekend(before) && !isHoliday(before)) return owed > 0;
		if (isWeekend(before) && isHoliday(before) && !isMoved(before)) owed += 1;
	}
}

function isMoved(day: string): boolean {
	return day.slice(5, 7) === '01' || decreeOf(day).moved.includes(day.slice(5, 10));
}

function decreeOf(day: string) {
	return DECREES[day.slice(0, 4)] ?? { off: [], worked: [], moved: [] };
}

function isHoliday(day: string): boolean {
	return HOLIDAYS.some((holiday) => holiday === day.slice(5, 10));
}

function isWeekend(day: string): boolean {
	return isSaturday(day) || new Date(day).getUTCDay() === SUNDAY;
}

function isSaturday(day: string): boolean {
	return new Date(day).getUTCDay() === SATURDAY;
}

function dayAfter(day: string): string {
	return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

function dayBefore(day: string): string {
	return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}

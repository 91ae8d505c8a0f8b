/** Days as yyyy-MM-dd, and the rule that a term which ends on a day off ends on the next working day. */

const DAY_MS = 24 * 3600 * 1000;
const MOSCOW_MS = 3 * 3600 * 1000;
/** Days off of every year, as MM-dd. */
const HOLIDAYS = new Set('01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(' '));

export interface Term {
	/** Counted from January of the reported year; 13 is January of the next one. */
	month: number;
	day: number;
}

/** The last day of a term. */
export function termEnd(year: number, { month, day }: Term): string {
	return workingDayFrom(new Date(Date.UTC(year, month - 1, day)));
}

/** The day in Moscow, where the authorities' clocks stand. */
export function moscowDay(moment: Date): string {
	return dayOf(new Date(moment.getTime() + MOSCOW_MS));
}

export function monthsFrom(moment: Date, months: number): string {
	const moved = new Date(moment);
	moved.setUTCMonth(moved.getUTCMonth() + months);
	return moscowDay(moved);
}

function workingDayFrom(day: Date): string {
	const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
	return weekend || HOLIDAYS.has(dayOf(day).slice(5)) ? workingDayFrom(new Date(day.getTime() + DAY_MS)) : dayOf(day);
}

function dayOf(moment: Date): string {
	return moment.toISOString().slice(0, 10);
}

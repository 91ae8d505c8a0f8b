/** Terms of the tax code: they are counted in working days. */

const DAY = 24 * 3600 * 1000;

/** The day, yyyy-MM-dd, that many working days after this moment; holidays are not known here. */
export function workingDaysAfter(moment: Date, count: number): string {
	const day = new Date(moment.getTime() + DAY);
	const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
	const left = weekend ? count : count - 1;
	return left === 0 ? day.toISOString().slice(0, 10) : workingDaysAfter(day, left);
}

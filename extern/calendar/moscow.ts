/** Moscow keeps UTC+3 all the year since 26 October 2014. */
const MOSCOW = '+03:00';
const HAS_ZONE = /(Z|[+-]\d\d:?\d\d)$/i;
const DAY_ALONE = /^\d{4}-\d\d-\d\d$/;

/**
 * The moment a docflow was sent, in UTC. The service writes it without a zone and means Moscow
 * time, unlike every other stamp (models.md §1). Stamps with a zone are taken at their word.
 * @returns ISO 8601 with Z, or undefined when absent or unreadable
 */
export function momentOfSending(sendDate: string | undefined): string | undefined {
	if (!sendDate) return undefined;
	const time = DAY_ALONE.test(sendDate) ? `${sendDate}T00:00:00` : sendDate;
	const moment = new Date(HAS_ZONE.test(time) ? time : time + MOSCOW);
	return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

const DAY_MS = 86_400_000;

/** The day in Moscow, so many days after a moment; in ISO 8601. */
export function moscowDay(moment: number, daysLater = 0): string {
	return moscowTime(moment + daysLater * DAY_MS).slice(0, 10);
}

/** What clocks in Moscow show at a moment; in ISO 8601, to the second, without a zone. */
export function moscowTime(moment: number): string {
	return new Date(moment + 3 * 3_600_000).toISOString().slice(0, 19);
}

/**
 * Days from today in Moscow until a day: 0 is today, negative is over.
 * @param day ISO 8601, like 2026-03-31
 * @param now milliseconds since 1970
 * @returns undefined where there is no day, or it cannot be read
 */
export function daysLeft(day: string | undefined, now: number): number | undefined {
	const days = Math.round((Date.parse(day ?? '') - Date.parse(moscowDay(now))) / DAY_MS);
	return Number.isNaN(days) ? undefined : days;
}

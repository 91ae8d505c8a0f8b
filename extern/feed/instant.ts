const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i;
/** The service counts in ticks of 100 ns (http-behaviour §9); a stamp rounded to less would be before itself. */
const DIGITS = 7;

/**
 * A stamp of the service in one spelling, so that stamps compare as texts: UTC, seven digits of a second.
 * @param stamp ISO 8601, with any number of digits; without a zone it is UTC
 * @returns undefined where there is no stamp, or it cannot be read
 */
export function instantOf(stamp: unknown): string | undefined {
	const [, seconds, fraction = '', zone = 'Z'] = STAMP.exec(typeof stamp === 'string' ? stamp : '') ?? [];
	const moment = new Date(`${seconds}${zone}`);
	if (!seconds || Number.isNaN(moment.getTime())) return undefined;
	return `${moment.toISOString().slice(0, 19)}.${fraction.slice(0, DIGITS).padEnd(DIGITS, '0')}Z`;
}

/** The instant so many milliseconds before another one. */
export function before(instant: string, milliseconds: number): string {
	const moment = new Date(Date.parse(`${instant.slice(0, 23)}Z`) - milliseconds);
	return moment.toISOString().slice(0, 23) + instant.slice(23);
}

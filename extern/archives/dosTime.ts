import { moscowTime } from '../calendar';

/** The years that ZIP can tell (APPNOTE 4.4.6). */
const FIRST = '1980-01-01T00:00:00';
const LAST = '2107-12-31T23:59:58';

/**
 * A moment as ZIP tells it: date above, time below, to two seconds, without a zone; Moscow's is written.
 * @returns 32 bits
 */
export function dosTime(moment: Date): number {
	const time = Number.isNaN(moment.getTime()) ? FIRST : moscowTime(moment.getTime());
	const [year, month, day, hours, minutes, seconds] = (time < FIRST ? FIRST : time > LAST ? LAST : time).split(/\D/).map(Number);
	return ((((year - 1980) << 25) | (month << 21) | (day << 16) | (hours << 11) | (minutes << 5) | (seconds >> 1)) >>> 0);
}
